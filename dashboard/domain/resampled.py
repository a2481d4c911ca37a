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
_AT_ONCE = 500_000  # drawn counts held at a time


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


def measured(statistic: Callable[[Array], Array], counts: Array, confidence: float, effects: Array) -> Array:
    """Value, low, high of a statistic that cannot fall below 0, for many cells, of shape (cells, 3).

    The draws of a cell depend on its own counts alone, so they are the same in whatever company it is measured.

    Args:
        statistic: of counts (draws, cells, groups…, outcomes), to (draws, cells).
        counts: of shape (cells, groups…, outcomes).
        confidence: of each interval.
        effects: the design effect of each cell.
    """
    found = np.empty((len(counts), 3))
    step = max(_AT_ONCE // (DRAWS * max(int(np.prod(counts.shape[1:])), 1)), 1)
    for start in range(0, len(counts), step):
        part = slice(start, start + step)
        found[part] = _measured(statistic, counts[part], confidence, effects[part])
    return found


def _measured(statistic: Callable[[Array], Array], counts: Array, confidence: float, effects: Array) -> Array:
    value = statistic(counts[None])[0]
    draws = statistic(_drawn_together(counts, effects))
    low, high = _quantiles(draws, (1 - confidence) / 2)
    high = np.maximum(high, value)
    return np.stack([value, np.maximum(np.minimum(np.minimum(low, value), 2 * value - high), 0.0), high], axis=1)


def _drawn_together(counts: Array, effects: Array) -> Array:
    """Each cell's own draws as (DRAWS, cells, groups…, outcomes); the draws lie next to each other in memory."""
    together = np.empty((*counts.shape[1:], len(counts), DRAWS))
    for place, (one, effect) in enumerate(zip(counts, effects, strict=True)):
        together[..., place, :] = np.moveaxis(drawn(one, effect), 0, -1)
    return np.moveaxis(together, (-1, -2), (0, 1))


def _quantiles(draws: Array, tail: float) -> Array:
    """Both quantiles of every column, from those of its draws that exist."""
    take = np.nanquantile if np.isnan(draws).any() else np.quantile
    found: Array = take(draws, [tail, 1 - tail], axis=0)
    return found
