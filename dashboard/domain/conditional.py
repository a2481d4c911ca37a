"""Conditional demographic disparity: is a group refused more than its share, comparing only like with like?

Within each stratum a group's share of the refused minus its share of the selected; over strata the mean by size. A
stratum where nobody, or everybody, is selected says nothing and is left out. Source: Wachter et al. 2021.
"""

import numpy as np
from numpy.typing import NDArray

from dashboard.domain import reasons
from dashboard.domain.cells import Cells
from dashboard.domain.columns import Columns, cell_columns
from dashboard.domain.comparisons import eligible_rows
from dashboard.domain.counts import COUNTS
from dashboard.domain.intervals import Array
from dashboard.domain.metrics import RATES, Metric
from dashboard.domain.references import Rule
from dashboard.domain.resampled import drawn, limits

_N, _SELECTED = COUNTS.index("n"), COUNTS.index("selected")


def conditional(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """One row per cell, of the group with the largest disparity; all groups' limits hold together (Bonferroni)."""
    rate = RATES[metric.rate]
    eligible = eligible_rows(cells, rate, rule.min_group)
    undefined = reasons.of_cell(cells, metric, rate, eligible, min_group=rule.min_group)
    worst, numbers = np.full(cells.size, -1), np.full((cells.size, 3), np.nan)
    outcomes, wider = _outcomes(cells), cells.wider(labels=False)
    for cell in np.flatnonzero([reason is None for reason in undefined]):
        rows = np.flatnonzero((cells.cell == cell) & cells.recorded)
        effect = float(wider[rows].max()) ** 2
        found = _of_cell(outcomes[rows], eligible[rows], rule.confidence, effect)
        if found is None:
            undefined[cell] = "nobody, or everybody, is selected"
        else:
            worst[cell], numbers[cell] = rows[found[0]], found[1]
    return cell_columns(cells, metric, (worst, np.full(cells.size, -1)), numbers, undefined, eligible=eligible)


def _outcomes(cells: Cells) -> Array:
    """Selected and refused by (row, stratum)."""
    if cells.strata is None:
        n, selected = cells.counts["n"][:, None], cells.counts["selected"][:, None]
    else:
        n, selected = cells.strata[:, :, _N], cells.strata[:, :, _SELECTED]
    return np.stack([selected, n - selected], axis=-1)


def _of_cell(
    outcomes: Array, eligible: NDArray[np.bool_], confidence: float, effect: float
) -> tuple[int, tuple[float, float, float]] | None:
    value = disparity(outcomes[None])[0]
    if np.isnan(value).any():
        return None
    each = 1 - (1 - confidence) / max(int(eligible.sum()), 1)
    low, high = limits(value, disparity(drawn(outcomes, effect)), each, -1.0)
    among = np.flatnonzero(eligible)
    pick = among[np.argmax(value[among])]
    return int(pick), (float(value[pick]), float(low[among].max()), float(high[among].max()))


def disparity(outcomes: Array) -> Array:
    """By group, of selected and refused (draws, groups, strata, 2); NaN where no stratum has both."""
    whole = outcomes.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        share = np.where(whole > 0, outcomes / whole, 0.0)
        weight = np.where((whole > 0).all(axis=-1), whole.sum(axis=-1), 0.0)
        mean = ((share[..., 1] - share[..., 0]) * weight).sum(axis=-1) / weight.sum(axis=-1)
    return np.asarray(mean, dtype=float)
