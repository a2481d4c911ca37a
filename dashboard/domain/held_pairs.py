"""What a metric makes of each pair: one rate, two rates together, or shares of one whole."""

import numpy as np

from dashboard.domain.cells import Cells
from dashboard.domain.intervals import Array, Limits, wilson_limits
from dashboard.domain.metrics import RATES, Metric
from dashboard.domain.pairs import Held, Pairs, hold, hold_within


def sharing(metric: Metric) -> int:
    """How many intervals must hold together for one value: the sizes of two gaps need both, their sum does not."""
    return 1 if metric.combine == "signed" else len(metric.rates)


def held_pairs(cells: Cells, pairs: Pairs, metric: Metric, *, within: bool) -> Held:
    """Each pair held against each other; like for like where `within` and there are strata."""
    if metric.way == "shares":
        return _shares(cells, pairs, metric)
    way = hold_within if within and cells.strata is not None else hold
    parts = [way(cells, pairs, RATES[name], metric.kind) for name in metric.rates]
    if len(parts) == 1:
        return parts[0]
    value, low, high = _signed(parts) if metric.combine == "signed" else _sizes(parts, metric)
    return Held(value, low, high, strata=np.minimum.reduce([part.strata for part in parts]))


def _signed(parts: list[Held]) -> tuple[Array, Array, Array]:
    """The mean of independent gaps, its limits by MOVER (Zou and Donner 2008)."""
    value = np.mean([part.value for part in parts], axis=0)
    below = np.sqrt(np.sum([(part.value - part.low) ** 2 for part in parts], axis=0)) / len(parts)
    above = np.sqrt(np.sum([(part.high - part.value) ** 2 for part in parts], axis=0)) / len(parts)
    return value, value - below, value + above


def _sizes(parts: list[Held], metric: Metric) -> tuple[Array, Array, Array]:
    """Mean, or largest, of sizes whose intervals hold together: so does the mean, or the largest, of their limits."""
    join = np.mean if metric.combine == "mean" else np.max
    low = join([np.maximum(np.maximum(part.low, -part.high), 0.0) for part in parts], axis=0)
    high = join([np.maximum(part.high, -part.low) for part in parts], axis=0)
    return np.asarray(join([np.abs(part.value) for part in parts], axis=0)), np.asarray(low), np.asarray(high)


def _shares(cells: Cells, pairs: Pairs, metric: Metric) -> Held:
    """Two shares of one whole: the ratio from Wilson's limits of a / (a + b), the gap by MOVER with their correlation.

    The correlation of two shares of one multinomial is -sqrt(pq / ((1-p)(1-q))).
    """
    selected = cells.counts["selected"]
    a, b = selected[pairs.first], selected[pairs.second]
    strata, z = np.ones(len(a), dtype=np.int64), pairs.z * cells.most_wider(labels=False)[pairs.first]
    with np.errstate(all="ignore"):
        if metric.kind == "ratio":
            share = wilson_limits(a, a + b, z)
            value, low, high = (side / (1 - side) for side in share)
            return Held(value, low, high, strata)
        whole = cells.total(selected)[cells.cell[pairs.first]]
        value, low, high = _apart(wilson_limits(a, whole, z), wilson_limits(b, whole, z))
    return Held(value, low, high, strata)


def _apart(first: Limits, second: Limits) -> tuple[Array, Array, Array]:
    (p, l1, u1), (q, l2, u2) = first, second
    together = np.nan_to_num(-np.sqrt(p * q / ((1 - p) * (1 - q))), posinf=0.0, neginf=0.0)
    low = np.sqrt((p - l1) ** 2 + (u2 - q) ** 2 - 2 * together * (p - l1) * (u2 - q))
    high = np.sqrt((u1 - p) ** 2 + (q - l2) ** 2 - 2 * together * (u1 - p) * (q - l2))
    return p - q, p - q - low, p - q + high
