"""Counts of decisions as sorted columns: names become numbers once, then every check reads plain arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.cells import EFFECTS, Cells, Index, is_recorded
from dashboard.domain.counts import COUNTS, NOT_RECORDED
from dashboard.domain.intervals import Array, Mask
from dashboard.domain.rates_of_groups import RANKED


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts sorted by row, attribute, group and stratum, each combination once; arrays of shape (counts,).

    Attributes:
        row: of the use case.
        attribute: index into `attributes`; it is the cell that a plan gives it once `placed`.
        group: index into `groups`, which are in order of their names; `known` says which of them are recorded.
        stratum: index of the stratum, 0 where counts are not stratified; None where they never are.
        values: COUNTS by name, and RANKED or SUMS where they are of people with a score or an amount.
        effects: EFFECTS by name, alike in all strata of a group; None where no log names its subjects.
    """

    row: Index
    attribute: Index
    group: Index
    stratum: Index | None
    attributes: tuple[str, ...]
    groups: NDArray[np.object_]
    known: Mask
    values: Mapping[str, Array]
    effects: Mapping[str, Array] | None = None

    def __len__(self) -> int:
        return len(self.row)

    @property
    def recorded(self) -> Mask:
        """Whether the group of each count is known."""
        return self.known[self.group]

    def only(self, mask: Mask) -> "Counted":
        """The counts that are marked."""
        if mask.all():
            return self
        stratum = None if self.stratum is None else self.stratum[mask]
        values = {name: column[mask] for name, column in self.values.items()}
        effects = None if self.effects is None else {name: one[mask] for name, one in self.effects.items()}
        row, attribute, group = self.row[mask], self.attribute[mask], self.group[mask]
        return replace(self, row=row, attribute=attribute, group=group, stratum=stratum, values=values, effects=effects)


def counted(counts: pd.DataFrame, *, stratified: bool = False) -> Counted:
    """Counts (and EFFECTS) by row, attribute, group (and stratum) as sorted columns, repeated combinations summed."""
    attribute, attributes = pd.factorize(counts["attribute"])
    group, groups = pd.factorize(counts["group"].fillna(NOT_RECORDED), sort=True)
    row = counts["row"].to_numpy(dtype=np.int64)
    stratum = pd.factorize(counts["stratum"])[0] if stratified else np.zeros(len(counts), dtype=np.int64)
    order = np.lexsort((stratum, group, attribute, row))
    keys = np.stack([row, attribute, group, stratum]).astype(np.int64)[:, order]
    starts = firsts(keys)
    columns = (*COUNTS, *(name for name in (*RANKED, *SUMS) if name in counts))
    values = [_summed(counts[name].to_numpy(dtype=float)[order], starts) for name in columns]
    names = np.asarray(groups, dtype=object)
    return Counted(
        row=keys[0, starts],
        attribute=keys[1, starts],
        group=keys[2, starts],
        stratum=keys[3, starts] if stratified else None,
        attributes=tuple(map(str, attributes)),
        groups=names,
        known=np.array([is_recorded(str(name)) for name in names], dtype=bool),
        values=dict(zip(columns, values, strict=True)),
        effects={name: counts[name].to_numpy(dtype=float)[order][starts] for name in EFFECTS}
        if EFFECTS[0] in counts else None,
    )  # fmt: skip


def firsts(keys: Index) -> Index:
    """Where each new combination of sorted keys, of shape (keys, counts), begins."""
    changes = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    return np.flatnonzero(np.append(np.ones(min(keys.shape[1], 1), dtype=bool), changes))


def cells_of(counts: Counted, key: Index) -> Cells:
    """The cells that these keys, alike within a row and attribute, make of the counts."""
    starts = firsts(np.stack([key, counts.group]))
    cell = np.zeros(len(key), dtype=np.int64)
    cell[firsts(key[None, :])[1:]] = 1
    group = counts.group[starts]
    return Cells(
        keys=pd.DataFrame({"key": key[firsts(key[None, :])]}),
        cell=np.cumsum(cell)[starts],
        names=counts.groups[group],
        recorded=counts.known[group],
        counts=dict.fromkeys(SUMS, np.zeros(len(starts)))
        | {name: _summed(column, starts) for name, column in counts.values.items()},
        strata=None if counts.stratum is None else _dense(counts, counts.stratum, starts),
        effects=None if counts.effects is None else {name: one[starts] for name, one in counts.effects.items()},
    )


def _summed(column: Array, starts: Index) -> Array:
    """Sums from each start to the next; the column itself where nothing is to be summed."""
    return column if len(starts) == len(column) else np.add.reduceat(column, starts)


def _dense(counts: Counted, stratum: Index, starts: Index) -> Array:
    """COUNTS by group row and stratum, of shape (rows, strata, COUNTS)."""
    dense = np.zeros((len(starts), int(stratum.max(initial=0)) + 1, len(COUNTS)))
    row = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(stratum))))
    dense[row, stratum] = np.stack([counts.values[name] for name in COUNTS], axis=1)
    return dense
