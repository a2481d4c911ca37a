"""Consistency: whether decisions about similar people are alike, 1 where they always are.

1 − the mean over decisions of |own − the share of favourable decisions among its nearest neighbours|. AIF360 measures
Euclidean distance on features as they are and counts each decision among its own neighbours; here a decision is no
neighbour of itself, and features are measured as for counterfactuals. By AIF360's rules it gives AIF360's number.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.domain.intervals import z
from dashboard.domain.nearest import Column, Flags, Floats, Norm, distances, gaps, nearest

NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """How neighbours are found; `own` counts a decision among its neighbours, as AIF360 does."""

    neighbours: int = NEIGHBOURS
    norm: Norm = "L1"
    own: bool = False


@dataclass(frozen=True, slots=True)
class Consistency:
    """The value over `decisions` that were drawn, with its interval; NaN of nothing."""

    value: float
    low: float
    high: float
    decisions: int


def unlike(columns: Sequence[Column], sizes: Sequence[float], selected: Flags, at: int, rule: Rule) -> float:
    """|own decision − share of favourable ones among the neighbours| of the decision at this place."""
    far = distances((gaps(one, at, size) for one, size in zip(columns, sizes, strict=True)), rule.norm, len(selected))
    among = np.ones(len(selected), dtype=bool)
    among[at] = rule.own
    around = nearest(far, among, np.zeros(len(selected), dtype=np.int64), rule.neighbours)
    return abs(float(selected[at]) - float(selected[around].mean()))


def consistency(parts: Floats, confidence: float) -> Consistency:
    """From the parts of decisions that were drawn by lot; the interval is that of a mean."""
    drawn = len(parts)
    if not drawn:
        return Consistency(math.nan, math.nan, math.nan, 0)
    value = float(1 - parts.mean())
    if drawn == 1:
        return Consistency(value, math.nan, math.nan, 1)
    half = z(confidence) * float(parts.std(ddof=1)) / math.sqrt(drawn)
    return Consistency(value, max(0.0, value - half), min(1.0, value + half), drawn)
