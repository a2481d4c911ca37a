"""The two groups that lie furthest apart in each cell, found among all pairs."""

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.cells import Index
from dashboard.domain.intervals import Array
from dashboard.domain.metrics import Metric
from dashboard.domain.pairs import Held


def widest(held: Held, cell: Index, metric: Metric) -> tuple[Index, Index, NDArray[np.bool_], Array]:
    """Cells that have a pair, the deciding pair, whether its first is the lower one, and value, low, high."""
    value, low, high, forward = _largest_gap(held) if metric.kind == "gap" else _smallest_ratio(held)
    known = np.flatnonzero(~np.isnan(value))
    where, starts = np.unique(cell[known], return_index=True)
    if not len(where):
        return where, where, np.zeros(0, dtype=bool), np.zeros((0, 3))
    extreme = np.maximum if metric.kind == "gap" else np.minimum
    limits = np.stack([extreme.reduceat(column[known], starts) for column in (value, low, high)], axis=1)
    hits = np.flatnonzero(value[known] == np.repeat(limits[:, 0], np.diff(np.append(starts, len(known)))))
    pick = known[hits[np.unique(cell[known][hits], return_index=True)[1]]]
    limits[:, 1:] = np.clip(limits[:, 1:], 0.0, np.inf if metric.kind == "gap" else 1.0)
    return where, pick, forward[pick], limits


def _largest_gap(held: Held) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    low, high = np.maximum(held.low, -held.high), np.maximum(held.high, -held.low)
    return np.abs(held.value), low, high, held.value <= 0


def _smallest_ratio(held: Held) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Nobody over somebody is 0; nobody over nobody stays unknown."""
    over_nobody = np.isnan(held.value) & (held.low > 0)
    with np.errstate(all="ignore"):
        value = np.where(over_nobody, 0.0, np.minimum(held.value, 1 / held.value))
        low, high = np.minimum(held.low, 1 / held.high), np.minimum(held.high, 1 / held.low)
    return value, low, high, (held.value <= 1) & ~over_nobody
