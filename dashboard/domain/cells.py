"""Counts laid out for comparison: one cell per combination of keys, its groups side by side, on numpy arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.counts import COUNTS, CROSS, NOT_RECORDED
from dashboard.domain.rates_of_groups import RANKED

Index = NDArray[np.int64]
Array = NDArray[np.float64]
EFFECTS = ("effect", "most_effect")  # of repeated subjects: on favourable rates, and at most (Kish)


@dataclass(frozen=True, slots=True)
class Cells:
    """Groups sorted by cell and then by name, so that the groups of one cell are neighbours.

    Attributes:
        keys: one row per cell, in order of appearance.
        cell: for each group row, its cell.
        names: for each group row, the group's name.
        recorded: for each group row, whether the group is known; others enter no comparison.
        counts: COUNTS, RANKED and SUMS (0 where no scores or amounts were counted), one element per group row.
        strata: COUNTS by (group row, stratum) as a dense array rows x strata x COUNTS, or None.
        effects: EFFECTS by name, one element per group row, where subjects are known.
    """

    keys: pd.DataFrame
    cell: Index
    names: NDArray[np.object_]
    recorded: NDArray[np.bool_]
    counts: Mapping[str, Array]
    strata: NDArray[np.float64] | None = None
    effects: Mapping[str, Array] | None = None

    def wider(self, *, labels: bool) -> Array:
        """By what factor each group row's quantile grows, because people come more than once: sqrt of the effect.

        Wilson's limits of n decisions at z·sqrt(effect) are those of n / effect decisions at z.
        """
        if self.effects is None:
            return np.ones(len(self.cell))
        return np.sqrt(self.effects[EFFECTS[1] if labels else EFFECTS[0]])

    def most_wider(self, *, labels: bool) -> Array:
        """The largest of these factors in each row's cell: for figures that many groups enter at once."""
        most = np.ones(self.size)
        np.maximum.at(most, self.cell, self.wider(labels=labels))
        return most[self.cell]

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.keys)

    def total(self, values: NDArray[np.float64] | NDArray[np.bool_]) -> NDArray[np.float64]:
        """Sum over the group rows of each cell."""
        return np.bincount(self.cell, weights=values.astype(float), minlength=self.size).astype(float)


def is_recorded(group: str) -> bool:
    """False for `(not recorded)` and for a crossing with it."""
    return NOT_RECORDED not in group.split(CROSS)


def _codes(counts: pd.DataFrame, by: Sequence[str]) -> Index:
    code = np.zeros(len(counts), dtype=np.int64)
    for column in by:
        part, values = pd.factorize(counts[column], use_na_sentinel=False)
        code, _ = pd.factorize(code * max(len(values), 1) + part)
    return code


def _summed(values: NDArray[np.float64], code: Index, size: int) -> NDArray[np.float64]:
    return np.stack([np.bincount(code, weights=column, minlength=size).astype(float) for column in values.T]).T


def tabulate(counts: pd.DataFrame, *, by: Sequence[str], within: str | None = None) -> Cells:
    """Sum counts to one row per (by…, group), and beside it per stratum where `within` names a column.

    Args:
        counts: columns `by`, `group`, COUNTS and, if given, `within`; any number of rows per group. EFFECTS, where
            there are any, are the same in every row of a group. RANKED and SUMS, if any, stand in one row of it.
        by: the columns that make a cell; may be empty (then everything is one cell).
        within: the column of strata.
    """
    cells = _codes(counts, by)
    code, names = pd.factorize(counts["group"].fillna(NOT_RECORDED), sort=True)
    width = max(len(names), 1)
    pair, row = np.unique(cells * width + code, return_inverse=True)
    values = np.column_stack(
        [counts[name].to_numpy(float) for name in COUNTS]
    )  # in one go it takes three times as long
    known = np.array([is_recorded(str(name)) for name in names], dtype=bool)
    first = np.unique(cells, return_index=True)[1]
    keys = counts[list(by)].iloc[first].reset_index(drop=True) if by else pd.DataFrame(index=range(min(len(counts), 1)))
    return Cells(
        keys=keys,
        cell=pair // width,
        names=np.asarray(names, dtype=object)[pair % width],
        recorded=known[pair % width],
        counts=dict(zip(COUNTS, _summed(values, row, len(pair)).T, strict=True)) | _apart(counts, row, len(pair)),
        strata=None if within is None else _by_stratum(values, row, counts[within]),
        effects=_effects(counts, row, len(pair)),
    )


def _apart(counts: pd.DataFrame, row: Index, size: int) -> dict[str, Array]:
    found: dict[str, Array] = dict.fromkeys((*RANKED, *SUMS), np.zeros(size))
    for names in (list(RANKED), list(SUMS)):
        if names[0] in counts:
            found |= dict(zip(names, _summed(counts[names].to_numpy(float), row, size).T, strict=True))
    return found


def _effects(counts: pd.DataFrame, row: Index, size: int) -> dict[str, Array] | None:
    if EFFECTS[0] not in counts:
        return None
    found = {name: np.ones(size) for name in EFFECTS}
    for name, values in found.items():
        np.maximum.at(values, row, counts[name].to_numpy(float))
    return found


def _by_stratum(values: NDArray[np.float64], row: Index, stratum: pd.Series) -> NDArray[np.float64]:
    part, names = pd.factorize(stratum, use_na_sentinel=False)
    rows, width = int(row.max(initial=-1)) + 1, max(len(names), 1)
    return _summed(values, row * width + part, rows * width).reshape(rows, width, values.shape[1])
