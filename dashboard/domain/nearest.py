"""How far decisions are from one of them, as the What-If Tool measures it, and which one is nearest.

Numbers: the difference over the standard deviation (of all, population). Categories: 0 where equal, else the chance
that two draws agree, the sum of squared shares. Ours where its rule is not known: a number against a missing one is one
standard deviation away; for categories missing is a value like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Norm = Literal["L1", "L2"]
NORMS: tuple[Norm, ...] = ("L1", "L2")
MISSING = -1  # the code of a category that is not there
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A feature of every decision; NaN where it is missing."""

    values: Floats

    def at(self, places: npt.NDArray[np.int64]) -> "Numbers":
        """Of some decisions only."""
        return Numbers(self.values[places])


@dataclass(frozen=True, slots=True)
class Categories:
    """A feature of every decision as places in `names`; MISSING where it is missing."""

    codes: npt.NDArray[np.int32]
    names: tuple[str, ...]

    def at(self, places: npt.NDArray[np.int64]) -> "Categories":
        """Of some decisions only."""
        return Categories(self.codes[places], self.names)


Column = Numbers | Categories


def scale(column: Column) -> float:
    """What a difference is measured by: a standard deviation, or the chance that two draws agree; 0 of nothing."""
    if isinstance(column, Numbers):
        known = column.values[~np.isnan(column.values)]
        return float(known.std()) if known.size else 0.0
    if not column.codes.size:
        return 0.0
    shares = np.bincount(column.codes - MISSING) / column.codes.size
    return float((shares**2).sum())


def gaps(column: Column, at: int, size: float) -> Floats:
    """How far every decision is from the one at `at` in one feature; `size` is its scale."""
    if isinstance(column, Categories):
        return np.where(column.codes != column.codes[at], size, 0.0)
    missing = np.isnan(column.values)
    one_missing = missing != missing[at]
    if size == 0:
        return np.where(one_missing, 1.0, 0.0)
    apart = np.abs(column.values - column.values[at]) / size
    return np.where(one_missing, 1.0, np.where(missing, 0.0, apart))


def gap(one: float | str | None, other: float | str | None, size: float) -> float:
    """The same between two values of one feature."""
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        number_missing = isinstance(one, float) or isinstance(other, float)
        return 0.0 if one == other else 1.0 if number_missing else size
    return abs(one - other) / size if size else 0.0


def distances(parts: Iterable[Floats], norm: Norm, rows: int) -> Floats:
    """Features together: their sum, or the root of the sum of their squares."""
    total = np.zeros(rows)
    for part in parts:
        total += part if norm == "L1" else part**2
    return total if norm == "L1" else np.sqrt(total)


def nearest(far: Floats, among: Flags, newest: npt.NDArray[np.int64], count: int = 1) -> list[int]:
    """The nearest of those among whom is looked; of equally near ones the newest, then the first stored."""
    places = np.flatnonzero(among)
    if not places.size:
        return []
    if places.size > count:
        limit = np.partition(far[places], count - 1)[count - 1]
        places = places[far[places] <= limit]
    ordered = np.lexsort((places, -newest[places], far[places]))
    return [int(place) for place in places[ordered[:count]]]
