"""Two models that decided about the same rows: how their figures go together, and how sure a change is.

Any change of a figure has the limits of both figures put together with their correlation (MOVER; Zou 2007, Psychol
Methods 12:399). The correlation follows from the slopes of both figures and from who got which two decisions, summed by
person where people come again. For a share it is phi, so that the limits are Newcombe's for paired shares (Newcombe
1998, Stat Med 17:2635, method 10), continuity correction included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.domain.intervals import Array, Limits, difference
from dashboard.domain.references import Rule
from dashboard.domain.slopes import Named, slopes_of

MOST_GROUPS = 30  # of an attribute whose correlations are worked out: more would keep people waiting


@dataclass(frozen=True, slots=True, eq=False)
class SameRows:
    """People of one attribute, decided about twice.

    Attributes:
        groups: names, sorted.
        cells: (groups, 3, 2, 2): outcome (0, 1, unknown) × decision of the champion × of the challenger.
        products: where people come again, (12 groups, 12 groups): over people, the products of how many of their rows
            lie in two places of `cells`, laid out as these; None where every row is its own person.
        kish: by group, how many rows stand for one person at most (Kish); None likewise.
    """

    groups: tuple[str, ...]
    cells: Array
    products: Array | None = None
    kish: Array | None = None

    @property
    def sides(self) -> tuple[Array, Array]:
        """(groups, 3, 2) of the champion and of the challenger."""
        return self.cells.sum(axis=3), self.cells.sum(axis=2)


def correlations(people: SameRows, named: Sequence[Named], rule: Rule) -> Mapping[Named, Array]:
    """How each figure of the champion goes with that of the challenger, by group or over all; NaN where not known."""
    sides = [slopes_of(side[None], people.groups, named, rule) for side in people.sides]
    return {one: _correlation(people, sides[0][one][0], sides[1][one][0]) for one in named}


def _correlation(people: SameRows, first: Array, second: Array) -> Array:
    """Of slopes (groups, 3, 2, values)."""
    if people.products is None:
        together = np.einsum("goab,goax,gobx->x", people.cells, first, second)
        alone = [
            np.einsum("goa,goax->x", side, slope**2) for side, slope in zip(people.sides, (first, second), strict=True)
        ]
    else:
        together, *alone = _by_person(people.products, first, second)
    turned = (first[:, :, 1] - first[:, :, 0]) * (second[:, :, 1] - second[:, :, 0])
    kish = np.ones(len(people.groups)) if people.kish is None else people.kish
    corrected = together - (np.maximum(turned.max(axis=1), 0.0) * kish[:, None] ** 2).sum(axis=0) / 2
    together = np.where(together > 0, np.maximum(corrected, 0.0), together)  # as if half a person had changed sides
    with np.errstate(all="ignore"):
        whole = np.sqrt(alone[0] * alone[1])
        found = np.where(whole > 0, together / whole, 0.0)
    return np.clip(np.where(np.isnan(together) | np.isnan(whole), np.nan, found), -1.0, 1.0)


def _by_person(products: Array, first: Array, second: Array) -> tuple[Array, Array, Array]:
    places = (*first.shape[:2], 2, 2, first.shape[-1])
    one = np.broadcast_to(first[:, :, :, None], places).reshape(-1, first.shape[-1])
    two = np.broadcast_to(second[:, :, None], places).reshape(-1, first.shape[-1])
    with_one, with_two = products @ one, products @ two
    return (one * with_two).sum(axis=0), (one * with_one).sum(axis=0), (two * with_two).sum(axis=0)


def paired_change(was: Limits, now: Limits, together: Array) -> Limits:
    """The second minus the first, with limits.

    Those for independent figures where the correlation is not known (NaN), or where a limit has no end.
    """
    low, high = difference(now, was)
    with np.errstate(all="ignore"):
        below = _length(now.point - now.low, was.high - was.point, together)
        above = _length(now.high - now.point, was.point - was.low, together)
        change = now.point - was.point
    known = np.isfinite(below) & np.isfinite(above)
    return Limits(change, np.where(known, change - below, low), np.where(known, change + above, high))


def _length(one: Array, other: Array, together: Array) -> Array:
    return np.sqrt(np.maximum(one**2 - 2 * together * one * other + other**2, 0.0))
