"""How long something took, as people say it: 95 s, 3 min 5 s, 42 min, 1 h 10 min, 3 days 4 h, 364 days."""

from math import isfinite
from typing import Literal

from dashboard.domain.amounts import DAY, HOUR, MINUTE


def length(value: float, unit: Literal["s", "d"]) -> str:
    """An amount of seconds or days in words; infinite is `without end`."""
    if not isfinite(value):
        return "without end"
    if unit == "d":
        return f"{value:,.4g} {'day' if value == 1 else 'days'}" if value < 1000 else f"{value:,.0f} days"
    seconds = round(value)
    if seconds < 2 * MINUTE:
        return f"{seconds} s"
    if seconds < 2 * HOUR:
        return _two(seconds, (MINUTE, "min"), (1, "s"))
    if seconds < 2 * DAY:
        return _two(seconds, (HOUR, "h"), (MINUTE, "min"))
    return _two(seconds, (DAY, "days"), (HOUR, "h"))


def _two(seconds: int, large: tuple[int, str], small: tuple[int, str]) -> str:
    whole, rest = divmod(seconds, large[0])
    part = rest // small[0]
    return f"{whole:,} {large[1]}" + (f" {part} {small[1]}" if part else "")


def of_hundred(p: float) -> str:
    """`95 of 100`, `995 of 1,000`."""
    whole = 100
    while abs(p * whole - round(p * whole)) > 1e-9 and whole < 1_000_000:
        whole *= 10
    return f"{round(p * whole):,} of {whole:,}"
