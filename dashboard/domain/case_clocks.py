"""Where each case of a kind stands on one clock: kept, late, overdue, running, withdrawn, or not to be told."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.case_facts import CaseFacts, KindCases
from dashboard.domain.clocks import Moments, due, extended, to_moment
from dashboard.domain.condition_columns import condition_codes
from dashboard.domain.measured_checks import DeadlineCheck
from dashboard.domain.record_columns import NO, UNKNOWN

KEPT, LATE, OVERDUE, RUNNING, TAKEN_BACK, UNDECIDED, NOT_COUNTED = range(7)
STANDING = ("kept", "late", "overdue", "running", "withdrawn", "undecided", "not counted")
LOOK_BACK = np.timedelta64(365, "D")


@dataclass(frozen=True, slots=True)
class Standing:
    """By case: its `code` on the clock, when the time is over, and when the step was reached (NaT: not yet)."""

    cases: KindCases
    code: NDArray[np.int8]
    due: Moments
    reached: Moments


def standing(check: DeadlineCheck, facts: CaseFacts) -> Standing:
    """Every case of the kind held against the clock.

    A case counts while its step is missing, and afterwards until 365 days after its time was over. A case of which
    `where` asks something that nobody stated is undecided once its time is over without the step; until then its clock
    runs. What was withdrawn before its time was over is asked nothing more; what was withdrawn later was late.
    """
    cases, moment = facts.of_kind(check.deadline), to_moment(facts.moment)
    reached, over = cases.reached(check.step), last_moment(check, cases)
    done, taken_back, withdrawn = ~np.isnat(reached), ~np.isnat(cases.withdrawn), cases.withdrawn <= over
    applies = condition_codes(check.where, cases.table)
    missed = np.where(done, reached > over, ~withdrawn & (over < moment))
    old = (over < moment - LOOK_BACK) & (done | taken_back)
    conditions = [
        (applies == NO) | old, missed & (applies == UNKNOWN), done & ~missed, done, withdrawn, taken_back, missed,
    ]  # fmt: skip
    codes = [NOT_COUNTED, UNDECIDED, KEPT, LATE, TAKEN_BACK, LATE, OVERDUE]
    return Standing(cases, np.select(conditions, codes, RUNNING).astype(np.int8), over, reached)


def last_moment(check: DeadlineCheck, cases: KindCases) -> Moments:
    """The end of the time allowed; further time counts where it was recorded, and the person told, before the first."""
    first = due(cases.opened, check.within)
    if check.extension is None:
        return first
    return np.where(cases.extended <= first, extended(cases.opened, check.within, check.extension), first)
