"""How long things take when some are not over yet: Kaplan and Meier's median, open ones censored and never dropped.

Own code instead of a library of survival analysis: the median of one curve is forty lines, a library brings five more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from dashboard.domain.intervals import z


@dataclass(frozen=True, slots=True)
class MedianTime:
    """Days until half are over; None where half of them have not been over yet. `high` is None where it has no end."""

    days: int | None
    low: int | None
    high: int | None
    over: int
    still_open: int


def median_time(days: Sequence[int], over: Sequence[bool], confidence: float = 0.95) -> MedianTime:
    """The median of durations in days, with limits.

    The limits are the days at which the curve's log(-log) interval crosses one half.
    Source: Kaplan and Meier 1958; Brookmeyer and Crowley 1982 with Greenwood's variance.

    Args:
        days: how long each has taken, or has been open.
        over: whether it is over; else it is censored there.
        confidence: of the limits.
    """
    quantile = z(confidence)
    left, variance, survived = len(days), 0.0, 1.0
    point = low = high = None
    for day in sorted(set(days)):
        events = sum(done and length == day for length, done in zip(days, over, strict=True))
        if events:
            survived *= 1 - events / left
            variance += events / (left * (left - events)) if left > events else 0.0
            lower, upper = _band(survived, variance, quantile)
            point = day if point is None and survived <= 0.5 else point
            low = day if low is None and lower <= 0.5 else low
            high = day if high is None and upper <= 0.5 else high
        left -= sum(length == day for length in days)
    return MedianTime(point, low if point is not None else None, high, sum(over), len(days) - sum(over))


def _band(survived: float, variance: float, quantile: float) -> tuple[float, float]:
    """The share that is not over yet, with its limits; a curve that has reached 0 or 1 has none."""
    if not 0 < survived < 1:
        return survived, survived
    reach = quantile * sqrt(variance) / abs(log(survived))
    return survived ** exp(reach), survived ** exp(-reach)
