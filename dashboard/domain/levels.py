"""One value per cell that is not a pair's: the worst group's own rate, and the distance to all groups together."""

import numpy as np
from numpy.typing import NDArray

from dashboard.domain import reasons
from dashboard.domain.cells import Cells
from dashboard.domain.columns import Columns, cell_columns
from dashboard.domain.comparisons import eligible_rows
from dashboard.domain.extremes import widest
from dashboard.domain.intervals import Array, Limits, simultaneous_z, wilson_limits
from dashboard.domain.metrics import RATES, Metric
from dashboard.domain.pairs import Held, compared
from dashboard.domain.rate_limits import own_limits
from dashboard.domain.references import Rule, first_by


def worst_level(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """The worst rate of any group; the rates of all groups hold together, so [min L, min U] holds their smallest."""
    rates = [RATES[name] for name in metric.rates]
    eligible: NDArray[np.bool_] = np.all([eligible_rows(cells, rate, rule.min_group) for rate in rates], axis=0)
    quantile = simultaneous_z(rule.confidence, cells.total(eligible).astype(np.int64))[cells.cell]
    own = _mean([own_limits(rate, cells.counts, quantile * cells.wider(labels=rate.labels)) for rate in rates])
    sign = 1.0 if metric.ideal == 1 else -1.0
    worst = first_by(cells, sign * own.point, eligible)
    numbers = np.full((cells.size, 3), np.nan)
    there = worst >= 0
    for place, side in enumerate(own):
        ranked = np.where(eligible, sign * side, np.inf)
        least = np.full(cells.size, np.inf)
        np.minimum.at(least, cells.cell, ranked)
        numbers[there, place] = sign * least[there]
    reason = reasons.of_level(cells, rates, eligible, min_group=rule.min_group)
    return cell_columns(cells, metric, (worst, np.full(cells.size, -1)), numbers, reason, eligible=eligible)


def _mean(parts: list[Limits]) -> Limits:
    """The mean of independent rates, its limits by MOVER (Zou and Donner 2008)."""
    if len(parts) == 1:
        return parts[0]
    point = np.mean([part.point for part in parts], axis=0)
    below = np.sqrt(np.sum([(part.point - part.low) ** 2 for part in parts], axis=0)) / len(parts)
    above = np.sqrt(np.sum([(part.high - part.point) ** 2 for part in parts], axis=0)) / len(parts)
    return Limits(point, np.maximum(point - below, 0.0), np.minimum(point + above, 1.0))


def to_overall(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """The group furthest from all groups together.

    With w its share of the denominators, r - R = (1 - w)(r - rest) and R / r = w + (1 - w) rest / r; so Newcombe's and
    MOVER-R's limits of the group against the rest carry over, and those of all groups hold together (Bonferroni).
    """
    rate = RATES[metric.rate]
    k, n = (side * cells.recorded for side in rate.of(cells.counts))
    eligible = eligible_rows(cells, rate, rule.min_group)
    rest_k, rest_n = (cells.total(side)[cells.cell] - side for side in (k, n))
    z = simultaneous_z(rule.confidence, cells.total(eligible).astype(np.int64))[cells.cell]
    z = z * cells.most_wider(labels=rate.labels)
    own, rest = wilson_limits(k, n, z), wilson_limits(rest_k, rest_n, z)
    with np.errstate(all="ignore"):
        weight = n / (n + rest_n)
    sides = (_distance if metric.kind == "gap" else _relative)(own, rest, weight)
    rows = np.flatnonzero(eligible & (rest_n > 0))
    value, low, high = (side[rows] for side in sides)
    held = Held(value, low, high, strata=np.ones(len(rows), dtype=np.int64))
    where, pick, _, limits = widest(held, cells.cell[rows], metric)
    worst, numbers = np.full(cells.size, -1), np.full((cells.size, 3), np.nan)
    worst[where], numbers[where] = rows[pick], limits
    reason = reasons.of_cell(cells, metric, rate, eligible, min_group=rule.min_group)
    return cell_columns(cells, metric, (worst, np.full(cells.size, -1)), numbers, reason, eligible=eligible)


def _distance(own: Limits, rest: Limits, weight: Array) -> Limits:
    value, low, high = ((1 - weight) * side for side in compared(own, rest, "gap"))
    return Limits(value, low, high)


def _relative(own: Limits, rest: Limits, weight: Array) -> Limits:
    """The group over all together, from the rest over the group; nobody over somebody is 0."""
    with np.errstate(all="ignore"):
        value, low, high = (weight + (1 - weight) * side for side in compared(rest, own, "ratio"))
        value = np.where((own.point == 0) & (rest.point > 0), np.inf, value)
        return Limits(1 / value, 1 / high, 1 / low)
