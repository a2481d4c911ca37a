"""What a check says about every record, as small integers: the currency between checks, findings and explanations."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.domain.record_columns import Codes, Truth
from dashboard.domain.statuses import STATUS_ORDER, Reason, Status

NON_COMPLIANT, WATCH, NOT_ASSESSED, COMPLIANT, NOT_APPLICABLE = range(5)
REASONS: tuple[Reason, ...] = tuple(Reason)
REASON_CODE = {reason: code for code, reason in enumerate(REASONS)}
NO_REASON = -1


@dataclass(frozen=True, slots=True)
class Outcome:
    """Status and reason codes of a check, int8 of shape (records,), with what they were decided from.

    `status` indexes statuses.STATUS_ORDER (0 is the worst); `reason` indexes REASONS, -1 for none.
    `behind` is what the kind of check keeps for its explanation; `parts` are the outcomes that were combined.
    """

    check: Any
    status: Codes
    reason: Codes
    behind: Any = None
    parts: tuple["Outcome", ...] = ()
    unsure: Truth | None = field(default=None)

    def says(self, row: int) -> tuple[Status, Reason | None]:
        """The status and reason of one record."""
        return status_of(int(self.status[row])), reason_of(int(self.reason[row]))


def status_of(code: int) -> Status:
    """The status behind a code."""
    return STATUS_ORDER[code]


def reason_of(code: int) -> Reason | None:
    """The reason behind a code."""
    return None if code == NO_REASON else REASONS[code]


def constant(check: Any, rows: int, status: int, reason: Reason | None = None) -> Outcome:
    """The same answer for every record."""
    code = NO_REASON if reason is None else REASON_CODE[reason]
    return Outcome(check, np.full(rows, status, dtype=np.int8), np.full(rows, code, dtype=np.int8))


def from_truth(check: Any, codes: Codes, behind: Any = None) -> Outcome:
    """Yes is compliant, no is a breach, unknown is not assessed because the intake is incomplete."""
    status = np.array([NON_COMPLIANT, COMPLIANT, NOT_ASSESSED], dtype=np.int8)[codes]
    reason = np.array([NO_REASON, NO_REASON, REASON_CODE[Reason.INTAKE_INCOMPLETE]], dtype=np.int8)[codes]
    return Outcome(check, status, reason, behind)
