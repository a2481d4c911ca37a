"""Drawn worlds and how often an interval misses the truth in them, for tests."""

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.intervals import z

Array = NDArray[np.float64]
Z = z(0.95)

LEAST, MOST = 0.935, 0.975


def share(low: Array, high: Array, truth: Array | float) -> float:
    """How many of the intervals hold the truth."""
    return float(np.mean((low <= truth + 1e-12) & (truth - 1e-12 <= high)))


def told(title: str, ours: dict[str, float], naive: dict[str, float]) -> None:
    """Print the range of both, and where ours is lowest and highest."""
    low, high = min(ours, key=lambda key: ours[key]), max(ours, key=lambda key: ours[key])
    print(  # noqa: T201  # the figure is what the test is read for
        f"\n{title}: {ours[low]:.3f} ({low}) to {ours[high]:.3f} ({high}); "
        f"naive {min(naive.values()):.3f} to {max(naive.values()):.3f}"
    )
