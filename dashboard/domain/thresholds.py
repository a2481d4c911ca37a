"""Who is selected from a score upwards, by group: what the mistakes of thresholds cost, and which are the cheapest.

The rule for ties: of settings that cost the same the one with the smaller gap (where a gap is asked about), then the
one that selects fewer people, so the higher threshold. Costs are whole numbers of thousandths of a false negative and
groups stand by name, so that neither rounding nor the order in which groups come can move a result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.domain.threshold_ladders import STEPS, Ladder, Whole, steps

SINGLE, GROUPS, CUSTOM = "single threshold", "group thresholds", "custom thresholds"
PARITIES: dict[str, str] = {
    "demographic parity": "demographic_parity_difference",
    "equal opportunity": "equal_opportunity_difference",
    "equal accuracy": "accuracy_score_difference",
}
STRATEGIES: tuple[str, ...] = (SINGLE, *PARITIES, GROUPS)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A threshold for one group with its confusion matrix; infinity selects nobody."""

    group: str
    threshold: float
    tp: int
    fp: int
    fn: int
    tn: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A threshold for every group, by name.

    `cost`: false positives × ratio + false negatives. `hidden`: how much less it might cost with thresholds inside
    bins; 0 where every score was counted, NaN where it is not known.
    """

    groups: tuple[Chosen, ...]
    cost: float
    hidden: float = 0.0

    @property
    def places(self) -> dict[str, float]:
        """The threshold of each group."""
        return {one.group: one.threshold for one in self.groups}


def by_name(ladders: Sequence[Ladder]) -> list[Ladder]:
    """In the one order that sums are made in."""
    return sorted(ladders, key=lambda one: one.group)


def setting(ladders: Sequence[Ladder], places: Sequence[int], ratio: float, *, hidden: float = 0.0) -> Setting:
    """The setting with each of these ladders at its place."""
    chosen = sorted((_chosen(one, place) for one, place in zip(ladders, places, strict=True)), key=lambda c: c.group)
    cost = sum(steps(ratio) * one.fp + STEPS * one.fn for one in chosen) / STEPS
    return Setting(tuple(chosen), cost, hidden)


def _chosen(one: Ladder, place: int) -> Chosen:
    found, wrong = int(one.found[place]), int(one.wrong[place])
    matrix = (found, wrong, one.positives - found, one.negatives - wrong)
    return Chosen(one.group, float(one.thresholds[place]), *matrix)


def single(ladders: Sequence[Ladder], ratio: float) -> Setting:
    """One threshold for everybody, the cheapest over all scores that occur."""
    ordered = by_name(ladders)
    union = np.unique(np.concatenate([one.thresholds for one in ordered]))[::-1]
    places = [one.places(union) for one in ordered]
    cost, selected = (
        np.sum([column[place] for column, place in zip(columns, places, strict=True)], axis=0)
        for columns in ([one.costs(ratio) for one in ordered], [one.selected for one in ordered])
    )
    best = int(np.lexsort((selected, cost))[0])
    alike = setting(ordered, [int(place[best]) for place in places], ratio, hidden=_hidden(ordered, places, ratio))
    return _with_threshold(alike, float(union[best]))


def _with_threshold(found: Setting, threshold: float) -> Setting:
    """The same people selected, with the one threshold written for every group."""
    return Setting(
        tuple(Chosen(one.group, threshold, one.tp, one.fp, one.fn, one.tn) for one in found.groups),
        found.cost, found.hidden,
    )  # fmt: skip


def group_thresholds(ladders: Sequence[Ladder], ratio: float) -> Setting:
    """For each group its own cheapest threshold."""
    ordered = by_name(ladders)
    places = [int(np.lexsort((one.selected, one.costs(ratio)))[0]) for one in ordered]
    hidden = sum(_hidden([one], [np.arange(len(one.thresholds))], ratio) for one in ordered)
    return setting(ordered, places, ratio, hidden=hidden)


def _hidden(ladders: Sequence[Ladder], places: Sequence[Whole], ratio: float) -> float:
    """The cheapest of these thresholds minus the least that any between two neighbours could cost, never below 0.

    Between an upper and a lower edge nobody above the upper is spared and nobody below the lower is found.
    """
    if not any(one.width for one in ladders):
        return 0.0
    wrong = np.sum([steps(ratio) * one.wrong[place] for one, place in zip(ladders, places, strict=True)], axis=0)
    missed = np.sum(
        [STEPS * (one.positives - one.found[place]) for one, place in zip(ladders, places, strict=True)], axis=0
    )
    if len(wrong) < 2:
        return 0.0
    return max(float((wrong + missed).min() - (wrong[:-1] + missed[1:]).min()), 0.0) / STEPS


def custom(ladders: Sequence[Ladder], thresholds: Mapping[str, float], ratio: float) -> Setting:
    """What these thresholds by group do; one that is no score counts as the next score above it."""
    ordered = by_name(ladders)
    places = [int(one.places(np.array([thresholds[one.group]]))[0]) for one in ordered]
    return setting(ordered, places, ratio)
