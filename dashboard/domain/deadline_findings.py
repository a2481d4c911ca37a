"""Cases held against a clock: `deadline` checks decided from the register, a census of what was recorded.

One case that missed its time is a breach. Nothing missed is compliance only where somebody has stated that the register
of that kind is complete to a recent day: a register that holds nothing proves nothing.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.domain.case_clocks import KEPT, LATE, OVERDUE, RUNNING, TAKEN_BACK, UNDECIDED, Standing, standing
from dashboard.domain.case_facts import NO_USE_CASE
from dashboard.domain.checks import DeadlineCheck
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.outcomes import COMPLIANT, NO_REASON, NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.rate_facts import Numbers
from dashboard.domain.record_columns import Truth
from dashboard.domain.statuses import Reason

_COUNTED = (KEPT, LATE, OVERDUE, RUNNING, TAKEN_BACK, UNDECIDED)


@dataclass(frozen=True, slots=True)
class Clocked:
    """By record how many cases stand where on the clock; `nameless` missed their time and name no use case."""

    check: DeadlineCheck
    standing: Standing
    counts: dict[int, Numbers]
    nameless: int
    complete_to: date | None

    def count(self, code: int, row: int) -> int:
        """How many cases of a record stand there."""
        return int(self.counts[code][row])


def assess_deadline(check: DeadlineCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Clocked."""
    found = standing(check, subject.cases)
    counts = {code: _by_row(found, found.code == code, len(subject)) for code in _COUNTED}
    complete_to = subject.cases.complete_to(check.deadline)
    missed = np.isin(found.code, (LATE, OVERDUE, UNDECIDED)) & (found.cases.row == NO_USE_CASE)
    made = Clocked(check, found, counts, int(missed.sum()), complete_to)
    oldest = terms.today - np.timedelta64(round(terms.defaults.stale_after.days), "D")
    everywhere = np.ones(len(subject), dtype=bool)
    cases: list[tuple[Truth, int, int]] = [
        (counts[LATE] + counts[OVERDUE] > 0, NON_COMPLIANT, NO_REASON),
        (counts[UNDECIDED] > 0, NOT_ASSESSED, REASON_CODE[Reason.NOT_RECORDED]),
        (everywhere & (complete_to is None), NOT_ASSESSED, REASON_CODE[Reason.NO_DATA]),
        (everywhere & (made.nameless > 0), NOT_ASSESSED, REASON_CODE[Reason.NOT_RECORDED]),
        (everywhere & (complete_to is not None and complete_to < oldest), NOT_ASSESSED, REASON_CODE[Reason.STALE]),
    ]
    conditions = [condition for condition, _, _ in cases]
    status = np.select(conditions, [code for _, code, _ in cases], COMPLIANT).astype(np.int8)
    reason = np.select(conditions, [code for _, _, code in cases], NO_REASON).astype(np.int8)
    return Outcome(check, status, reason, made)


def registered(outcome: Outcome) -> Truth:
    """Where the register decides, or would if it were newer or fuller: where a document need no longer stand in."""
    return np.asarray(outcome.reason != REASON_CODE[Reason.NO_DATA])


def _by_row(found: Standing, chosen: Truth, rows: int) -> Numbers:
    mine = chosen & (found.cases.row >= 0)
    return np.bincount(found.cases.row[mine], minlength=rows).astype(float)
