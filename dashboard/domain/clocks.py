"""When a time allowed for a case is over.

Hours run from the very moment. Days, weeks, months and working days do not count the day on which a case was opened and
run to the end of their last day (Regulation 1182/71, art. 3); a month ends on the same date, or on the last day of a
shorter month. Unlike there the end is not moved off a weekend or holiday: the stricter reading. Working days are Monday
to Friday; holidays are not known here. All times are UTC.
"""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.durations import Duration

Moments = NDArray[np.datetime64]
_DAY = np.timedelta64(1, "D")
_BACK_A_SECOND, _BACK_A_DAY = np.timedelta64(-1, "s"), np.timedelta64(-1, "D")
_EXACT = frozenset({"s", "min", "h"})


def due(opened: Moments, within: Duration) -> Moments:
    """The last moment in time, datetime64[s] in UTC like `opened`."""
    if within.unit in _EXACT:
        return opened + np.timedelta64(round(within.hours * 3600), "s")
    return _end_of(_last_day(opened.astype("datetime64[D]"), within))


def extended(opened: Moments, within: Duration, extension: Duration) -> Moments:
    """The same with further time; times in one unit are added up first, so that 1 and 2 months are 3."""
    if within.unit == extension.unit:
        return due(opened, Duration(within.amount + extension.amount, within.unit))
    return due(due(opened, within), extension)


def due_of(opened: datetime, within: Duration) -> datetime:
    """The last moment for one case that was opened at this time with a zone."""
    return to_datetime(due(np.array([to_moment(opened)]), within)[0])


def to_moment(at: datetime) -> np.datetime64:
    """A time with a zone as datetime64[s] in UTC."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "s")


def to_datetime(at: np.datetime64) -> datetime:
    """datetime64[s] as a time in UTC."""
    found: datetime = at.astype("datetime64[s]").item()
    return found.replace(tzinfo=UTC)


def by_the_day(within: Duration) -> bool:
    """Whether the time ends with a day, so that its hour says nothing."""
    return within.unit not in _EXACT


def _last_day(first: Moments, within: Duration) -> Moments:
    if within.unit == "business_days":
        worked: Moments = np.busday_offset(first, within.amount, roll="backward")
        return worked
    if within.unit == "months":
        month = first.astype("datetime64[M]")
        last: Moments = _moved((month + within.amount + 1).astype("datetime64[D]"), _BACK_A_DAY)
        day_of_month = (first - month.astype("datetime64[D]")).astype("timedelta64[D]")
        same: Moments = (month + within.amount).astype("datetime64[D]") + day_of_month
        return np.where(same < last, same, last)
    return first + np.timedelta64(within.amount * (7 if within.unit == "w" else 1), "D")


def _end_of(day: Moments) -> Moments:
    return _moved((day + _DAY).astype("datetime64[s]"), _BACK_A_SECOND)


def _moved(at: Moments, by: np.timedelta64) -> Moments:
    return at + by
