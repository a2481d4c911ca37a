"""Since you last looked: every use case whose own status is another one now, with the cause of the last change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters.queries import today as queries
from dashboard.domain.metrics import METRICS
from dashboard.domain.wording import day, shown_status
from dashboard.services.screens.words import decimal, sentences, titled
from dashboard.services.sources import Sources

_MINUS = re.compile(r"-(?=\d)")
_LONGEST = 130
_NEVER = timedelta(days=30)
_RANK = {"non_compliant": 0, "watch": 1, "waived": 2, "not_assessed": 3, "compliant": 4, "not_applicable": 5}


@dataclass(frozen=True, slots=True)
class Change:
    """One use case: shown status before (None: newly assessed) and after, when, why, and what it rests on now."""

    use_case: str
    title: str
    was: str | None
    became: str
    as_of: date
    cause: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes since `since`; `looked` is False where nobody ever marked anything as seen."""

    since: date
    looked: bool
    changes: tuple[Change, ...]
    breaches_before: int | None


def load_changes(sources: Sources, user_id: str, *, breaches_now: int) -> Changes:
    """Changes since this person last looked, worst first; without a look, those of 30 days."""
    look = queries.last_look(sources.database, user_id)
    since = look[1] if look else sources.as_of - _NEVER
    changes = changes_after(sources, look[0] if look else None, since)
    entered = sum(change.became == "non_compliant" for change in changes)
    left = sum(change.was == "non_compliant" for change in changes)
    before = breaches_now - entered + left if look or changes else None
    return Changes(since, look is not None, changes, before)


def changes_after(sources: Sources, version: int | None, day: date) -> tuple[Change, ...]:
    """Net changes assessed after a data version, or after a day where there is none, worst first and with facts."""
    return _with_facts(sources, net_changes(queries.flips_since(sources.database, version=version, day=day)))


def net_changes(flips: pd.DataFrame) -> tuple[Change, ...]:
    """One change per use case from its first `was` to its last `became`; what came back is no change."""
    found = [_change(group) for _, group in flips.groupby("use_case_id", sort=False)]
    kept = [change for change in found if change.was != change.became]
    return tuple(sorted(kept, key=lambda change: (_RANK.get(change.became, 9), change.title)))


def _with_facts(sources: Sources, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    found = queries.worst_findings(sources.database, [change.use_case for change in changes])
    rows = {(str(row["use_case_id"]), str(row["clause"])): row for row in found.to_dict("records")}
    worst = {str(row["use_case_id"]): str(row["worst_clause"]) for row in found.to_dict("records")}
    people = queries.people(sources.database) if changes else {}
    return tuple(_with_fact(change, rows, worst, people) for change in changes)


def _with_fact(
    change: Change,
    rows: Mapping[tuple[str, str], Mapping[Any, Any]],
    worst: Mapping[str, str],
    people: Mapping[str, str],
) -> Change:
    clause, parted, cause = change.cause.partition(": ")
    clause = clause if parted and (change.use_case, clause) in rows else worst.get(change.use_case, "")
    row = rows.get((change.use_case, clause))
    if row is None or change.became == "compliant":
        return change
    return replace(change, cause=cause or change.cause, fact=f"{clause}: {titled(fact(row), people)}")


def fact(row: Mapping[Any, Any]) -> str:
    """What it rests on: `M at 1.35 against F, line between 0.8 and 1.25`, or the first sentence of the reason."""
    measured, until = row["measured"], row["waived_until"]
    if row["reason_code"] == "waived" and isinstance(until, date):
        return f"waived until {day(until)}"
    told = row["status"] in ("non_compliant", "watch")
    of_group = isinstance(measured, Mapping) and measured.get("metric") in METRICS and measured.get("group")
    if told and of_group and measured.get("value") is not None and row["threshold"]:
        line = _MINUS.sub("−", str(row["threshold"]))  # as the value beside it is written
        against = f" against {measured['reference']}" if measured.get("reference") else ""
        return f"{measured['group']} at {decimal(measured['value'])}{against}, line {line}"
    first = next(iter(sentences(str(row["reason"]))), "").rstrip(".")
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1].rsplit(' ', 1)[0]} …"


def _change(group: pd.DataFrame) -> Change:
    first, last = group.iloc[0].to_dict(), group.iloc[-1].to_dict()
    return Change(
        use_case=str(last["use_case_id"]),
        title=str(last["title"]),
        was=_shown(first["was"], first["was_reason"]),
        became=_shown(last["became"], last["became_reason"]) or "not_assessed",
        as_of=last["as_of"],
        cause=str(last["cause"]),
    )


def _shown(status: Any, reason: Any) -> str | None:
    if not isinstance(status, str) or not status:
        return None
    return shown_status(status, waived=reason == "waived")
