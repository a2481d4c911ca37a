"""One person's work: what they run and what is missing there, their items by due date, where their requests stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters import approvals_store, repository, requests_store
from dashboard.adapters.queries import my_work as queries
from dashboard.domain.wording import LIFECYCLES, REASONS, TIERS, label, plural, shown_status
from dashboard.services.screens.approval import OUTCOMES
from dashboard.services.screens.requests import what_is_asked
from dashboard.services.screens.to_decide import ToDecide, load_to_decide
from dashboard.services.screens.words import absent, as_date, titled
from dashboard.services.sources import Sources

_RECENTLY = timedelta(days=30)
_WORST_FIRST = ("non_compliant", "watch", "not_assessed")


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing on a use case: the clause, its status, why, and by when."""

    clause: str
    status: str
    reason: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Mine:
    """A use case of this person; `status` is None before an assessment, `gaps` are worst first."""

    id: str
    title: str
    status: str | None
    standing: str
    decided: str
    gaps: tuple[Gap, ...]

    @property
    def breaches(self) -> int:
        """How many clauses are breached."""
        return sum(gap.status == "non_compliant" for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class MyItem:
    """A review item of this person, or about what they run; `assignee` None is nobody."""

    id: int
    use_case: str
    clause: str
    title: str
    due: date | None
    overdue: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A request of this person that was decided: what, for which use case, how, by whom, when and why."""

    what: str
    use_case: str
    use_case_title: str
    outcome: str
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class MyWork:
    """The whole page; `items` by due date, `waiting` oldest first, `answered` newest first within 30 days."""

    headline: str
    use_cases: tuple[Mine, ...]
    items: tuple[MyItem, ...]
    waiting: tuple[ToDecide, ...]
    answered: tuple[Answered, ...]

    @property
    def table(self) -> pd.DataFrame:
        """Every gap of every use case, for the download."""
        rows = [(one.title, gap.clause, label(gap.status), gap.reason, gap.due)
                for one in self.use_cases for gap in one.gaps]  # fmt: skip
        return pd.DataFrame(rows, columns=["Use case", "Clause", "Status", "What is missing", "Due"])


def load_my_work(sources: Sources, user_id: str) -> MyWork:
    """Everything that is this person's."""
    use_cases = _use_cases(sources, user_id)
    rows = queries.items(sources.database, user_id)
    items = tuple(_item(row, user_id, sources.as_of) for row in rows.to_dict("records"))
    own = {one.id for one in use_cases}
    waiting = tuple(one for one in load_to_decide(sources) if one.asked_by == user_id or one.use_case in own)
    return MyWork(_headline(use_cases, items), use_cases, items, waiting, answered(sources, user_id))


def _use_cases(sources: Sources, user_id: str) -> tuple[Mine, ...]:
    people = {user.id: user.title for user in repository.users(sources.database)}
    found: dict[str, list[Gap]] = {}
    for row in queries.open_findings(sources.database, user_id).to_dict("records"):
        found.setdefault(str(row["use_case_id"]), []).append(_gap(row, people))
    mine = [
        _mine(row, found.get(str(row["id"]), [])) for row in queries.owned(sources.database, user_id).to_dict("records")
    ]
    return tuple(sorted(mine, key=lambda one: (-one.breaches, -len(one.gaps), one.title)))


def _mine(row: Mapping[Any, Any], gaps: list[Gap]) -> Mine:
    status = None if absent(row["status"]) else shown_status(str(row["status"]), waived=bool(row["waived"]))
    tier = TIERS.get(str(row["risk_tier"]), "No") + " tier"
    lifecycle = LIFECYCLES.get(str(row["lifecycle"]), str(row["lifecycle"]))
    decided = "" if status is None else f"{int(row['decided'])} of {int(row['applicable'])} clauses decided"
    ordered = sorted(gaps, key=lambda gap: (_WORST_FIRST.index(gap.status), gap.clause))
    return Mine(str(row["id"]), str(row["title"]), status, f"{lifecycle} · {tier}", decided, tuple(ordered))


def _gap(row: Mapping[Any, Any], people: Mapping[str, str]) -> Gap:
    code = None if absent(row["reason_code"]) else str(row["reason_code"])
    reason = titled(str(row["reason"] or ""), people) or REASONS.get(code or "", "")
    return Gap(str(row["clause"]), str(row["status"]), reason, as_date(row["due"]))


def _item(row: Mapping[Any, Any], user_id: str, as_of: date) -> MyItem:
    due = as_date(row["due"])
    title = str(row["use_case"]) if isinstance(row["use_case"], str) else "Organisation"
    return MyItem(int(row["id"]), title, str(row["clause"]), str(row["title"]), due, due is not None and due < as_of,
                  row["assignee"] == user_id)  # fmt: skip


def answered(sources: Sources, user_id: str) -> tuple[Answered, ...]:
    """Requests of this person that were decided in the last thirty days, the newest first."""
    titles = {user.id: user.title for user in repository.users(sources.database)}
    since = sources.as_of - _RECENTLY
    with sources.database.read() as connection:
        names = repository.titles_of_use_cases(connection)
        rulings = requests_store.rulings_for(connection, user_id, since)
        decisions = approvals_store.decisions_for(connection, user_id, since)
    found = [
        Answered("Approval", one.submission.use_case, names.get(one.submission.use_case, one.submission.use_case),
                 OUTCOMES[one.outcome], titles.get(one.decided_by, one.decided_by), one.on, one.reason)
        for one in decisions
    ]  # fmt: skip
    found += [
        Answered(what_is_asked(one.request), one.request.use_case,
                 names.get(one.request.use_case, one.request.use_case), "Granted" if one.granted else "Refused",
                 titles.get(one.ruled_by, one.ruled_by), one.on, one.reason)
        for one in rulings
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _headline(use_cases: tuple[Mine, ...], items: tuple[MyItem, ...]) -> str:
    if not use_cases:
        return "You run no use case yet"
    breached = sum(one.breaches > 0 for one in use_cases)
    overdue = sum(one.overdue for one in items)
    late = f"; {plural(overdue, 'item')} {'is' if overdue == 1 else 'are'} overdue" if overdue else ""
    whole = plural(len(use_cases), "use case")
    if not breached:
        open_ = sum(len(one.gaps) for one in use_cases)
        return f"No breach in your {whole}, {plural(open_, 'clause')} open{late}"
    return f"{breached} of your {whole} {'breaches' if breached == 1 else 'breach'} the charter{late}"
