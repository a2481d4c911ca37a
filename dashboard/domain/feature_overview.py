"""What features look like, over all and by group, and how unequal groups are in each of them.

Unequal: for numbers the largest difference between two groups' distribution functions (Kolmogorov and Smirnov), or
between their shares of missing values where that is larger; for categories half the sum of the differences of their
shares (total variation), missing being a value. Both are 0 where groups are alike and 1 where they share nothing.
By chance: what two groups of these sizes differ by on average although they are alike.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from dashboard.domain.kept_features import CATEGORY, NUMBER, Kind
from dashboard.domain.nearest import MISSING, Categories, Column, Flags, Floats, Numbers

FEWEST = 30  # decisions: smaller groups are not held against others, and values that fewer have are gathered
BARS = 10
MOST_VALUES = 12
_KOLMOGOROV = math.sqrt(math.pi / 2) * math.log(2)  # the mean of Kolmogorov's distribution


@dataclass(frozen=True, slots=True)
class Bar:
    """A value, or numbers from one bound to another, and how many decisions have it."""

    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class Unequal:
    """The two groups that differ most in a feature, by how much, and by how much they would by chance."""

    gap: float
    by_chance: float
    groups: tuple[str, str]

    @property
    def beyond(self) -> float:
        """How much of it chance does not make."""
        return self.gap - self.by_chance


@dataclass(frozen=True, slots=True)
class Summary:
    """A feature over all decisions; quantiles and the share of zeros of numbers that are known, NaN otherwise."""

    name: str
    kind: Kind
    rows: int
    missing: int
    unique: int
    quantiles: tuple[float, float, float]
    zeros: float
    bars: tuple[Bar, ...]
    unequal: Unequal | None


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups that are large enough, by name, with their members."""

    names: tuple[str, ...]
    members: tuple[Flags, ...]


def groups_of(attribute: Categories) -> tuple[Groups, tuple[str, ...]]:
    """Groups of at least FEWEST decisions, the largest first; names of the smaller ones. Not recorded is no group."""
    sizes = np.bincount(attribute.codes[attribute.codes != MISSING], minlength=len(attribute.names))
    order = np.argsort(-sizes, kind="stable")
    large = [int(at) for at in order if sizes[at] >= FEWEST][:MOST_VALUES]
    small = [attribute.names[int(at)] for at in order if int(at) not in large and sizes[at]]
    names = tuple(attribute.names[at] for at in large)
    return Groups(names, tuple(attribute.codes == at for at in large)), tuple(sorted(small))


def summary(name: str, column: Column, groups: Groups) -> Summary:
    """Missing, unique, distribution, and how unequal the groups are."""
    unequal = _unequal(column, groups)
    if isinstance(column, Categories):
        missing = int((column.codes == MISSING).sum())
        counted = np.bincount(column.codes[column.codes != MISSING], minlength=len(column.names))
        nothing = (math.nan, math.nan, math.nan)
        return Summary(name, CATEGORY, len(column.codes), missing, int((counted > 0).sum()), nothing, math.nan,
                       _values(column.names, counted), unequal)  # fmt: skip
    known = column.values[~np.isnan(column.values)]
    low, middle, high = (float(one) for one in np.quantile(known, (0.05, 0.5, 0.95))) if known.size else (math.nan,) * 3
    zeros = float((known == 0).mean()) if known.size else math.nan
    return Summary(name, NUMBER, len(column.values), len(column.values) - len(known), len(np.unique(known)),
                   (low, middle, high), zeros, _bands(known), unequal)  # fmt: skip


def ordered(found: Sequence[Summary]) -> tuple[Summary, ...]:
    """The most unequal first, beyond what chance makes; then by name."""
    return tuple(sorted(found, key=lambda one: (-one.unequal.beyond if one.unequal else math.inf, one.name)))


