"""Means of amounts held against each other: Student's limits of one, Welch's of two, for many at once."""

import numpy as np

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.intervals import Array, Limits, normal_tail, ratio
from dashboard.domain.rates_of_groups import CountColumns
from dashboard.domain.student import t_quantile


def student_limits(counts: CountColumns, z: Array | float) -> Limits:
    """The mean of each row of SUMS with its limits; NaN where there is no amount, or one alone.

    z: the normal quantile of the confidence that is wanted; Student's of the same confidence takes its place.
    """
    mean, error, freedom = _parts(counts)
    half = _quantiles(np.broadcast_to(z, mean.shape), freedom) * np.sqrt(error)
    return Limits(mean, mean - half, mean + half)


def welch_limits(first: CountColumns, second: CountColumns, z: Array) -> Limits:
    """First minus second with limits, their variances taken as different (Welch 1947); NaN where none differ.

    The degrees of freedom are Satterthwaite's, rounded down, which is cautious.
    """
    (mean, error, n), (other, error2, m) = _parts(first), _parts(second)
    with np.errstate(all="ignore"):
        freedom = (error + error2) ** 2 / (error**2 / n + error2**2 / m)
    half = _quantiles(z, freedom) * np.sqrt(error + error2)
    value = np.where(np.isfinite(half), mean - other, np.nan)
    return Limits(value, value - half, value + half)


def fieller_limits(first: CountColumns, second: CountColumns, z: Array) -> Limits:
    """First over second with limits, by MOVER-R from Student's limits of both means, which is Fieller's interval.

    NaN where a mean is not above 0, or where that of the second cannot be told from 0: the ratio then has no end.
    """
    one, two = student_limits(first, z), student_limits(second, z)
    with np.errstate(all="ignore"):
        value = np.where((one.point > 0) & (two.low > 0), one.point / two.point, np.nan)
    low, high = (np.where(np.isnan(value), np.nan, side) for side in ratio(one, two))
    return Limits(value, low, high)


def _parts(counts: CountColumns) -> tuple[Array, Array, Array]:
    """Mean, squared standard error and degrees of freedom."""
    n, total, spread = (np.asarray(counts[name], float) for name in SUMS)
    with np.errstate(all="ignore"):
        return total / n, np.where(n > 1, spread / (n - 1) / n, np.nan), n - 1


def _quantiles(z: Array, freedom: Array) -> Array:
    confidence = 1 - 2 * normal_tail(z)
    found = [
        t_quantile(float(sure), int(free)) if np.isfinite(free) and free >= 1 and 0 < sure < 1 else np.nan
        for sure, free in zip(confidence, freedom, strict=True)
    ]
    return np.array(found, dtype=float)
