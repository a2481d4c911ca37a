"""What would flip if another charter were held: findings and use cases' own statuses, with where each stands now.

Flips are found on whole columns. A sentence is spelled only for the findings that flip.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.charter import Clause
from dashboard.domain.findings import Assessment, Findings
from dashboard.domain.flips import Told
from dashboard.domain.outcomes import NON_COMPLIANT, NOT_APPLICABLE, REASON_CODE, status_of
from dashboard.domain.record_columns import Truth
from dashboard.domain.rollup import own_status, roll_up
from dashboard.domain.statuses import Reason

Way = Literal["worse", "better", "comes in", "drops out"]
WAYS: tuple[Way, ...] = get_args(Way)
_ABSENT = -1
_WAIVED = REASON_CODE[Reason.WAIVED]


@dataclass(frozen=True, slots=True)
class FindingFlip:
    """A finding that would be another: `was` is None where the charter has no such clause yet, `becomes` where it has
    none any more; `row` and the two numbers of the clause tell where both are kept.
    """

    use_case: str
    clause: Clause
    was: Told | None
    becomes: Told | None
    way: Way
    row: int
    places: tuple[int, int]

    @property
    def key(self) -> tuple[str, str]:
        """Use case and clause."""
        return self.use_case, self.clause.id

    @property
    def breach(self) -> int:
        """1 where it becomes a breach, -1 where it ends one, else 0."""
        return int(_breach(self.becomes)) - int(_breach(self.was))


@dataclass(frozen=True, slots=True)
class OwnFlip:
    """A use case ("" for the organisation) whose own status would change; the clause that decides it, if one does."""

    use_case: str
    was: Told
    becomes: Told
    way: Way
    clause: str | None


def finding_flips(before: Assessment, after: Assessment) -> tuple[FindingFlip, ...]:
    """Findings about judged records whose status would change, or whether a waiver stands over them.

    A finding that does not apply, of a clause that only one of the charters has, is no flip.
    """
    pairs = zip(before.parts(), after.parts(), strict=True)
    return tuple(flip for (old, judged), (new, _) in pairs for flip in _flips(old, new, judged))


def own_flips(before: Assessment, after: Assessment) -> tuple[OwnFlip, ...]:
    """Use cases, and the organisation, whose own status would change."""
    found: list[OwnFlip] = []
    for (old, judged), (new, _) in zip(before.parts(), after.parts(), strict=True):
        was, now = roll_up(old), roll_up(new)
        moved = ((was.status != now.status) | (was.waived != now.waived)) & judged
        for row in map(int, np.flatnonzero(moved)):
            one, other = own_status(old, was, row), own_status(new, now, row)
            way = _way(int(was.status[row]), int(now.status[row]), ended=other.waived)
            told = [Told(item.status, "waived" if item.waived else None) for item in (one, other)]
            found.append(OwnFlip(old.ids[row], told[0], told[1], way, other.worst_clause or one.worst_clause))
    return tuple(found)


def _flips(old: Findings, new: Findings, judged: Truth) -> Iterator[FindingFlip]:
    before = {clause.id: at for at, clause in enumerate(old.clauses)}
    after = {clause.id: at for at, clause in enumerate(new.clauses)}
    for name in (*after, *(gone for gone in before if gone not in after)):
        places = before.get(name, _ABSENT), after.get(name, _ABSENT)
        clause = new.clauses[places[1]] if places[1] != _ABSENT else old.clauses[places[0]]
        was, now = _codes(old, places[0]), _codes(new, places[1])
        moved = ((was != now) | (_waived(old, places[0]) != _waived(new, places[1]))) & judged
        for row in map(int, np.flatnonzero(moved)):
            waived = places[1] != _ABSENT and int(new.reason[places[1], row]) == _WAIVED
            way = _way(int(was[row]), int(now[row]), ended=waived)
            told = _told(old, places[0], row), _told(new, places[1], row)
            yield FindingFlip(old.ids[row], clause, *told, way, row, places)


def _codes(findings: Findings, at: int) -> NDArray[np.int8]:
    """An absent clause reads as one that does not apply."""
    return np.full(len(findings.ids), NOT_APPLICABLE, dtype=np.int8) if at == _ABSENT else findings.status[at]


def _waived(findings: Findings, at: int) -> Truth:
    return np.zeros(len(findings.ids), dtype=bool) if at == _ABSENT else findings.reason[at] == _WAIVED


def _told(findings: Findings, at: int, row: int) -> Told | None:
    if at == _ABSENT:
        return None
    status, reason = findings.says(at, row)
    return Told(status.value, None if reason is None else reason.value)


def _way(was: int, now: int, *, ended: bool) -> Way:
    """Worse towards a breach; with the same status a waiver that begins is better than one that ends."""
    if NOT_APPLICABLE in (was, now):
        return "comes in" if was == NOT_APPLICABLE else "drops out"
    if was == now:
        return "better" if ended else "worse"
    return "worse" if now < was else "better"


def _breach(told: Told | None) -> bool:
    return told is not None and told.status == status_of(NON_COMPLIANT)
