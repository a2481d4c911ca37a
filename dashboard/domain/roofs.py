"""The best that mixing rules of one group can reach: the upper hull of what each rule does, and where to mix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.intervals import Array
from dashboard.domain.threshold_ladders import Whole

NEAR = 1e-12  # gains nearer than this are equally good


@dataclass(frozen=True, slots=True, eq=False)
class Roof:
    """Corners of the hull from left to right, each a rule.

    Attributes:
        x, y: shares, x rising.
        rules: which of the rules it was built from stands at a corner.
    """

    x: Array
    y: Array
    rules: Whole

    @classmethod
    def over(cls, across: Whole, up: Whole, most: tuple[int, int]) -> "Roof":
        """Over rules in rising order of `across`, then of `up`; both are whole people of `most`."""
        kept: list[int] = []
        sides = list(zip(across.tolist(), up.tolist(), strict=True))
        for at, here in enumerate(sides):
            while kept and (sides[kept[-1]][0] == here[0] or (len(kept) > 1 and _below(sides, kept, here))):
                kept.pop()
            kept.append(at)
        chosen = np.array(kept)
        return cls(across[chosen] / most[0], up[chosen] / most[1], chosen)

    def height(self, x: Array | float) -> Array:
        """The greatest y that is reached at x."""
        return np.asarray(np.interp(x, self.x, self.y))

    def mix(self, x: float) -> tuple[int, int, float]:
        """Two rules, and the chance of the second, that reach the roof at x."""
        right = int(np.clip(np.searchsorted(self.x, x, side="left"), 1, len(self.x) - 1))
        left = right - 1
        share = (x - self.x[left]) / (self.x[right] - self.x[left])
        return int(self.rules[left]), int(self.rules[right]), float(np.clip(share, 0, 1))


def _below(sides: list[tuple[int, int]], kept: list[int], here: tuple[int, int]) -> bool:
    """Whether the last corner lies on or under the line from the one before it to here."""
    (x0, y0), (x1, y1) = sides[kept[-2]], sides[kept[-1]]
    return (y1 - y0) * (here[0] - x0) <= (here[1] - y0) * (x1 - x0)


def under_all(roofs: Sequence[Roof]) -> tuple[Array, Array]:
    """Every corner of the area that lies under all roofs, and some points of its edge: x, rising, and y.

    Corners of the lowest roof are corners of a roof or where two of them cross.
    """
    places = np.unique(np.concatenate([one.x for one in roofs]))
    heights = np.array([one.height(places) for one in roofs])
    found: list[NDArray[np.float64]] = [places]
    for turn, one in enumerate(heights):
        for other in heights[turn + 1 :]:
            apart = one - other
            crossing = np.flatnonzero(apart[:-1] * apart[1:] < 0)
            part = apart[crossing] / (apart[crossing] - apart[crossing + 1])
            found.append(places[crossing] + part * np.diff(places)[crossing])
    x = np.unique(np.concatenate(found))
    return x, np.min([one.height(x) for one in roofs], axis=0)


def best(edge: tuple[Array, Array], gain: Array, selected: Array, wanted: float) -> tuple[float, float]:
    """The point of an edge where the gain is greatest; of equally good ones the nearest to as many selected as wanted.

    Args:
        edge: x and y at its corners, x rising, with straight lines between them.
        gain: at each corner, never convex along the edge, so that equally good corners are neighbours.
        selected: people at each corner, rising.
        wanted: people.
    """
    equal = np.flatnonzero(gain >= gain.max() - NEAR)
    x, y = (float(np.interp(wanted, selected[equal], side[equal])) for side in edge)
    return x, y
