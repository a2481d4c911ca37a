"""What waited for one person on a past day: their use cases and items, and where their requests stood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters.history import Entry, entries_until
from dashboard.domain.wording import label, plural, sentence_case
from dashboard.services.readings import told
from dashboard.services.screens.items_then import load_items_then
from dashboard.services.screens.requests import asked_for
from dashboard.services.screens.review_items import Item
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_acts import Acts, acts_then
from dashboard.services.sources import Sources

_OPEN = ("non_compliant", "watch", "not_assessed")
_RECENTLY = timedelta(days=30)
_ASKED = ("request", "approval", "dispute", "charter")
_BEGINS = (".asked", ".raised", ".proposed")
_REQUESTS = ["Asked", "What", "Use case", "By", "Stood"]


@dataclass(frozen=True, slots=True)
class MineThen:
    """One person's work: use cases with what was open on them, open items by due day, requests by the day asked."""

    headline: str
    who: str
    use_cases: pd.DataFrame
    items: tuple[Item, ...]
    requests: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request and what became of it: `decided` is None while it waited."""

    what: str
    use_case: str
    by: str
    on: date
    decided: date | None
    stood: str


def load_mine_then(sources: Sources, then: Then, user_id: str) -> MineThen:
    """As the ledger's entries held it at the end of the day."""
    acts = acts_then(sources, then)
    own = acts.owned_by(user_id)
    run = sorted((name for name in own if acts.records[name].get("lifecycle") != "retired"), key=acts.use_case)
    live = [one for one in load_items_then(sources, then).items if one.state != "closed"]
    items = tuple(sorted((one for one in live if one.assignee_id == user_id or one.use_case_id in own), key=_by_due))
    asked = [one for one in _requests(sources, acts) if _concerns(one, user_id, own, then.asked)]
    rows = [(one.on, one.what, acts.use_case(one.use_case), acts.person(one.by), one.stood) for one in asked]
    return MineThen(
        _headline(run, items), acts.person(user_id), _use_cases(then, acts, run), items,
        pd.DataFrame(rows, columns=_REQUESTS),
    )  # fmt: skip


def _by_due(item: Item) -> tuple[date, int]:
    return item.due or date.max, item.id


def _concerns(one: _Asked, user_id: str, own: set[str], asked: date) -> bool:
    if one.decided is None:
        return one.by == user_id or one.use_case in own
    return one.by == user_id and one.decided >= asked - _RECENTLY


def _headline(run: list[str], items: tuple[Item, ...]) -> str:
    late = sum(one.overdue for one in items)
    head = f"{plural(len(run), 'use case')}, {plural(len(items), 'open item')}, {late or 'none'} overdue"
    return sentence_case(head)


def _use_cases(then: Then, acts: Acts, run: list[str]) -> pd.DataFrame:
    rows = []
    for name in run:
        own = then.own.get(name)
        findings = [held.status for (about, _), held in then.reported.findings.items() if about == name]
        open_ = sum(status in _OPEN for status in findings)
        status = label(told(own.held) or "not_assessed") if own else "–"
        decided = f"{own.decided} of {own.applicable}" if own else "not assessed"
        rows.append((acts.use_case(name), status, findings.count("non_compliant"), open_, decided, name))
    return pd.DataFrame(rows, columns=["Use case", "Status", "Breached", "Open clauses", "Decided", "id"])


def _requests(sources: Sources, acts: Acts) -> list[_Asked]:
    found = [one for entity in _ASKED for one in _asked(entries_until(sources.database, entity, at=acts.at), acts)]
    return sorted(found, key=lambda one: (one.on, one.use_case))


def _asked(entries: tuple[Entry, ...], acts: Acts) -> Iterator[_Asked]:
    """Each request once, by the last that was said of it.

    Approvals of a use case are asked again under its id; a newer proposal of a charter takes an older one's place.
    """
    waiting: dict[str, _Asked] = {}
    for entry in entries:
        key = "" if entry.kind.startswith("charter.") else entry.entity_id
        if entry.kind.endswith(_BEGINS):
            waiting[key] = _new(entry)
        elif key in waiting:
            one = waiting.pop(key)
            yield _Asked(one.what, one.use_case, one.by, one.on, *_decided(entry, acts))
    yield from waiting.values()


def _new(entry: Entry) -> _Asked:
    record: Mapping[str, Any] = entry.record
    kind = entry.kind.partition(".")[0]
    subject = next((str(record[name]) for name in ("subject", "clause", "version") if record.get(name)), "")
    return _Asked(
        asked_for(kind, subject), str(record.get("use_case_id") or ""), entry.actor,
        date.fromisoformat(str(record["on"])), None, "waiting",
    )  # fmt: skip


def _decided(entry: Entry, acts: Acts) -> tuple[date, str]:
    how = entry.kind.partition(".")[2].replace("_", " ")
    return date.fromisoformat(str(entry.record["on"])), f"{how} by {acts.person(entry.actor)}"
