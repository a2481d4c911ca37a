"""What an interval proves about a band: the one rule that every measured check shares."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

COMPLIANT, NON_COMPLIANT, POINT_OVER, UNDECIDED = "compliant", "non_compliant", "point_over", "undecided"


def verdict(
    value: ArrayLike, low: ArrayLike, high: ArrayLike, lower: ArrayLike, upper: ArrayLike
) -> NDArray[np.object_]:
    """Hold intervals against bands, element by element.

    `compliant`: the whole interval lies in [lower, upper]; `non_compliant`: wholly outside, on one side;
    `point_over`: the value is outside, the interval is not; `undecided`: the value is inside, the interval is not,
    or nothing is known (NaN). A limit that is not set is -inf or inf.
    """
    value, low, high = (np.asarray(item, float) for item in (value, low, high))
    inside = (low >= lower) & (high <= upper)
    outside = (high < lower) | (low > upper)
    over = (value < lower) | (value > upper)
    return np.select([inside, outside, over], [COMPLIANT, NON_COMPLIANT, POINT_OVER], UNDECIDED).astype(object)
