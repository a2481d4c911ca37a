"""Which charter is in force: proposed by one person, published by another, and from its first day on the promise.

Until one was ever published, the charter file itself is in force, so that a start needs nothing but files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.domain.charter import Charter, Clause
from dashboard.domain.differences import Difference, changed


@dataclass(frozen=True, slots=True)
class Proposal:
    """A charter that somebody proposed, as the bytes of its file."""

    id: int
    version: str
    digest: str
    effective: date
    text: str
    proposed_by: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A proposal that somebody else published."""

    proposal: Proposal
    published_by: str
    on: date
    reason: str


def first_days(versions: Sequence[Charter]) -> dict[str, date]:
    """Clause to the first day since when it has demanded the same without a gap: a new version restarts no grace.

    Args:
        versions: published charters in the order of publishing; the last one is in force.
    """
    found: dict[str, tuple[date, Clause]] = {}
    for charter in versions:
        now = {clause.id: (charter.effective, clause) for clause in charter.clauses}
        found = {name: _older(found.get(name), one) for name, one in now.items()}
    return {name: day for name, (day, _) in found.items()}


def _older(before: tuple[date, Clause] | None, now: tuple[date, Clause]) -> tuple[date, Clause]:
    if before is None or (before[1].check, before[1].applies_to) != (now[1].check, now[1].applies_to):
        return now
    return min(before[0], now[0]), now[1]


def differences(before: Charter, after: Charter) -> tuple[Difference, ...]:
    """Every field of the charter and of its clauses that differs, clauses by id, in the order of the newer charter."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    old_clauses, new_clauses = _by_id(old.pop("clauses")), _by_id(new.pop("clauses"))
    found = list(changed(old, new))
    for name in [*new_clauses, *(gone for gone in old_clauses if gone not in new_clauses)]:
        found += _clause(name, old_clauses.get(name), new_clauses.get(name))
    return tuple(found)


def _by_id(clauses: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(one["id"]): one for one in clauses}


def _clause(name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[Difference]:
    if old is None or new is None:
        return [Difference(name, _title(old), _title(new))]
    return list(changed(old, new, prefix=f"{name} "))


def _title(clause: dict[str, Any] | None) -> str:
    return f"{clause['title']}: {clause['requirement']}" if clause else ""
