"""How sure the difference of two AUC of the same people is, who are ranked by both models.

DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837: an AUC is a mean of placements, and those of the same person
under both models go together. Where people come again their placements are summed first (Obuchowski 1997, Biometrics
53:567).
"""

from typing import NamedTuple

import numpy as np

from dashboard.domain.intervals import Array
from dashboard.domain.summing import Places


class Ranked(NamedTuple):
    """Both AUC, and the covariance of their estimates; NaN where there are not two people of either outcome."""

    value: Array
    covariance: Array

    @property
    def change(self) -> float:
        """The second minus the first."""
        return float(self.value[1] - self.value[0])

    @property
    def variance(self) -> float:
        """Of the change."""
        (first, both), (_, second) = self.covariance
        return float(first + second - 2 * both)


def ranked_twice(scores: Array, label: Array, people: Places | None = None) -> Ranked:
    """Of people with both scores.

    Args:
        scores: (2, rows).
        label: 1 or 0.
        people: whose each row is; None where every row is its own person.
    """
    positive = label == 1
    many = int(positive.sum()), int((~positive).sum())
    if min(many) < 2:
        return Ranked(np.full(2, np.nan), np.full((2, 2), np.nan))
    placed = np.empty(scores.shape)
    for own, one in zip(placed, scores, strict=True):
        own[positive] = _beaten(one[positive], one[~positive])
        own[~positive] = 1 - _beaten(one[~positive], one[positive])
    value = placed[:, positive].mean(axis=1)
    off = placed - value[:, None]
    if people is None:
        sides = (off[:, positive], off[:, ~positive])
        covariance = sum((one @ one.T) / (n - 1) / n for one, n in zip(sides, many, strict=True))
        return Ranked(value, np.asarray(covariance))
    weighed = off / np.where(positive, *many)
    each = np.stack([np.bincount(people, side) for side in weighed])[:, np.bincount(people) > 0]
    size = each.shape[1]
    return Ranked(value, each @ each.T * size / (size - 1) if size > 1 else np.full((2, 2), np.nan))


def _beaten(own: Array, others: Array) -> Array:
    """The share of the others below each, ties counting half."""
    ordered = np.sort(others)
    low, high = (np.searchsorted(ordered, own, side) for side in ("left", "right"))
    return np.asarray((low + high) / 2 / len(others))
