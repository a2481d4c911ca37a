"""What a score says about a group, from how many people have each value: AUC, ROC, generalized rates.

A histogram of at most MOST_VALUES distinct values is exact. Beyond them values fall into bins of equal width; the order
inside a bin is not known, and the AUC states the bound that this leaves.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.domain.intervals import Array, wilson_limits, z

MOST_VALUES = 1000
NOT_SHARES = "the scores are not between 0 and 1"
NO_SCORES, NO_LABELS, ONE_KIND = "no score", "no labels", "no labels of both kinds"


@dataclass(frozen=True, slots=True)
class Histogram:
    """People by score, lowest first.

    Attributes:
        values: the scores, or the middles of bins.
        positive: people with that score whose outcome was positive; `negative` and `unlabelled` alike.
        width: of a bin; 0 where every value is its own.
    """

    values: Array
    positive: Array
    negative: Array
    unlabelled: Array
    width: float = 0.0

    @classmethod
    def of(cls, score: ArrayLike, label: ArrayLike, people: ArrayLike = 1.0, *, width: float = 0.0) -> Self:
        """From scores with labels (1, 0, NaN where there is none) and how many people each row stands for."""
        values, place = np.unique(np.asarray(score, float), return_inverse=True)
        outcome, weight = np.asarray(label, float), np.broadcast_to(np.asarray(people, float), place.shape)
        sides = (outcome == 1, outcome == 0, np.isnan(outcome))
        positive, negative, unlabelled = (
            np.asarray(np.bincount(place, weight * side, len(values)), dtype=float) for side in sides
        )
        return cls(values, positive, negative, unlabelled, width)

    @property
    def people(self) -> Array:
        """By value."""
        return self.positive + self.negative + self.unlabelled


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval; NaN and a reason where it does not exist.

    `bound`: how far bins may have moved the value at most, 0 where scores were counted one by one.
    """

    value: float
    low: float
    high: float
    undefined: str | None = None
    bound: float = 0.0


def missing(reason: str) -> Estimate:
    """A figure that does not exist."""
    return Estimate(float("nan"), float("nan"), float("nan"), reason)


@dataclass(frozen=True, slots=True)
class Ranking:
    """An AUC as a share of `size`, which has its variance; `bound`: what bins hide; `people` of the rarer outcome."""

    value: float
    size: float
    bound: float
    people: float


def ranking(found: Histogram) -> Ranking | None:
    """The chance that a positive outranks a negative, ties counting half, with DeLong's variance in Wilson's form.

    sum p(s) (n(<s) + n(s)/2) / PN. The variance of placements (DeLong et al. 1988) gives the size of a sample of a
    share with the same variance, whose Wilson interval stays inside 0 to 1 and keeps a width at either end. Few people
    near 1 often show no variance at all, so it is at least the one that Hanley and McNeil (1982) expect.
    """
    positives, negatives = found.positive.sum(), found.negative.sum()
    if not positives or not negatives:
        return None
    beaten = (np.cumsum(found.negative) - found.negative / 2) / negatives
    beating = 1 - (np.cumsum(found.positive) - found.positive / 2) / positives
    value = float((found.positive * beaten).sum() / positives)
    spread = sum(
        (people * (placed - value) ** 2).sum() / max(people.sum() - 1, 1) / people.sum()
        for people, placed in ((found.positive, beaten), (found.negative, beating))
    )
    spread = max(float(spread), _expected_variance(value, float(positives), float(negatives)))
    ties = float((found.positive * found.negative).sum() / (positives * negatives) / 2)
    rarer = float(min(positives, negatives))
    return Ranking(value, _size(value, spread, rarer), ties if found.width else 0.0, rarer)


def auc(found: Histogram, confidence: float) -> Estimate:
    """The ranking with its interval; a reason where nobody, or only one kind of people, has an outcome."""
    ranked = ranking(found)
    if ranked is None:
        return missing(ONE_KIND if found.positive.sum() or found.negative.sum() else NO_LABELS)
    return _limited(ranked.value, ranked.size, confidence, bound=ranked.bound)


