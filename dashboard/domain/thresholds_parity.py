"""The cheapest thresholds with which groups fare alike: exact over all scores, whatever order the groups come in.

A setting keeps a gap when the shares of all groups lie in one window of that length. Windows begin at shares that
occur; in each, every group takes its own cheapest threshold, so no combination is left out and none need be tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.domain.intervals import Array
from dashboard.domain.threshold_ladders import Ladder, Whole
from dashboard.domain.thresholds import Setting, by_name, setting

SAME = 1e-12  # shares nearer than this are one: shares of up to a million people differ by more
MOST_POINTS = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A setting that no other beats: none with its gap, or less, is cheaper."""

    gap: float
    setting: Setting


class Parity:
    """The search for one rate and one cost ratio.

    `smallest` is the smallest gap there can be.

    Args:
        ladders: of groups that all have this rate at every threshold; two at least.
        rate: a name in RATES.
        ratio: a false positive against a false negative.
    """

    def __init__(self, ladders: Sequence[Ladder], rate: str, ratio: float) -> None:
        self._ladders, self._ratio = by_name(ladders), ratio
        self._shares = [one.shares(rate) for one in self._ladders]
        self._rungs = [_Rungs.of(one, share, ratio) for one, share in zip(self._ladders, self._shares, strict=True)]
        self._starts = np.unique(np.concatenate(self._shares))
        self._hidden = float("nan") if any(one.width for one in self._ladders) else 0.0

        self.smallest = self._smallest()

    def _smallest(self) -> float:
        nearest = np.full(len(self._starts), -np.inf)
        for rungs in self._rungs:
            place = np.searchsorted(rungs.shares, self._starts, side="left")
            nearest = np.maximum(nearest, np.append(rungs.shares, np.inf)[place])
        return float((nearest - self._starts).min())

    def cheapest(self, within: float) -> Point:
        """The cheapest setting with at most this gap, or where none has so small a one, with the smallest there is."""
        places, cost = self._solved(max(within, self.smallest))
        while self.smallest < (gap := self._gap(places)) - 2 * SAME:
            nearer, its_cost = self._solved(gap - 2 * SAME)
            if its_cost > cost:
                break
            places = nearer
        return Point(self._gap(places), setting(self._ladders, places, self._ratio, hidden=self._hidden))

    def frontier(self, most: int = MOST_POINTS) -> tuple[Point, ...]:
        """From the cheapest of all down to the smallest gap, about `most` points; 0 gives every one that there is."""
        found = [self.cheapest(np.inf)]
        step = max(found[0].gap / most if most else 0.0, 2 * SAME)
        while found[-1].gap > self.smallest + 2 * SAME:
            found.append(self.cheapest(max(found[-1].gap - step, self.smallest)))
        return tuple(found)

    def _gap(self, places: Sequence[int]) -> float:
        shares = [float(share[place]) for share, place in zip(self._shares, places, strict=True)]
        return max(shares) - min(shares)

    def _solved(self, within: float) -> tuple[list[int], int]:
        """Places and cost of the cheapest window, then of fewest selected, then of the highest shares."""
        until = self._starts + within + SAME
        best = [rungs.cheapest(self._starts, until) for rungs in self._rungs]
        whole = np.flatnonzero(np.all([place >= 0 for place in best], axis=0))
        cost, selected = (
            np.sum([column[place[whole]] for column, place in zip(columns, best, strict=True)], axis=0)
            for columns in ([r.costs for r in self._rungs], [one.selected for one in self._ladders])
        )
        first = int(np.lexsort((-self._starts[whole], selected, cost))[0])
        return [int(place[whole[first]]) for place in best], int(cost[first])


@dataclass(frozen=True, slots=True, eq=False)
class _Rungs:
    """Thresholds of a group by share, with the cheapest of every 2^k neighbours: any window is two of those."""

    shares: Array
    costs: Whole
    preferred: Whole  # places by preference: cheapest first, then fewest selected
    levels: tuple[Whole, ...]

    @classmethod
    def of(cls, ladder: Ladder, shares: Array, ratio: float) -> "_Rungs":
        costs, order = ladder.costs(ratio), np.argsort(shares, kind="stable")
        preferred = np.lexsort((ladder.selected, costs))
        rank = np.empty(len(costs), dtype=np.int64)
        rank[preferred] = np.arange(len(costs))
        levels = [rank[order]]
        while len(levels[-1]) > (half := 2 ** (len(levels) - 1)):
            levels.append(np.minimum(levels[-1][:-half], levels[-1][half:]))
        return cls(shares[order], costs, preferred, tuple(levels))

    def cheapest(self, low: Array, high: Array) -> Whole:
        """The place of the cheapest threshold whose share is in each window, -1 where there is none."""
        first = np.searchsorted(self.shares, low, side="left")
        last = np.searchsorted(self.shares, high, side="right")
        found = np.full(len(low), -1, dtype=np.int64)
        there = np.flatnonzero(last > first)
        depth = np.log2(np.maximum(last - first, 1)[there]).astype(np.int64)
        for level in np.unique(depth):
            at = there[depth == level]
            ranks = np.minimum(self.levels[level][first[at]], self.levels[level][last[at] - 2**level])
            found[at] = self.preferred[ranks]
        return found
