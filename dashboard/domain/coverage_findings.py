"""Shares of people who are trained or have acknowledged: `coverage` checks as columns.

A census is counted and not estimated, so there is no interval. A newcomer within `grace` who does not have the course
yet counts neither way. With `before: assignment` there is no grace: whoever is assigned must have it, and until the
system is in service its absence is only *requested*.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.coverage_people import ASSIGNED, Standing, standing
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.measured_checks import CoverageCheck
from dashboard.domain.outcomes import COMPLIANT, NO_REASON, NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.record_columns import Truth
from dashboard.domain.roster import Index, Roster
from dashboard.domain.statuses import Reason

Grid = NDArray[np.int64]
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """The lowest share allowed, of one role or of all of them."""

    role: str | None
    least: float


@dataclass(frozen=True, slots=True)
class Covered:
    """What an explanation needs: counts of shape (lines, records), and how everybody stands whom a line concerns.

    `worst` is the line that decided each record; `unseen` are events that call for a refresher and are not all known.
    Findings are read by more than those who act, so of fewer than `smallest` people nothing is told but the status.
    """

    roster: Roster
    lines: tuple[Line, ...]
    having: Grid
    counted: Grid
    newcomers: Grid
    worst: Index
    standing: Standing
    unseen: tuple[str, ...] = ()
    smallest: int = 1


def is_measured(check: CoverageCheck, subject: Subject, terms: Terms) -> bool:
    """Whether there is data: somebody completed the course by then, and where staff counts there is a staff list."""
    staff = subject.staff
    held = None if staff is None else staff.roster.held.get(check.coverage)
    if staff is None or held is None or not (held.on <= terms.today).any():
        return False
    return check.of in ASSIGNED or bool(staff.roster.present(terms.as_of).any())


def assess_coverage(check: CoverageCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Covered. Only for what is measured."""
    staff = subject.staff
    assert staff is not None  # noqa: S101  # the caller looked
    found = standing(check, subject, terms)
    lines = _lines(check)
    masks = [_of_role(found, staff.roster, line) for line in lines]
    having = _counted([mask & found.has for mask in masks], found, len(subject))
    counted = _counted([mask & ~found.newcomer for mask in masks], found, len(subject))
    newcomers = _counted([mask & found.newcomer for mask in masks], found, len(subject))
    least = np.array([line.least for line in lines])[:, None]
    short: Truth = np.any((having < least * counted - _ROUNDING) & (counted > 0), axis=0)
    share = np.divide(having, counted, out=np.full(having.shape, np.inf), where=counted > 0)
    concerned = found.ordered(np.any(masks, axis=0))
    behind = Covered(
        staff.roster, lines, having, counted, newcomers, np.argmin(share - least, axis=0), concerned,
        tuple(one.event for one in check.refreshes if one.event in staff.unseen), terms.defaults.min_display,
    )  # fmt: skip
    return _outcome(check, behind, short, _waiting(check, subject, terms))


def _outcome(check: CoverageCheck, behind: Covered, short: Truth, waiting: Truth) -> Outcome:
    empty = ~(behind.counted > 0).any(axis=0)
    fresh = empty & (behind.newcomers > 0).any(axis=0)
    nobody = Reason.INTAKE_INCOMPLETE if check.of in ASSIGNED else Reason.NO_DATA
    requested = fresh | (short & waiting)
    status = np.select([requested | empty, short], [NOT_ASSESSED, NON_COMPLIANT], COMPLIANT)
    codes = [REASON_CODE[Reason.REQUESTED], REASON_CODE[nobody]]
    reason = np.select([requested, empty], codes, NO_REASON)
    return Outcome(check, status.astype(np.int8), reason.astype(np.int8), behind)


def _waiting(check: CoverageCheck, subject: Subject, terms: Terms) -> Truth:
    """Whether the moment by which each person must have it is still ahead: the system is not in service yet."""
    if check.before is None or (subject.staff is not None and subject.staff.whole):
        return np.zeros(len(subject), dtype=bool)
    live = subject.table.days("go_live")
    ahead: Truth = np.isnat(live) | (live > terms.today)
    return ahead


def _lines(check: CoverageCheck) -> tuple[Line, ...]:
    own = [Line(role, least) for role, least in (check.by_role or {}).items()]
    return (*own, *([Line(None, check.at_least)] if check.at_least is not None else []))


def _of_role(found: Standing, roster: Roster, line: Line) -> Truth:
    if line.role is None:
        return np.ones(len(found.person), dtype=bool)
    same: Truth = roster.role[found.person] == line.role
    return same


def _counted(masks: list[Truth], found: Standing, rows: int) -> Grid:
    return np.stack([np.bincount(found.record[mask], minlength=rows) for mask in masks])
