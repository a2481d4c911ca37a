"""Why a value does not exist, in words: never 0, 1 or NaN in its place."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.cells import Cells, Index
from dashboard.domain.metrics import CountColumns, Metric, Rate

Texts = NDArray[np.object_]


def first_reason(*reasons: tuple[NDArray[np.bool_], str | Texts]) -> Texts:
    """For each element the text of the first condition that holds, else None."""
    result = np.full(len(reasons[0][0]), None, dtype=object)
    for holds, text in reversed(reasons):
        where = np.flatnonzero(holds)
        result[where] = text if isinstance(text, str) else text[where]
    return result


def _empty(counts: CountColumns, rate: Rate) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    empty = rate.of(counts)[1] <= 0
    return empty, empty & (np.asarray(counts["labelled"]) <= 0) & rate.labels


def of_group(counts: CountColumns, rate: Rate) -> Texts:
    """Why the rate of each row of counts is undefined, or None."""
    empty, unlabelled = _empty(counts, rate)
    top, bottom = rate.of(counts)
    unbounded = (top >= bottom) & (rate.scale == "odds")
    single = (bottom == 1) & rate.amounts
    return first_reason(
        (unlabelled, "no labels"), (empty, rate.nothing), (single, "one amount alone"), (unbounded, rate.unbounded)
    )


def of_rates(texts: Sequence[Texts]) -> Texts:
    """The reason of the first rate that has one."""
    first = texts[0].copy()
    for more in texts[1:]:
        missing = pd.isna(first)
        first[missing] = more[missing]
    return first


def _named(cells: Cells, rate: Rate) -> Texts:
    texts = of_group(cells.counts, rate)
    for row in np.flatnonzero(~pd.isna(texts)):
        texts[row] = f"{texts[row]} in group {cells.names[row]}"
    return texts


def of_pair(cells: Cells, metric: Metric, rate: Rate, first: Index, second: Index) -> Texts:
    """Why first against second is undefined, or None; `second` is -1 where the reference is not there."""
    absent, side = second < 0, np.maximum(second, 0)
    texts, top = _named(cells, rate), rate.of(cells.counts)[0]
    empty = ~pd.isna(texts)
    no_labels = (cells.total(cells.counts["labelled"])[cells.cell[first]] <= 0) & rate.labels
    low = rate.amounts & (metric.kind == "ratio") & ((top[first] <= 0) | (top[side] <= 0))
    zero = "reference selects nobody" if rate.name == "selection_rate" else f"the reference's {rate.name} is 0"
    spread = cells.counts[SUMS[2]]
    return first_reason(
        (no_labels, "no labels"),
        (absent, "the reference is not there"),
        (empty[first], texts[first]),
        (empty[side], texts[side]),
        ((spread[first] + spread[side] <= 0) & rate.amounts, "no amount differs in either group"),
        (low, "a ratio needs means above 0"),
        ((top[side] <= 0) & (metric.kind == "ratio"), zero),
    )


def of_cell(cells: Cells, metric: Metric, rate: Rate, eligible: NDArray[np.bool_], *, min_group: int) -> Texts:
    """Why a metric over all groups of each cell is undefined, or None."""
    top, bottom = rate.of(cells.counts)
    groups, labelled = cells.total(cells.recorded), cells.total(cells.counts["labelled"])
    filled, usable = cells.total(cells.recorded & (bottom > 0)), cells.total(eligible)
    best = cells.total(np.where(eligible, top, 0.0))
    zero = "nobody selected" if rate.name == "selection_rate" else f"the {rate.name} is 0 in every group"
    return first_reason(
        (groups == 0, "no group is recorded"),
        (groups == 1, "only one group"),
        ((labelled <= 0) & rate.labels, "no labels"),
        (filled < 2, f"{rate.nothing} but in one group at most"),
        (usable < 2, f"fewer than two groups with at least {min_group:,} {rate.unit}"),
        ((best <= 0) & (metric.kind == "ratio"), zero),
    )


def of_level(cells: Cells, rates: Sequence[Rate], eligible: NDArray[np.bool_], *, min_group: int) -> Texts:
    """Why the worst group's own rate is undefined in each cell, or None."""
    filled = np.all([rate.of(cells.counts)[1] > 0 for rate in rates], axis=0)
    labels = any(rate.labels for rate in rates)
    return first_reason(
        (cells.total(cells.recorded) == 0, "no group is recorded"),
        ((cells.total(cells.counts["labelled"]) <= 0) & labels, "no labels"),
        (cells.total(cells.recorded & filled) == 0, f"{rates[0].nothing} in any group"),
        (cells.total(eligible) == 0, f"no group with at least {min_group:,} {rates[0].unit}"),
    )
