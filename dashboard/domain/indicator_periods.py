"""Periods of indicators: a month, a quarter or a year, as files write them."""

import re
from datetime import date, timedelta

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_FIRST = re.compile(r"^(\d{4}-\d{2})-01(T00:00(:00)?)?$")
_QUARTER = re.compile(r"^(\d{4})-?[Qq]([1-4])$")
_YEAR = re.compile(r"^(\d{4})$")
EXPECTED = "a month (2026-05), a quarter (2026-Q2) or a year (2026)"
EARLIEST, LATEST = 1980, 2100


def read_period(text: str) -> tuple[str, date, date] | None:
    """The period as we write it with its first and last day, or None; a month's first day stands for the month."""
    first = _FIRST.match(text)
    text = first[1] if first else text
    month, quarter, year = _MONTH.match(text), _QUARTER.match(text), _YEAR.match(text)
    found = month or quarter or year
    if found is None or not EARLIEST <= int(found[1]) <= LATEST:
        return None
    if month:
        return _span(text, int(month[1]), int(month[2]), 1) if 1 <= int(month[2]) <= 12 else None
    if quarter:
        return _span(f"{quarter[1]}-Q{quarter[2]}", int(quarter[1]), 3 * int(quarter[2]) - 2, 3)
    return _span(text, int(found[1]), 1, 12)


def _span(name: str, year: int, month: int, months: int) -> tuple[str, date, date]:
    past = year * 12 + month - 1 + months
    return name, date(year, month, 1), date(past // 12, past % 12 + 1, 1) - timedelta(days=1)
