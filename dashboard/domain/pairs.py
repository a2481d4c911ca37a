"""Two groups held against each other: the value and its interval, crude or like for like, for many pairs at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.cells import Cells, Index
from dashboard.domain.counts import COUNTS
from dashboard.domain.homogeneity import homogeneity
from dashboard.domain.intervals import Array, Limits, difference, ratio, wilson_limits
from dashboard.domain.means import fieller_limits, welch_limits
from dashboard.domain.metrics import Kind, Rate
from dashboard.domain.rate_limits import limits_of, scaled_limits


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a Cells table taken two by two, with the quantile each interval uses."""

    first: Index
    second: Index
    z: Array


@dataclass(frozen=True, slots=True)
class Held:
    """The outcome for each pair: first held against second."""

    value: Array
    low: Array
    high: Array
    strata: Index


def all_pairs(cells: Cells, eligible: NDArray[np.bool_]) -> tuple[Index, Index]:
    """Each unordered pair of eligible rows within a cell, sorted by cell."""
    rows = np.flatnonzero(eligible)
    cell = cells.cell[rows]
    later = np.searchsorted(cell, cell, side="right") - np.arange(len(rows)) - 1
    first = np.repeat(np.arange(len(rows)), later)
    step = np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    return rows[first], rows[first + 1 + step]


def compared(first: Limits, second: Limits, kind: Kind) -> tuple[Array, Array, Array]:
    """Value, low, high of first against second: a gap by Newcombe's hybrid, a ratio by MOVER-R."""
    if kind == "gap":
        return (first.point - second.point, *difference(first, second))
    with np.errstate(all="ignore"):
        value = np.where(second.point > 0, first.point / second.point, np.nan)
    return (value, *ratio(first, second))


def hold(cells: Cells, pairs: Pairs, rate: Rate, kind: Kind) -> Held:
    """Crude comparison of the summed counts of each pair."""
    if rate.amounts:
        one, two = ({name: cells.counts[name][rows] for name in SUMS} for rows in (pairs.first, pairs.second))
        limits = welch_limits if kind == "gap" else fieller_limits
        return Held(*limits(one, two, pairs.z), strata=np.ones(len(pairs.z), dtype=np.int64))
    k, n = rate.of(cells.counts)
    wider = cells.wider(labels=rate.labels)
    first, second = (limits_of(rate, k[rows], n[rows], pairs.z * wider[rows]) for rows in (pairs.first, pairs.second))
    value, low, high = compared(first, second, kind)
    if rate.scores:  # what bins hide is no chance: both sides may be off in full
        slack = rate.slack(cells.counts)
        moved = slack[pairs.first] + slack[pairs.second]
        low, high = low - moved, high + moved
    return Held(value, low, high, strata=np.ones(len(pairs.z), dtype=np.int64))


def hold_within(cells: Cells, pairs: Pairs, rate: Rate, kind: Kind) -> Held:
    """Like-for-like comparison: Mantel-Haenszel over the strata that hold both groups.

    Weights w_s = n_s m_s / (n_s + m_s) give RD = sum w_s (p_s - q_s) / sum w_s and RR = sum w_s p_s / sum w_s q_s, the
    Mantel-Haenszel estimators (Greenland and Robins 1985). Both sides are weighted means of independent rates, whose
    limits follow from the strata's Wilson limits by MOVER, P - sqrt(sum (w_s/W)² (p_s - l_s)²) (Zou 2008); with one
    stratum this is the crude interval. Undefined (NaN) where no stratum holds both groups.
    """
    assert cells.strata is not None  # noqa: S101  # the caller asked for strata when tabulating
    k, n = (_columns(cells.strata, part) for part in (rate.numerator, rate.denominator))
    weights, wider = _weights(n[pairs.first], n[pairs.second]), cells.wider(labels=rate.labels)
    sides = [
        scaled_limits(rate, _standardised(wilson_limits(k[rows], n[rows], (pairs.z * wider[rows])[:, None]), weights))
        for rows in (pairs.first, pairs.second)
    ]
    value, low, high = compared(sides[0], sides[1], kind)
    return Held(value, low, high, strata=(weights > 0).sum(axis=1))


def agreement(cells: Cells, pairs: Pairs, rate: Rate) -> Array:
    """For each pair the p of the strata agreeing with each other."""
    assert cells.strata is not None  # noqa: S101  # the caller asked for strata when tabulating
    k, n = (_columns(cells.strata, part) for part in (rate.numerator, rate.denominator))
    return homogeneity(k[pairs.first], n[pairs.first], k[pairs.second], n[pairs.second])


def _columns(strata: Array, names: tuple[str, ...]) -> Array:
    summed: Array = strata[:, :, [COUNTS.index(name) for name in names]].sum(axis=2)
    return summed


def _weights(n: Array, m: Array) -> Array:
    with np.errstate(all="ignore"):
        weights: Array = np.where(n + m > 0, n * m / (n + m), 0.0)
        scaled: Array = weights / weights.sum(axis=1, keepdims=True)
    return scaled


def _standardised(rates: Limits, weights: Array) -> Limits:
    p, low, high = (np.where(weights > 0, side, 0.0) for side in rates)
    mean = (weights * p).sum(axis=1)
    below = np.sqrt(((weights * (p - low)) ** 2).sum(axis=1))
    above = np.sqrt(((weights * (high - p)) ** 2).sum(axis=1))
    return Limits(mean, np.maximum(mean - below, 0.0), np.minimum(mean + above, 1.0))
