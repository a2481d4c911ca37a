"""The interval of a rate: Wilson's for a share, carried over to what rises with it."""

import numpy as np
from numpy.typing import ArrayLike

from dashboard.domain.intervals import Limits, wilson_limits
from dashboard.domain.means import student_limits
from dashboard.domain.rates_of_groups import CountColumns, Rate


def limits_of(rate: Rate, k: ArrayLike, n: ArrayLike, z: ArrayLike) -> Limits:
    """The rate of k among n with its limits; NaN where it does not exist.

    Odds and F score rise with the share, so its limits carry over and keep their confidence.
    """
    return scaled_limits(rate, wilson_limits(k, n, z))


def own_limits(rate: Rate, counts: CountColumns, z: ArrayLike) -> Limits:
    """The rate of each row of counts with its limits, wider by what bins of scores leave open."""
    if rate.amounts:
        return student_limits(counts, np.asarray(z, float))
    limits, slack = limits_of(rate, *rate.of(counts), z), rate.slack(counts)
    if not rate.scores:
        return limits
    return Limits(limits.point, np.maximum(limits.low - slack, 0.0), np.minimum(limits.high + slack, 1.0))


def scaled_limits(rate: Rate, share: Limits) -> Limits:
    """Limits of a share as limits of the rate; odds that divide by nobody do not exist."""
    if rate.scale == "share":
        return share
    point, low, high = (rate.scaled(side) for side in share)
    unbounded = ~np.isfinite(point)
    return Limits(*(np.where(unbounded, np.nan, side) for side in (point, low, high)))
