"""What an interval proves about a band: the one rule that every measured check shares."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

NON_COMPLIANT, POINT_OVER, COMPLIANT, TOO_FEW, UNDECIDED = range(5)
VERDICTS: NDArray[np.object_] = np.array(
    ["non_compliant", "point_over", "compliant", "too_few", "undecided"], dtype=object
)


def verdict(
    value: ArrayLike, low: ArrayLike, high: ArrayLike, lower: ArrayLike, upper: ArrayLike
) -> NDArray[np.object_]:
    """What `verdict_codes` finds, in words."""
    words: NDArray[np.object_] = VERDICTS[verdict_codes(value, low, high, lower, upper)]
    return words


def verdict_codes(
    value: ArrayLike, low: ArrayLike, high: ArrayLike, lower: ArrayLike, upper: ArrayLike
) -> NDArray[np.int8]:
    """Hold intervals against bands, element by element.

    `compliant`: the whole interval lies in [lower, upper]; `non_compliant`: wholly outside, on one side;
    `point_over`: the value is outside, the interval is not; `undecided`: the value is inside, the interval is not,
    or nothing is known (NaN). A limit that is not set is -inf or inf.
    """
    value, low, high = (np.asarray(item, float) for item in (value, low, high))
    inside = (low >= lower) & (high <= upper)
    outside = (high < lower) | (low > upper)
    over = (value < lower) | (value > upper)
    unproven = np.where(over, np.int8(POINT_OVER), np.int8(UNDECIDED))
    return np.where(inside, np.int8(COMPLIANT), np.where(outside, np.int8(NON_COMPLIANT), unproven))


def beyond(value: NDArray[np.float64], lower: float, upper: float, *, ratio: bool) -> NDArray[np.float64]:
    """How far a value is over the nearer limit, in logs for a ratio; negative inside."""
    if not ratio:
        return np.maximum(lower - value, value - upper)
    with np.errstate(all="ignore"):
        scaled = np.log(value)
        low = np.log(lower) if lower > 0 else -np.inf
        return np.asarray(np.maximum(low - scaled, scaled - np.log(upper)), dtype=float)
