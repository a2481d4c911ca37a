"""Many comparisons at once: how surprising each breach is among all that one assessment looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.intervals import Array, normal_tail, z
from dashboard.domain.metrics import METRICS
from dashboard.domain.verdicts import NON_COMPLIANT, POINT_OVER, TOO_FEW


@dataclass(frozen=True, slots=True)
class Family:
    """The p-values of every comparison that was judged, sorted, each with its adjusted value.

    Adjusted (Benjamini and Hochberg 1995): q(i) = min over j >= i of p(j) m / j. Declaring what has q <= alpha keeps
    the expected share of false ones among those declared at alpha, for independent or positively dependent comparisons.
    """

    raw: Array
    adjusted: Array

    @classmethod
    def of(cls, p: Iterable[Array]) -> Self:
        """The family of all given p-values; those that are NaN were never judged."""
        together = np.concatenate([np.empty(0), *p])
        raw = np.sort(together[~np.isnan(together)])
        steps = raw * len(raw) / np.arange(1, len(raw) + 1)
        return cls(raw, np.minimum.accumulate(steps[::-1])[::-1].clip(max=1.0))

    def adjust(self, p: Array) -> Array:
        """The adjusted value of members of the family; NaN stays NaN."""
        if not len(self.raw):
            return np.full(np.shape(p), np.nan)
        place = np.searchsorted(self.raw, p, "right") - 1
        return np.where(np.isnan(p), np.nan, self.adjusted[np.maximum(place, 0)])


def corrected(columns: dict[str, NDArray[Any]], confidence: float, family: Family | None) -> dict[str, NDArray[Any]]:
    """The columns with `p`, `adjusted` and `compared`; what is no surprise among so many comparisons is not proven.

    Without a family, which is not known before everything was compared, nothing is taken back yet.
    """
    says = columns["verdict"]
    ratio = METRICS[str(columns["metric"][0])].kind == "ratio" if len(says) else False
    p = np.where(says == TOO_FEW, np.nan, p_beyond(columns, confidence, ratio=ratio))
    adjusted = np.full(len(p), np.nan) if family is None else family.adjust(p)
    unproven = (says == NON_COMPLIANT) & (adjusted > 1 - confidence)
    compared = np.full(len(p), 0 if family is None else len(family.raw))
    return {
        **columns,
        "p": p,
        "adjusted": adjusted,
        "compared": compared,
        "verdict": np.where(unproven, np.int8(POINT_OVER), says),
    }


def p_beyond(numbers: dict[str, Array], confidence: float, *, ratio: bool) -> Array:
    """How often a rate that keeps the line would look at least as bad: two-sided, from the interval itself.

    The interval is inverted to first order: the quantile that reaches the line is the one of the interval times the
    distance to the line over the distance to the limit, in logs for a ratio. So p is exactly 1 - confidence where the
    limit touches the line, and p <= 1 - confidence exactly where the interval lies wholly beyond it.

    Args:
        numbers: value, low, high, lower and upper limit of each comparison (limits infinite where there are none).
        confidence: of the intervals.
        ratio: whether the value is a ratio.

    Returns:
        p of the nearer line; 1 where the value is inside the band, NaN where there is no value.
    """
    value, low, high = (numbers[name] for name in ("value", "low", "high"))
    lower, upper = numbers["lower"], numbers["upper"]
    with np.errstate(all="ignore"):
        below = _reach(value, high, lower, ratio=ratio)
        above = _reach(value, low, upper, ratio=ratio)
        reach = np.where(value < lower, below, np.where(value > upper, above, 0.0))
    return np.where(np.isnan(value), np.nan, 2 * normal_tail(z(confidence) * reach))


def _reach(value: Array, limit: Array, line: Array, *, ratio: bool) -> NDArray[Any]:
    """Distance from value to line over distance from value to limit; logs only where both ends have one."""
    logs = ratio & (value > 0) & (line > 0) & np.isfinite(limit)
    scaled = np.abs(np.log(line / value)) / np.abs(np.log(limit / value))
    plain = np.abs(line - value) / np.abs(limit - value)
    return np.where(logs, scaled, plain)