def _values(names: Sequence[str], counted: npt.NDArray[np.int64]) -> tuple[Bar, ...]:
    """The most common values; those that few have in one bar."""
    order = [int(at) for at in np.argsort(-counted, kind="stable") if counted[at]]
    named = [at for at in order if counted[at] >= FEWEST][:MOST_VALUES]
    rest = [at for at in order if at not in named]
    bars = [Bar(names[at], int(counted[at])) for at in named]
    return (*bars, Bar(f"other ({len(rest)} values)", int(counted[rest].sum()))) if rest else tuple(bars)


def _bands(known: Floats) -> tuple[Bar, ...]:
    """Bars of about equally many decisions, so that none is about few."""
    if known.size < FEWEST:
        return ()
    edges = np.unique(np.quantile(known, np.linspace(0, 1, min(BARS, known.size // FEWEST) + 1)))
    if len(edges) == 1:
        return (Bar(f"{edges[0]:g}", int(known.size)),)
    counted, _ = np.histogram(known, edges)
    last = len(counted) - 1
    names = [f"{low:.4g} to {'' if at == last else 'under '}{high:.4g}"
             for at, (low, high) in enumerate(pairwise(edges))]  # fmt: skip
    return tuple(Bar(name, int(rows)) for name, rows in zip(names, counted, strict=True))


def _unequal(column: Column, groups: Groups) -> Unequal | None:
    """Over all pairs of groups the one that differs most beyond chance; None where there are no two groups."""
    shapes = _Shapes.of(column, groups)
    found = [
        Unequal(*shapes.between(one, other), (groups.names[one], groups.names[other]))
        for one, other in combinations(range(len(groups.names)), 2)
    ]
    return max(found, key=lambda one: one.beyond, default=None)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Per group its size, the share of missing, and shares of values or, for numbers, the distribution function."""

    numbers: bool
    sizes: tuple[int, ...]
    missing: tuple[float, ...]
    shapes: tuple[Floats, ...]

    @classmethod
    def of(cls, column: Column, groups: Groups) -> "_Shapes":
        """From a column."""
        sizes = tuple(int(member.sum()) for member in groups.members)
        if isinstance(column, Categories):
            width = len(column.names) + 1
            shares = [np.bincount(column.codes[member] - MISSING, minlength=width) / size
                      for member, size in zip(groups.members, sizes, strict=True)]  # fmt: skip
            return cls(numbers=False, sizes=sizes, missing=(0.0,) * len(sizes), shapes=tuple(shares))
        known = ~np.isnan(column.values)
        missing = tuple(float(1 - known[member].mean()) for member in groups.members)
        return cls(numbers=True, sizes=sizes, missing=missing, shapes=_functions(column, known, groups))

    def between(self, one: int, other: int) -> tuple[float, float]:
        """How far two groups differ, and by how much they would by chance."""
        spread = 1 / self.sizes[one] + 1 / self.sizes[other]
        apart = np.abs(self.shapes[one] - self.shapes[other])
        if self.numbers:
            known = float(apart.max()) if apart.size else 0.0
            return max(known, abs(self.missing[one] - self.missing[other])), _KOLMOGOROV * math.sqrt(spread)
        weights = self.sizes[one], self.sizes[other]
        pooled = np.average([self.shapes[one], self.shapes[other]], axis=0, weights=weights)
        chance = float(np.sqrt(2 / math.pi * pooled * (1 - pooled) * spread).sum() / 2)
        return float(apart.sum() / 2), chance


def _functions(column: Numbers, known: Flags, groups: Groups) -> tuple[Floats, ...]:
    """The distribution function of each group at every value that occurs."""
    values = column.values[known]
    order = np.argsort(values, kind="stable")
    last = np.flatnonzero(np.append(np.diff(values[order]) > 0, np.ones(min(len(order), 1), dtype=bool)))
    found = []
    for member in groups.members:
        steps = np.cumsum(member[known][order])[last]
        found.append(steps / steps[-1] if steps.size and steps[-1] else np.zeros(len(last)))
    return tuple(found)
