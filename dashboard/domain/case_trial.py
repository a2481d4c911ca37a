"""What another charter would ask about single cases: whose time would be over or no longer, who is due when, and which
review items of cases would open, change or close.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

import numpy as np

from dashboard.domain.case_clocks import LATE, OVERDUE, RUNNING, UNDECIDED
from dashboard.domain.case_promises import Clock, clocks_of, tasks_of
from dashboard.domain.case_settling import settle
from dashboard.domain.cases import Case
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.charter_walk import checks_of
from dashboard.domain.findings import Assessment
from dashboard.domain.measured_checks import DeadlineCheck
from dashboard.domain.outcomes import NOT_APPLICABLE
from dashboard.domain.reviews import ReviewAction, ReviewItem

CaseWay = Literal["newly late", "no longer late", "newly asked", "no longer asked", "due earlier", "due later", "other"]
CASE_WAYS: tuple[CaseWay, ...] = get_args(CaseWay)
_MISSED, _OPEN = frozenset({LATE, OVERDUE}), frozenset({OVERDUE, RUNNING, UNDECIDED})
_RANK = {OVERDUE: 3, LATE: 3, UNDECIDED: 2, RUNNING: 1}


@dataclass(frozen=True, slots=True)
class CaseFlip:
    """A step that a clause asks of a case: its clock now and under the draft, None where no clock asks for it."""

    case: Case
    clause: Clause
    step: str
    was: Clock | None
    becomes: Clock | None

    @property
    def way(self) -> CaseWay:
        """Lateness before everything else; a clock that only comes or goes, or moves, after it."""
        before, after = _missed(self.was), _missed(self.becomes)
        if before != after:
            return "newly late" if after else "no longer late"
        if self.was is None or self.becomes is None:
            return "newly asked" if self.was is None else "no longer asked"
        if self.was.code != self.becomes.code:
            return "other"
        return "due earlier" if self.becomes.due < self.was.due else "due later"

    @property
    def open(self) -> bool:
        """Whether somebody still waits for the step."""
        return any(clock is not None and clock.code in _OPEN for clock in (self.was, self.becomes))


@dataclass(frozen=True, slots=True)
class CaseTrial:
    """`flips`: cases whose clocks would stand otherwise; `actions`: on review items of cases, because of the draft;
    `owners`: use case to who would do it.
    """

    flips: tuple[CaseFlip, ...] = ()
    actions: tuple[ReviewAction, ...] = ()
    owners: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CasePractice:
    """The cases at a moment (with a zone), the review items about them that are open, and who owns use cases."""

    cases: tuple[Case, ...]
    items: tuple[ReviewItem, ...]
    owners: Mapping[str, str]
    moment: datetime
    as_of: date


def try_cases(known: CasePractice, was: tuple[Charter, Assessment], now: tuple[Charter, Assessment]) -> CaseTrial:
    """Compare the clocks of two charters over the same cases at the same moment; nothing where no clock differs."""
    if not known.cases or _clocks_in(was[0]) == _clocks_in(now[0]):
        return CaseTrial()
    held = [clocks_of(charter, known.cases, known.moment, _applying(found) or None) for charter, found in (was, now)]
    before, after = (tuple(_settled(known, clocks)) for clocks in held)
    known_before = set(map(_same, before))
    return CaseTrial(
        _flips(*held), tuple(action for action in after if _same(action) not in known_before), known.owners
    )


def _clocks_in(charter: Charter) -> list[tuple[object, ...]]:
    """Everything about a charter that moves a clock, whom it runs for, or the item it asks for."""
    return [
        (placed.clause.id, placed.clause.scope, placed.clause.severity, placed.clause.applies_to, placed.check)
        for placed in checks_of(charter)
        if isinstance(placed.check, DeadlineCheck)
    ]


def _applying(found: Assessment) -> Collection[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for findings, judged in found.parts():
        clauses = [clause.id for clause in findings.clauses]
        at, rows = np.nonzero((findings.status != NOT_APPLICABLE) & judged)
        pairs |= {(findings.ids[row], clauses[one]) for one, row in zip(at.tolist(), rows.tolist(), strict=True)}
    return pairs


def _settled(known: CasePractice, clocks: Sequence[Clock]) -> Iterable[ReviewAction]:
    wanted = tasks_of(clocks, known.moment, known.owners)
    return settle(wanted, known.items, {case.id: case for case in known.cases}, known.as_of, by="system")


def _same(action: ReviewAction) -> tuple[object, ...]:
    asked = tuple(str(action.changes.get(name)) for name in ("title", "due", "severity", "clause", "resolution"))
    return action.step, action.item, action.use_case, *asked


def _flips(was: Sequence[Clock], now: Sequence[Clock]) -> tuple[CaseFlip, ...]:
    before, after = _foremost(was), _foremost(now)
    found = []
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        clock = other or one
        if clock is not None and _differ(one, other):
            found.append(CaseFlip(clock.case, clock.clause, clock.check.step, one, other))
    return tuple(sorted(found, key=_order))


def _foremost(clocks: Sequence[Clock]) -> dict[tuple[str, str, str], Clock]:
    """By case, clause and step the clock that stands worst, of these the earliest."""
    chosen: dict[tuple[str, str, str], Clock] = {}
    for clock in sorted(clocks, key=lambda one: (-_RANK.get(one.code, 0), one.due)):
        chosen.setdefault((clock.case.id, clock.clause.id, clock.check.step), clock)
    return chosen


def _differ(one: Clock | None, other: Clock | None) -> bool:
    """Of what is done only lateness counts; of what is open also where it stands and when it is due."""
    if _missed(one) != _missed(other):
        return True
    codes = [None if clock is None else clock.code for clock in (one, other)]
    if not _OPEN & set(codes):
        return False
    return codes[0] != codes[1] or (one is not None and other is not None and one.due != other.due)


def _missed(clock: Clock | None) -> bool:
    return clock is not None and clock.code in _MISSED


def _order(flip: CaseFlip) -> tuple[object, ...]:
    clock = flip.becomes or flip.was
    due = clock.due if clock else None
    return CASE_WAYS.index(flip.way), not flip.open, due, flip.case.id, flip.clause.id, flip.step
