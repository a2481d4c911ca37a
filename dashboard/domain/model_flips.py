"""What a change of one feature does to a model's decisions: flips with their interval, and curves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.domain.intervals import wilson, z
from dashboard.domain.nearest import Categories, Column, Flags, Floats

CONFIDENCE = 0.95
GRID = 20
MOST_VALUES = 30


@dataclass(frozen=True, slots=True)
class Flips:
    """How many of `n` decisions turn when a feature alone is changed; the interval is Wilson's, NaN of nothing."""

    label: str
    flips: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Of all that were asked."""
        return self.flips / self.n if self.n else float("nan")


def flips(label: str, turned: Flags) -> Flips:
    """Counted, with an interval."""
    found, n = int(turned.sum()), len(turned)
    low, high = wilson(found, n, z(CONFIDENCE)) if n else (np.nan, np.nan)
    return Flips(label, found, n, float(low), float(high))


def grid_of(column: Column) -> tuple[float, ...] | tuple[str, ...]:
    """The values at which a feature is tried: quantiles from 5 to 95 %, or the most common texts."""
    if isinstance(column, Categories):
        counted = np.bincount(column.codes[column.codes >= 0], minlength=len(column.names))
        order = [int(at) for at in np.argsort(-counted, kind="stable") if counted[at]][:MOST_VALUES]
        return tuple(sorted(column.names[at] for at in order))
    known = column.values[~np.isnan(column.values)]
    if not known.size:
        return ()
    return tuple(float(one) for one in np.unique(np.quantile(known, np.linspace(0.05, 0.95, GRID))))


@dataclass(frozen=True, slots=True)
class Curve:
    """A score at each value of a feature: `name` is the mean, one decision, or a quantile of the decisions."""

    name: str
    scores: tuple[float, ...]


def curves(scores: Floats, own: int | None) -> tuple[Curve, ...]:
    """From rows × values: the mean (partial dependence), the middle 80 % of individual curves, and one decision's own.

    Args:
        scores: of each row at each value.
        own: the row of the decision that is asked about, or None.
    """
    others = np.delete(scores, own, axis=0) if own is not None else scores
    found = []
    if len(others):
        found = [Curve("Mean of all", _told(others.mean(axis=0)))]
        found += [Curve(f"{share:.0%} of all below", _told(np.quantile(others, share, axis=0))) for share in (0.1, 0.9)]
    return (*found, *([Curve("This decision", _told(scores[own]))] if own is not None else []))


def _told(values: Floats | Sequence[float]) -> tuple[float, ...]:
    return tuple(float(one) for one in values)
