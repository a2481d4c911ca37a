"""Differential fairness: the largest log ratio of either decision between two groups, and what decisions add to it.

Shares are smoothed with half a person for each decision, so that a group with no selections has a ratio too. Source:
Foulds et al. 2020; AIF360 (concentration 1).
"""

import numpy as np
from numpy.typing import NDArray

from dashboard.domain import reasons
from dashboard.domain.cells import Cells, Index
from dashboard.domain.columns import Columns, cell_columns
from dashboard.domain.comparisons import eligible_rows, pair_count
from dashboard.domain.extremes import widest
from dashboard.domain.intervals import Array, Limits, ratio, simultaneous_z, wilson_limits
from dashboard.domain.metrics import RATES, Metric
from dashboard.domain.pairs import Held, all_pairs
from dashboard.domain.rates_of_groups import Rate
from dashboard.domain.references import Rule

_LABELLED = ("labelled",)
_DECIDED = Rate("labelled_selection_rate", "selected with a label", ("tp", "fp"), _LABELLED, "labelled", "no labels")


def differential(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """One row per cell: all pairs and both decisions hold together at the stated confidence (Bonferroni)."""
    rate = RATES[metric.rate]
    eligible = eligible_rows(cells, rate, rule.min_group)
    sides, numbers = _widest(cells, metric, rate, (eligible, rule, 2))
    undefined = reasons.of_cell(cells, metric, rate, eligible, min_group=rule.min_group)
    return cell_columns(cells, metric, sides, numbers, undefined, eligible=eligible)


def amplified(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """Differential fairness of decisions minus that of outcomes; limits of both hold together, so theirs do too."""
    eligible = eligible_rows(cells, _DECIDED, rule.min_group)
    sides, decided = _widest(cells, metric, _DECIDED, (eligible, rule, 4))
    outcomes = _widest(cells, metric, RATES["base_rate"], (eligible, rule, 4))[1]
    undefined = reasons.of_cell(cells, metric, _DECIDED, eligible, min_group=rule.min_group)
    return cell_columns(cells, metric, sides, decided - outcomes[:, [0, 2, 1]], undefined, eligible=eligible)


def _widest(
    cells: Cells, metric: Metric, rate: Rate, how: tuple[NDArray[np.bool_], Rule, int]
) -> tuple[tuple[Index, Index], Array]:
    """The two groups furthest apart in each cell, and value, low, high."""
    eligible, rule, sharing = how
    first, second = all_pairs(cells, eligible)
    quantile = simultaneous_z(rule.confidence, sharing * pair_count(cells, eligible))[cells.cell[first]]
    quantile = quantile * cells.most_wider(labels=rate.labels)[first]
    top, bottom = rate.of(cells.counts)
    favourable, refused = (
        _log_ratio([_smoothed(k[rows], bottom[rows], quantile) for rows in (first, second)])
        for k in (top, bottom - top)
    )
    larger = np.maximum(np.abs(favourable), np.abs(refused))
    held = _signed(larger, favourable[0] < 0)
    where, pair, forward, limits = widest(held, cells.cell[first], metric)
    rows, against = np.full((2, cells.size), -1, dtype=np.int64)
    rows[where], against[where] = (
        np.where(forward, first[pair], second[pair]),
        np.where(forward, second[pair], first[pair]),
    )
    numbers = np.full((cells.size, 3), np.nan)
    numbers[where] = limits
    return (rows, against), numbers


def _signed(larger: Array, lower: NDArray[np.bool_]) -> Held:
    value, low, high = larger
    return Held(
        np.where(lower, -value, value), np.where(lower, -high, low), np.where(lower, -low, high),
        strata=np.ones(len(value), dtype=np.int64),
    )  # fmt: skip


def _smoothed(k: Array, n: Array, z: Array) -> Limits:
    """The smoothed share inside Wilson's limits, widened where smoothing leaves them."""
    share, wilson = (k + 0.5) / (n + 1), wilson_limits(k, n, z)
    return Limits(share, np.minimum(wilson.low, share), np.maximum(wilson.high, share))


def _log_ratio(sides: list[Limits]) -> Array:
    """Value, and low and high of its size, with the sign of the value on the first only."""
    with np.errstate(all="ignore"):
        value = np.log(sides[0].point) - np.log(sides[1].point)
        low, high = (np.log(side) for side in ratio(sides[0], sides[1]))
    return np.stack([value, np.maximum(np.maximum(low, -high), 0.0), np.maximum(high, -low)])
