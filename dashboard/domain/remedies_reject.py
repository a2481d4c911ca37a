"""Reject option (Kamiran, Karim and Zhang 2012; AIF360): close to the cut the disadvantaged are selected.

Inside the margin disadvantaged people are selected and all others are passed over. That is one lower and one higher
threshold, so that every pair of them is tried instead of a grid of cuts and margins.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.domain.intervals import Array
from dashboard.domain.remedies import REJECT, Cell, Cells, Remedy
from dashboard.domain.threshold_ladders import Ladder, Whole

Gap = Literal["selection_rate", "true_positive_rate", "average_odds"]
GAPS: Mapping[Gap, str] = {
    "selection_rate": "shares of selected people", "true_positive_rate": "shares found among those who qualify",
    "average_odds": "the mean of both error rates",
}  # fmt: skip
BOUND = 0.05  # AIF360's own


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The groups of one side together, by cut: whoever scores above a cut is selected."""

    found: Whole
    wrong: Whole
    positives: int
    negatives: int

    @classmethod
    def of(cls, ladders: Sequence[Ladder], cuts: Array) -> "Side":
        """Of these groups at these cuts."""
        above = np.nextafter(cuts, np.inf)
        places = [one.places(above) for one in ladders]
        found, wrong = (
            np.sum([side[place] for side, place in zip(sides, places, strict=True)], axis=0)
            for sides in ([one.found for one in ladders], [one.wrong for one in ladders])
        )
        sizes = (sum(one.positives for one in ladders), sum(one.negatives for one in ladders))
        return cls(found, wrong, *sizes)

    def rate(self, gap: Gap) -> Array:
        """By cut."""
        found, wrong = self.found / self.positives, self.wrong / self.negatives
        if gap == "selection_rate":
            return np.asarray((self.found + self.wrong) / (self.positives + self.negatives))
        return np.asarray(found if gap == "true_positive_rate" else (found + wrong) / 2)


@dataclass(frozen=True, slots=True)
class Found:
    """The best pair: who is disadvantaged is selected above `low`, everybody else above `high`.

    `gap`: the rate of the disadvantaged minus that of all others; `balanced`: the balanced accuracy of everybody.
    """

    low: float
    high: float
    gap: float
    balanced: float


def every_cut(ladders: Sequence[Ladder]) -> Array:
    """Cuts from 0 to 1 that tell people apart, each half way between two scores, rising; 1 selects nobody."""
    scores = np.unique(np.concatenate([one.thresholds[1:] for one in ladders]))
    between = np.concatenate([[scores[0] / 2], (scores[:-1] + scores[1:]) / 2, [(scores[-1] + 1) / 2]])
    return np.asarray(between[1:] if scores[0] <= 0 else between)


def search(low: Side, high: Side, cuts: tuple[Array, Array], gap: Gap, bound: float) -> Found:
    """The pair with the greatest balanced accuracy whose gap is at most the bound, else the pair with the least gap.

    Args:
        low: the disadvantaged at each of the first cuts.
        high: all others at each of the second ones.
        cuts: of both sides, which go together by broadcasting.
        gap: the rate that is compared.
        bound: on either side of 0.
    """
    apart = low.rate(gap) - high.rate(gap)
    good, bad = low.positives + high.positives, low.negatives + high.negatives
    balanced = ((low.found + high.found) / good + 1 - (low.wrong + high.wrong) / bad) / 2
    allowed = np.broadcast_to(cuts[0] <= cuts[1], apart.shape)
    kept = allowed & (np.abs(apart) <= bound)
    worth = np.where(kept, balanced, -1.0) if kept.any() else np.where(allowed, -np.abs(apart), -2.0)
    equal = np.flatnonzero(worth >= worth.max() - 1e-12)
    selected = (low.found + low.wrong + high.found + high.wrong).ravel()[equal]
    at = equal[np.lexsort((selected, np.abs(apart).ravel()[equal]))[0]]
    first, second = (float(np.broadcast_to(side, apart.shape).ravel()[at]) for side in cuts)
    return Found(first, second, float(apart.ravel()[at]), float(balanced.ravel()[at]))


def reject_option(
    ladders: Sequence[Ladder], decided: Sequence[Cells], disadvantaged: Collection[str], gap: Gap
) -> Remedy:
    """The cut and the margin with the greatest balanced accuracy whose gap stays within five points.

    Args:
        ladders: of groups with both outcomes, scores between 0 and 1.
        decided: what was decided about the same people.
        disadvantaged: some of the groups, not all of them.
        gap: what is compared between them and all others together.
    """
    cuts = every_cut(ladders)
    helped = [one for one in ladders if one.group in disadvantaged]
    others = [one for one in ladders if one.group not in disadvantaged]
    high, down = Side.of(others, cuts), Side.of(helped, cuts)
    low = Side(down.found[:, None], down.wrong[:, None], down.positives, down.negatives)
    found = search(low, high, (cuts[:, None], cuts), gap, BOUND)
    at = {one.group: found.low if one.group in disadvantaged else found.high for one in ladders}
    cut, margin = (found.low + found.high) / 2, (found.high - found.low) / 2
    rows: tuple[dict[str, Cell], ...] = tuple(
        {"group": group, "selected_above": place, "in_margin": "selected" if group in disadvantaged else "passed over",
         "cut": cut, "margin": margin}
        for group, place in at.items()
    )  # fmt: skip
    remarks = (
        () if abs(found.gap) <= BOUND else ("No cut and margin leave a gap of at most five points; this is the least.",)
    )
    after = tuple(_cells(one, at[one.group]) for one in ladders)
    parameters: dict[str, Cell] = {"gap": found.gap, "balanced_accuracy": found.balanced}
    return Remedy(REJECT, tuple(decided), after, rows, remarks=remarks, parameters=parameters)


def _cells(ladder: Ladder, cut: float) -> Cells:
    side = Side.of([ladder], np.array([cut]))
    found, wrong = float(side.found[0]), float(side.wrong[0])
    return Cells(ladder.group, found, wrong, ladder.positives - found, ladder.negatives - wrong)
