"""Whether strata agree with each other: one like-for-like figure is an average, and an average may hide a quarrel."""

from math import erfc, exp, gamma, sqrt

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.intervals import Array


def chi_square_tail(value: float, degrees: int) -> float:
    """The share of a chi-square distribution above the value.

    Q(x; 1) = erfc(sqrt(x/2)), Q(x; 2) = exp(-x/2), Q(x; d+2) = Q(x; d) + (x/2)^(d/2) exp(-x/2) / Γ(d/2 + 1).
    """
    if degrees < 1 or np.isnan(value):
        return float("nan")
    half, held = max(value, 0.0) / 2, 1 + (degrees + 1) % 2
    tail = erfc(sqrt(half)) if held == 1 else exp(-half)
    while held < degrees:
        tail += half ** (held / 2) * exp(-half) / gamma(held / 2 + 1)
        held += 2
    return min(tail, 1.0)


def homogeneity(k: Array, n: Array, other: Array, m: Array) -> Array:
    """The p of one odds ratio holding in every stratum: Breslow and Day 1980 with Tarone's correction of 1985.

    In each stratum the first group's count A that the common Mantel-Haenszel odds ratio expects, given the margins,
    is a root of (1-R)A² + (R(N1+M) + N2-M)A - R·N1·M = 0; the sum of (k-A)²/V over the strata, less
    (sum(k-A))²/sum V, is chi-square with one degree fewer than strata that hold both groups and both outcomes.

    Args:
        k: counts of the first group, of shape (pairs, strata).
        n: its sizes.
        other: counts of the second group.
        m: its sizes.

    Returns:
        Shape (pairs,); NaN where fewer than two strata tell, or where a common odds ratio does not exist.
    """
    selected, total = k + other, n + m
    tells = (n > 0) & (m > 0) & (selected > 0) & (selected < total)
    with np.errstate(all="ignore"):
        up = np.where(tells, k * (m - other) / total, 0.0).sum(axis=1)
        down = np.where(tells, other * (n - k) / total, 0.0).sum(axis=1)
        odds = np.where((up > 0) & (down > 0), up / down, np.nan)[:, None]
        expected = _expected(odds, n, m, selected)
        cells = np.stack([expected, n - expected, selected - expected, m - selected + expected])
        variance = np.where(tells, 1 / (1 / cells).sum(axis=0), 0.0)
        off = np.where(tells, k - expected, 0.0)
        found = np.where(tells, off**2 / variance, 0.0).sum(axis=1) - off.sum(axis=1) ** 2 / variance.sum(axis=1)
    degrees: NDArray[np.int64] = tells.sum(axis=1) - 1
    return np.array([chi_square_tail(float(one), int(free)) for one, free in zip(found, degrees, strict=True)])


def _expected(odds: Array, n: Array, m: Array, selected: Array) -> Array:
    """The root between the least and the most that the margins allow, with no digits lost near a ratio of 1."""
    b = odds * (n + selected) + m - selected
    root = np.sqrt(np.maximum(b**2 - 4 * (odds - 1) * odds * n * selected, 0.0))
    expected: Array = 2 * odds * n * selected / (b + root)
    return expected
