"""Intervals from counts where none has a closed form: shares drawn anew around the counts, seeded, never Wald.

Each group's shares are drawn from a Dirichlet distribution around its counts, a quarter added to each so that a count
of zero is no certainty (a smoothed multinomial bootstrap). An index that cannot go below 0 is biased upwards near 0, so
the lower limit is the smaller of the drawn quantile and the one reflected at the value (2v - upper).
Simulated coverage of nominal 95 %: tests/domain/test_metric_intervals.py.
"""

from collections.abc import Callable

import numpy as np

from dashboard.domain.intervals import Array

DRAWS = 1000
_SEED = 20_260_923
_ADDED = 0.25


def drawn(counts: Array, effect: float = 1.0) -> Array:
    """Counts of shape (DRAWS, groups…, outcomes) around counts (groups…, outcomes), each group keeping its size.

    The same counts always give the same draws. With a design effect the draws spread like those of counts / effect.
    """
    draws = np.random.default_rng([_SEED, *np.asarray(counts, dtype=np.int64).ravel()])
    weights = draws.standard_gamma(np.broadcast_to(counts / effect + _ADDED, (DRAWS, *counts.shape)))
    shares: Array = weights / weights.sum(axis=-1, keepdims=True)
    return np.asarray(shares * counts.sum(axis=-1, keepdims=True))


def limits(value: Array, draws: Array, confidence: Array | float, lowest: float) -> tuple[Array, Array]:
    """Low and high around each value.

    Args:
        value: of shape (values,).
        draws: the same from drawn counts, of shape (DRAWS, values).
        confidence: of each interval.
        lowest: below which the value cannot fall.
    """
    with np.errstate(all="ignore"):
        tail = (1 - np.broadcast_to(confidence, value.shape)) / 2
        low = np.array([np.nanquantile(draws[:, at], tail[at]) for at in range(len(value))])
        high = np.array([np.nanquantile(draws[:, at], 1 - tail[at]) for at in range(len(value))])
    high = np.maximum(high, value)
    return np.maximum(np.minimum(np.minimum(low, value), 2 * value - high), lowest), high


def measured(
    statistic: Callable[[Array], Array], counts: Array, confidence: float, effect: float = 1.0
) -> tuple[float, float, float]:
    """Value, low, high of a statistic that takes counts (draws, groups…, outcomes) and cannot fall below 0."""
    value = statistic(counts[None])
    low, high = limits(value, statistic(drawn(counts, effect))[:, None], confidence, 0.0)
    return float(value[0]), float(low[0]), float(high[0])
