"""How sure a quantile is, whatever the times are distributed like: order statistics by the exact binomial.

Of n values the number that does not exceed the true p-quantile is binomial(n, p). So the order statistics at two of
its own quantiles enclose the true one with at least the stated confidence, with no assumption and no approximation;
ties, which counts are full of, only make it surer. Source: David and Nagaraja, Order Statistics (2003), 7.1.
"""

from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

FAR = 12  # standard deviations beyond which a binomial holds less than 1e-20


@lru_cache(maxsize=65_536)
def order_ranks(n: int, p: float, confidence: float) -> tuple[int, int]:
    """The ranks (from 1) of the values that enclose the p-quantile.

    Args:
        n: how many values there are.
        p: in (0, 1); 0 and 1 are censuses and have no interval.
        confidence: of the two-sided interval.

    Returns:
        low and high; low is 0, and high n + 1, where no value is far enough out.
    """
    tail = (1 - confidence) / 2
    first, cumulated = _binomial(n, p)
    low = first + int(np.searchsorted(cumulated, tail, "right"))
    high = first + int(np.searchsorted(cumulated, 1 - tail, "left")) + 1
    return low, min(high, n + 1)


def rank_of(n: int, p: float) -> int:
    """The rank of the quantile itself: the smallest value that at least a share p does not exceed."""
    return min(max(ceil(n * p - 1e-9), 1), n)


def _binomial(n: int, p: float) -> tuple[int, NDArray[np.float64]]:
    """The distribution function of binomial(n, p) around its mean, from its first count on."""
    spread = FAR * (n * p * (1 - p)) ** 0.5 + FAR
    first, last = max(int(n * p - spread), 0), min(int(n * p + spread) + 1, n)
    counts = np.arange(first, last, dtype=float)
    steps = np.log((n - counts) / (counts + 1)) + np.log(p / (1 - p))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    cumulated: NDArray[np.float64] = np.cumsum(weights) / weights.sum()
    return first, cumulated
