"""Thresholds as the What-If Tool looks for them, and settings as counts, for tests that hold ours against both."""

import numpy as np
import pandas as pd

from dashboard.domain.threshold_ladders import Ladder
from dashboard.domain.thresholds import Setting

GRID = np.arange(101) / 100


def by_slice_order(ladders: list[Ladder], rate: str, ratio: float) -> tuple[float, float]:
    """Cost and gap of its rule for the three parities, written from its description.

    Thresholds are i/100. For each threshold of the first slice every other slice takes the one whose rate is nearest;
    the costs are summed and the cheapest sum stays. The larger threshold wins ties.
    """
    shares, costs = [], []
    for one in ladders:
        places = one.places(GRID)
        shares.append(one.shares(rate)[places])
        costs.append((ratio * one.wrong + one.positives - one.found)[places])
    best, gap = np.inf, np.inf
    for first in range(len(GRID)):
        chosen = [first, *(_nearest(share, shares[0][first]) for share in shares[1:])]
        cost = sum(float(cost[at]) for cost, at in zip(costs, chosen, strict=True))
        if cost <= best:
            values = [float(share[at]) for share, at in zip(shares, chosen, strict=True)]
            best, gap = cost, max(values) - min(values)
    return best, gap


def _nearest(share: np.ndarray, wanted: float) -> int:
    off = np.abs(share - wanted)
    return int(np.flatnonzero(off == off.min())[-1])


def counts_of(found: Setting) -> pd.DataFrame:
    """The confusion matrices of a setting as COUNTS."""
    return pd.DataFrame(
        [
            {"attribute": "g", "group": one.group, "n": one.tp + one.fp + one.fn + one.tn, "undecided": 0,
             "selected": one.tp + one.fp, "labelled": one.tp + one.fp + one.fn + one.tn,
             "tp": one.tp, "fp": one.fp, "fn": one.fn, "tn": one.tn}
            for one in found.groups
        ]
    )  # fmt: skip
