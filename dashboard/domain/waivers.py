"""Waivers: a clause that a use case may miss until a date. They never hide a finding and never count as compliant.

A waiver counts only when somebody approved it, from the day it was granted, and for no longer than the charter's
`max_waiver` after that day. One without that day may not reach further than `max_waiver` beyond the day of assessment.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from dashboard.domain.durations import Duration
from dashboard.domain.record_columns import Days
from dashboard.domain.registry import UseCase, Waiver
from dashboard.domain.requests import Ruling
from dashboard.errors import Conflict


def waived_until(records: Sequence[Any], clauses: Sequence[str], as_of: date, longest: Duration) -> Days:
    """The last day of the waiver in force, datetime64[D] of shape (clauses, records), NaT where there is none."""
    until = np.full((len(clauses), len(records)), "NaT", dtype="datetime64[D]")
    index = {clause: row for row, clause in enumerate(clauses)}
    for column, record in enumerate(records):
        for waiver in getattr(record, "waivers", ()):
            row, end = index.get(waiver.clause), in_force_until(waiver, as_of, longest)
            if row is not None and end is not None:
                until[row, column] = np.fmax(until[row, column], np.datetime64(end, "D"))
    return until


def in_force_until(waiver: Waiver, as_of: date, longest: Duration) -> date | None:
    """The last day on which this waiver counts, or None where it does not count at `as_of`."""
    if not waiver.approved_by or (waiver.granted is not None and waiver.granted > as_of):
        return None
    furthest = longest.after(waiver.granted or as_of)
    end = min(waiver.until, furthest) if waiver.granted else waiver.until
    return end if as_of <= end <= furthest else None


def with_waiver(use_case: UseCase, ruling: Ruling) -> UseCase:
    """The record with the waiver that was granted; a renewal stands beside the one before.

    Raises:
        Conflict: the day until which it was asked for has come before anybody ruled on it.
    """
    asked = ruling.request
    until = date.fromisoformat(asked.details["until"])
    if until <= ruling.on:
        raise Conflict(f"The waiver was asked for until {until}, and that day has come. It has to be asked for again.")
    waiver = Waiver(
        clause=asked.subject, until=until, reason=asked.details["reason"], granted=ruling.on,
        compensating_measure=asked.details["compensating_measure"], approved_by=ruling.ruled_by,
    )  # fmt: skip
    return use_case.model_copy(update={"waivers": [*use_case.waivers, waiver]})
