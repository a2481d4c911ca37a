"""When time is over: hours to the minute, days and months to the end of their last day."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.clocks import due, due_of, extended, to_datetime, to_moment
from dashboard.domain.durations import parse_duration
from tests.registered import at


@pytest.mark.parametrize(
    ("opened", "within", "over"),
    [
        ("2026-11-30 14:05", "72h", "2026-12-03 14:05"),
        ("2026-11-30 14:05", "24h", "2026-12-01 14:05"),
        ("2026-11-01 00:00", "30d", "2026-12-01 23:59:59"),
        ("2026-11-01 23:59", "2d", "2026-11-03 23:59:59"),
        ("2026-11-02 09:00", "2w", "2026-11-16 23:59:59"),
        ("2026-01-31 10:00", "1 months", "2026-02-28 23:59:59"),
        ("2028-01-31 10:00", "1 months", "2028-02-29 23:59:59"),
        ("2026-02-28 10:00", "1 months", "2026-03-28 23:59:59"),
        ("2026-12-15 10:00", "1 months", "2027-01-15 23:59:59"),
        ("2026-11-23 09:00", "5 business_days", "2026-11-30 23:59:59"),
        ("2026-11-21 09:00", "5 business_days", "2026-11-27 23:59:59"),
        ("2026-11-27 23:00", "1 business_days", "2026-11-30 23:59:59"),
    ],
)
def test_the_last_moment_of_a_time_allowed(opened: str, within: str, over: str) -> None:
    """Hours from the minute; days, weeks, months and working days from the next day to the end of the last."""
    assert due_of(at(opened), parse_duration(within)) == at(over)


@pytest.mark.parametrize(
    ("opened", "over"), [("2026-01-31 10:00", "2026-04-30 23:59:59"), ("2026-11-30 10:00", "2027-02-28 23:59:59")]
)
def test_one_month_and_two_further_months_are_three(opened: str, over: str) -> None:
    """The extension of GDPR art. 12(3) is counted from the start, not from a shortened month."""
    start = np.array([to_moment(at(opened))])

    assert to_datetime(extended(start, parse_duration("1 months"), parse_duration("2 months"))[0]) == at(over)


def test_times_in_two_units_follow_each_other() -> None:
    """Two days after 24 hours end with the second day after them."""
    start = np.array([to_moment(at("2026-11-01 14:00"))])

    assert to_datetime(extended(start, parse_duration("24h"), parse_duration("2d"))[0]) == at("2026-11-04 23:59:59")


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 40))
def test_working_days_are_those_that_a_calendar_counts(day: date, many: int) -> None:
    """The last day is a weekday with exactly so many weekdays after the first up to it."""
    start = at(f"{day} 12:00")
    last = due_of(start, parse_duration(f"{many} business_days")).date()
    between = [day + timedelta(days=ahead) for ahead in range(1, (last - day).days + 1)]

    assert last.weekday() < 5
    assert sum(one.weekday() < 5 for one in between) == many


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 30))
def test_a_month_ends_on_the_same_date_or_the_last_of_a_shorter_month(day: date, many: int) -> None:
    """Never a day of the month after, whatever the length of the months between."""
    last = due_of(at(f"{day} 08:00"), parse_duration(f"{many} months")).date()
    month = (day.year * 12 + day.month - 1 + many) % 12 + 1

    assert last.month == month
    assert last.day == day.day or (last.day < day.day and (last + timedelta(days=1)).month != month)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.sampled_from(["72h", "30d", "2w", "1 months"]))
def test_whoever_starts_later_is_not_due_earlier(seconds: list[int], within: str) -> None:
    """Order is kept, for many cases at once."""
    starts = np.sort(np.array(seconds, dtype="datetime64[s]"))
    ends = due(starts, parse_duration(within))

    assert (ends[1:] >= ends[:-1]).all()
    assert (ends > starts).all()