def _expected_variance(value: float, positives: float, negatives: float) -> float:
    twice, double = value / (2 - value), 2 * value**2 / (1 + value)
    more = (positives - 1) * (twice - value**2) + (negatives - 1) * (double - value**2)
    return (value * (1 - value) + more) / (positives * negatives)


def _size(value: float, variance: float, people: float) -> float:
    """Of the sample of a share with this variance; where nothing varies, as many as there are people."""
    return value * (1 - value) / variance if variance > 0 and 0 < value < 1 else people


def _limited(value: float, size: float, confidence: float, *, bound: float) -> Estimate:
    """Wilson's interval of a share of a sample of this size, wider by what bins hide."""
    limits = wilson_limits(value * size, size, z(confidence))
    return Estimate(value, float(limits.low) - bound, float(limits.high) + bound, bound=bound)


def generalized_rate(found: Histogram, confidence: float, *, positives: bool, missed: bool) -> Estimate:
    """AIF360's generalized rates: the mean score, or 1 - score where `missed`, of those who qualify or do not."""
    people = found.positive if positives else found.negative
    total = float(people.sum())
    if not total:
        return missing("no positives" if positives else "no negatives")
    if not shares(found):
        return missing(NOT_SHARES)
    each = 1 - found.values if missed else found.values
    mean = float((people * each).sum() / total)
    variance = float((people * (each - mean) ** 2).sum() / max(total - 1, 1) / total)
    return _limited(mean, _size(mean, variance, total), confidence, bound=found.width / 2)


def shares(found: Histogram) -> bool:
    """Whether every score can be a probability."""
    return bool(len(found.values)) and float(found.values[0]) >= 0 and float(found.values[-1]) <= 1


def roc(found: Histogram) -> pd.DataFrame:
    """Columns threshold, false_positive_rate, true_positive_rate, highest threshold first; empty without both kinds.

    A row says what selecting everybody at or above the threshold would do; the first selects nobody (infinity).
    """
    positives, negatives = found.positive.sum(), found.negative.sum()
    if not positives or not negatives:
        return pd.DataFrame(columns=["threshold", "false_positive_rate", "true_positive_rate"], dtype=float)
    known = found.positive + found.negative > 0
    falling = [np.cumsum(side[known][::-1]) for side in (found.negative / negatives, found.positive / positives)]
    thresholds = found.values[known][::-1] - found.width / 2
    return pd.DataFrame({
        "threshold": np.append(np.inf, thresholds),
        "false_positive_rate": np.append(0.0, falling[0]),
        "true_positive_rate": np.append(0.0, falling[1]),
    })  # fmt: skip


def grid_width(lowest: float, highest: float) -> float:
    """The width, a power of two, of at most MOST_VALUES bins on a grid from 0: coarser bins hold finer ones whole."""
    return float(2.0 ** np.ceil(np.log2((highest - lowest) / (MOST_VALUES - 2))))


def histogram(counts: pd.DataFrame) -> Histogram:
    """One histogram from counted scores: exact, or at the coarsest width that occurs or is needed.

    Args:
        counts: columns score (a value, or where a bin begins), width (0 for values), outcome (3 × decision + label,
            each 0, 1 or 2 for unknown) and rows; people without a decision have no known label.
    """
    score, width = counts["score"].to_numpy(float), float(counts["width"].max()) if len(counts) else 0.0
    if len(np.unique(score)) > MOST_VALUES:
        width = max(width, grid_width(float(score.min()), float(score.max())))
    if width:
        score = np.floor(score / width) * width + width / 2
    outcome = counts["outcome"].to_numpy(int)
    label = np.where((outcome >= 6) | (outcome % 3 == 2), np.nan, outcome % 3)
    return Histogram.of(score, label, counts["rows"].to_numpy(float), width=width)
