"""Every threshold on the scores of a group with whom it selects and what it costs, as columns, the highest first.

Costs are whole numbers of thousandths of a false negative: sums of them do not depend on the order of groups.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.intervals import Array
from dashboard.domain.rates_of_groups import RATES
from dashboard.domain.score_histograms import Histogram

Whole = NDArray[np.int64]
STEPS = 1000  # parts of a cost ratio: it is rounded to thousandths
HIGHEST_RATIO = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """Every threshold that tells people of one group apart, the highest first; the first, infinity, selects nobody.

    Only people with a known outcome count.

    Attributes:
        thresholds: whoever scores at least as much is selected; scores, or where bins begin.
        found: people of a positive outcome who are then selected; `wrong`: of a negative one.
        width: of a bin, 0 where every score was counted by itself.
    """

    group: str
    thresholds: Array
    found: Whole
    wrong: Whole
    width: float = 0.0

    @classmethod
    def of(cls, group: str, scores: Histogram) -> Self:
        """From the scores of a group."""
        known = scores.positive + scores.negative > 0
        found, wrong = (
            np.append(0, np.cumsum(side[known][::-1])).astype(np.int64) for side in (scores.positive, scores.negative)
        )
        thresholds = np.append(np.inf, scores.values[known][::-1] - scores.width / 2)
        return cls(group, thresholds, found, wrong, scores.width)

    @property
    def positives(self) -> int:
        """People of a positive outcome."""
        return int(self.found[-1])

    @property
    def negatives(self) -> int:
        """People of a negative outcome."""
        return int(self.wrong[-1])

    @property
    def people(self) -> int:
        """With a known outcome."""
        return self.positives + self.negatives

    @property
    def selected(self) -> Whole:
        """By threshold."""
        return self.found + self.wrong

    def counts(self) -> dict[str, Array]:
        """The counts of a rate, by threshold."""
        found, wrong = self.found.astype(float), self.wrong.astype(float)
        people = np.full(len(found), float(self.people))
        missed, passed = self.positives - found, self.negatives - wrong
        return {"n": people, "labelled": people, "selected": found + wrong, "tp": found, "fp": wrong, "fn": missed,
                "tn": passed}  # fmt: skip

    def shares(self, rate: str) -> Array:
        """A rate by threshold; NaN where it does not exist."""
        top, bottom = RATES[rate].of(self.counts())
        share: Array = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
        return share

    def costs(self, ratio: float) -> Whole:
        """By threshold, in thousandths of a false negative."""
        return steps(ratio) * self.wrong + STEPS * (self.positives - self.found)

    def places(self, thresholds: Array) -> Whole:
        """Where one selects with these thresholds, each of which counts as the next score, or bin, at or above it."""
        return np.searchsorted(-self.thresholds, -thresholds, side="right") - 1


def steps(ratio: float) -> int:
    """A cost ratio in thousandths; ValueError outside 0 to HIGHEST_RATIO."""
    if not 0 <= ratio <= HIGHEST_RATIO:
        raise ValueError(f"a cost ratio is between 0 and {HIGHEST_RATIO:g}, not {ratio}")
    return round(ratio * STEPS)
