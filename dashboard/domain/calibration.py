"""Whether a score comes true: what was predicted beside what happened, by group, from histograms."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.intervals import Array, wilson_limits, z
from dashboard.domain.score_histograms import Histogram, shares

RELIABILITY_BINS = 10


def calibration(found: Histogram, confidence: float) -> pd.DataFrame:
    """Ten bins of predicted shares with what came true: from, to, n, mean_score, share, low, high (Wilson).

    Empty bins are left out; nothing where scores are no shares. A score on an edge belongs to the bin above it.
    """
    known = found.positive + found.negative
    if not shares(found) or not known.sum():
        columns = ["from", "to", "n", "mean_score", "share", "low", "high"]
        return pd.DataFrame(columns=columns, dtype=float)
    place = np.minimum((found.values * RELIABILITY_BINS + 1e-9).astype(int), RELIABILITY_BINS - 1)
    n, hits, sums = (_summed(place, side) for side in (known, found.positive, known * found.values))
    filled = np.flatnonzero(n > 0)
    limits = wilson_limits(hits[filled], n[filled], z(confidence))
    return pd.DataFrame({
        "from": filled / RELIABILITY_BINS, "to": (filled + 1) / RELIABILITY_BINS, "n": n[filled].astype(int),
        "mean_score": sums[filled] / n[filled], "share": limits.point, "low": limits.low, "high": limits.high,
    })  # fmt: skip


def _summed(place: NDArray[np.int64], values: Array) -> Array:
    return np.bincount(place, values, RELIABILITY_BINS).astype(float)


def calibration_error(found: Histogram) -> float:
    """Expected calibration error: the mean distance of bins from what came true, by people; NaN where undefined."""
    bins = calibration(found, 0.95)
    if bins.empty:
        return float("nan")
    return float((bins["n"] * (bins["mean_score"] - bins["share"]).abs()).sum() / bins["n"].sum())
