"""Everything that may be told now, and whom it concerns: items, decisions, answers, changes of status, lapses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from dashboard.adapters import repository
from dashboard.adapters.queries import letters as queries
from dashboard.adapters.queries import today as today_queries
from dashboard.domain.actors import Role
from dashboard.domain.letters import Fact
from dashboard.domain.statuses import Severity
from dashboard.domain.users import User
from dashboard.domain.wording import WORDS, day
from dashboard.services.screens.ahead import Ahead, load_ahead
from dashboard.services.screens.changes import net_changes
from dashboard.services.screens.my_work import answered
from dashboard.services.screens.to_decide import ToDecide, load_to_decide
from dashboard.services.sources import Sources

_JUDGES = frozenset({Role.OFFICER, Role.DEPUTY})
_NOT_AT_ONCE = frozenset({"look", "renewal"})
_LOOK_BACK = timedelta(days=8)
_ORGANISATION = "Organisation"
_TOLD_AHEAD = frozenset({"Waiver", "Review", "Law", "Training"})  # documents have review items of their own


@dataclass(frozen=True, slots=True)
class Concerned:
    """Who is who: only active people are told anything."""

    people: Mapping[str, User]
    owners: Mapping[str, str | None]
    judges: frozenset[str]

    def of(self, *user_ids: object) -> frozenset[str]:
        """Those of them who are active."""
        return frozenset(str(one) for one in user_ids if one in self.people)

    def owner_of(self, use_case: str) -> frozenset[str]:
        """Who owns it."""
        return self.of(self.owners.get(use_case))

    def leads_of(self, team: str) -> frozenset[str]:
        """Team leads of a team."""
        leads = (one.id for one in self.people.values() if one.role is Role.TEAM_LEAD and one.team == team)
        return frozenset(leads)


def load_concerns(sources: Sources, wishing: frozenset[str]) -> tuple[Fact, ...]:
    """Every fact as of the day of `sources`; answers only for those who wish to be told."""
    known = concerned(sources)
    found = [*item_facts(sources, known), *_statuses(sources, known), *_ahead(sources, known)]
    found += [_decision(one, known) for one in load_to_decide(sources)]
    for user_id in sorted(wishing):
        found += _answers(sources, user_id)
    return tuple(found)


def concerned(sources: Sources) -> Concerned:
    """Who is who now."""
    active = {user.id: user for user in repository.users(sources.database) if user.active}
    judges = frozenset(user.id for user in active.values() if user.role in _JUDGES)
    return Concerned(active, queries.owners(sources.database), judges)


def item_facts(sources: Sources, known: Concerned) -> Iterator[Fact]:
    """Every review item that is not closed; keys of those that ask for a document begin with `renewal/`."""
    for row in today_queries.open_items(sources.database).to_dict("records"):
        yield _item(row, known, sources.as_of)


def _item(row: Mapping[Any, Any], known: Concerned, as_of: date) -> Fact:
    due = row["due"] if isinstance(row["due"], date) else None
    late, closing = due is not None and due < as_of, row["state"] == "recovered"
    critical = row["severity"] == Severity.CRITICAL and row["kind"] not in _NOT_AT_ONCE and not (late or closing)
    judged = late or closing or critical or not isinstance(row["assignee"], str)
    what = f"{row['clause']} {row['title']}".strip()
    if closing:
        text, kind = f"{what}: closing is proposed, please confirm", "closing"
    elif late:
        text, kind = f"{what}: overdue since {day(due)}", "overdue"
    else:
        text, kind = f"{what}: {f'due {day(due)}' if due else 'to be looked at'}", "item"
    kind = "renewal" if row["kind"] == "renewal" else kind
    people = known.judges if closing else known.of(row["assignee"], row["owner"]) | (known.judges if judged else set())
    return Fact(
        key=f"{kind}/{row['id']}/{due}", use_case=str(row["use_case_id"]), title=_title(row["use_case"]), text=text,
        path=f"/review-items?item={row['id']}", day=row["opened"], people=frozenset(people), due=due, critical=critical,
        shared=critical or late, to_do=True,
    )  # fmt: skip


def _title(title: object) -> str:
    return title if isinstance(title, str) and title else _ORGANISATION


def _statuses(sources: Sources, known: Concerned) -> Iterator[Fact]:
    flips = today_queries.flips_since(sources.database, version=None, day=sources.as_of - _LOOK_BACK)
    for change in net_changes(flips):
        was = f", was {WORDS[change.was]}" if change.was else ""
        yield Fact(
            key=f"status/{change.use_case}/{change.as_of}/{change.became}", use_case=change.use_case,
            title=change.title, text=f"{WORDS[change.became]}{was}: {change.cause}",
            path=f"/use-case?id={quote(change.use_case, safe='')}", day=change.as_of,
            people=known.owner_of(change.use_case) | known.judges, shared=True, fleeting=True,
        )  # fmt: skip


def _ahead(sources: Sources, known: Concerned) -> Iterator[Fact]:
    furthest = sources.charter.defaults.remind_before.after(sources.as_of)
    for one in load_ahead(sources):
        if one.kind in _TOLD_AHEAD and one.when <= furthest:
            yield _lapse(one, known, sources.as_of)


def _lapse(one: Ahead, known: Concerned, as_of: date) -> Fact:
    starts = one.kind == "Law"
    people = known.judges if starts else known.owner_of(one.use_case) | known.leads_of(one.with_whom)
    people = people | known.judges if one.kind != "Review" else people
    what = one.what.rsplit(" · ", 1)[0] if one.use_case else one.what
    title = one.what.rsplit(" · ", 1)[-1] if one.use_case else _ORGANISATION
    return Fact(
        key=f"lapse/{one.kind}/{one.use_case}/{one.what}/{one.when}", use_case=one.use_case, title=title,
        text=f"{one.kind} {what}: {'applies from' if starts else 'runs out on'} {day(one.when)}", path=lapse_path(one),
        day=as_of,
        people=people, due=one.when, shared=one.kind in ("Law", "Waiver"),
    )  # fmt: skip


def lapse_path(one: Ahead) -> str:
    """Where something that lapses stands in the dashboard."""
    if one.use_case:
        return f"/use-case?id={quote(one.use_case, safe='')}"
    return {"Training": "/staff", "Law": "/charter"}.get(one.kind, "/")


def _decision(one: ToDecide, known: Concerned) -> Fact:
    use_case = one.use_case if one.use_case in known.owners else ""
    path = f"/use-case?id={quote(use_case, safe='')}" if use_case else "/charter" if one.kind == "charter" else "/"
    return Fact(
        key=f"decide/{one.kind}/{one.what}/{one.use_case}/{one.asked_by}/{one.since}", use_case=use_case,
        title=one.use_case_title, text=f"Waits for your decision: {one.what}, asked by {one.asked_by_title}", path=path,
        day=one.since, people=known.of(*one.may), to_do=True,
    )  # fmt: skip


def _answers(sources: Sources, user_id: str) -> Iterator[Fact]:
    for one in answered(sources, user_id):
        yield Fact(
            key=f"answer/{one.what}/{one.use_case}/{one.on}/{one.outcome}", use_case=one.use_case,
            title=one.use_case_title, text=f"{one.what}: {one.outcome} by {one.by}. {one.reason}",
            path=f"/use-case?id={quote(one.use_case, safe='')}" if one.use_case else "/", day=one.on,
            people=frozenset({user_id}), fleeting=True,
        )  # fmt: skip
