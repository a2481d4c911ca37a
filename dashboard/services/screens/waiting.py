"""What waits for somebody: open review items by due date, and how old the open ones are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.actors import Role

BUCKETS: tuple[tuple[str, int, int], ...] = (
    ("0–7 days", 0, 7),
    ("8–30 days", 8, 30),
    ("31–60 days", 31, 60),
    ("61–90 days", 61, 90),
    ("over 90 days", 91, 10**6),
)
_JUDGES = frozenset({Role.OFFICER, Role.DEPUTY})
_SEES_ALL = frozenset({Role.AUDITOR, Role.READER, Role.SYSTEM})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open item: what to do, for which use case, by when; `days_over` is 0 until it is overdue."""

    item: int
    use_case: str
    title: str
    use_case_title: str
    verb: str
    clause: str
    severity: str
    due: date | None
    days_over: int


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """Open items of an age, in days since they were opened, and how many of them are overdue."""

    name: str
    items: int
    overdue: int


def waiting_for(items: pd.DataFrame, user_id: str, role: Role, as_of: date) -> tuple[Waiting, ...]:
    """Items that this person should act on, soonest due first.

    Officer and deputy: assigned to them, to nobody, proposed for closing, or overdue. A team lead: assigned to
    them, or of use cases they own. Auditor and reader only look, and see all.
    """
    rows: list[dict[Any, Any]] = items.to_dict("records")
    return tuple(_waiting(row, as_of) for row in rows if _is_for(row, user_id, role, as_of))


def _is_for(row: Mapping[Any, Any], user_id: str, role: Role, as_of: date) -> bool:
    if row["assignee"] == user_id or role in _SEES_ALL:
        return True
    if role in _JUDGES:
        unassigned = not isinstance(row["assignee"], str)
        return unassigned or row["state"] == "recovered" or _is_over(row["due"], as_of)
    return bool(row["owner"] == user_id)


def _waiting(row: Mapping[Any, Any], as_of: date) -> Waiting:
    due = row["due"] if isinstance(row["due"], date) else None
    return Waiting(
        item=int(row["id"]),
        use_case=str(row["use_case_id"]),
        title=str(row["title"]),
        use_case_title=str(row["use_case"]) if isinstance(row["use_case"], str) else "Organisation",
        verb="Confirm closing" if row["state"] == "recovered" else "Resolve",
        clause=str(row["clause"]),
        severity=str(row["severity"]),
        due=due,
        days_over=max((as_of - due).days, 0) if due else 0,
    )


def ages(items: pd.DataFrame, as_of: date) -> tuple[AgeBucket, ...]:
    """Open items by age at `as_of`; every bucket is there, also empty ones."""
    rows = [(max((as_of - opened).days, 0), _is_over(due, as_of)) for opened, due in _dates(items)]
    return tuple(
        AgeBucket(
            name,
            sum(first <= age <= last for age, _ in rows),
            sum(first <= age <= last and over for age, over in rows),
        )
        for name, first, last in BUCKETS
    )


def _dates(items: pd.DataFrame) -> list[tuple[date, Any]]:
    return list(zip(items["opened"], items["due"], strict=True))


def _is_over(due: Any, as_of: date) -> bool:
    return isinstance(due, date) and due < as_of


def ages_headline(buckets: tuple[AgeBucket, ...]) -> str:
    """`3 of 14 open review items are overdue`."""
    total, overdue = sum(bucket.items for bucket in buckets), sum(bucket.overdue for bucket in buckets)
    if not total:
        return "No review item is open"
    noun = "open review item" if total == 1 else "open review items"
    if not overdue:
        return f"None of {total:,} {noun} is overdue"
    return f"{overdue:,} of {total:,} {noun} {'is' if overdue == 1 else 'are'} overdue"


def ages_table(buckets: tuple[AgeBucket, ...]) -> pd.DataFrame:
    """One row an age: open items, and how many of them are overdue."""
    rows = [(bucket.name, bucket.items, bucket.overdue) for bucket in buckets]
    return pd.DataFrame(rows, columns=["Opened", "Open items", "Overdue"])
