"""Newcombe's limits for the difference of two paired shares, written down from the paper; ours must equal them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dashboard.domain.intervals import Array, Limits, wilson_limits


class Twice(NamedTuple):
    """People counted by two yes-or-no answers, each an array of one shape."""

    both: Array
    first: Array
    second: Array
    neither: Array

    @classmethod
    def of(cls, both: ArrayLike, first: ArrayLike, second: ArrayLike, neither: ArrayLike) -> "Twice":
        """From whole people: yes twice, only the first time, only the second time, never."""
        return cls(*(np.asarray(side, float) for side in (both, first, second, neither)))


def paired_difference(people: Twice, z: ArrayLike) -> Limits:
    """The share of yes the second time minus the first time, with its limits; NaN where nobody was asked.

    Wilson's limits of both shares, put together as for independent ones but with their correlation phi, which is
    corrected for continuity where it is positive. Source: Newcombe 1998, Stat Med 17:2635, method 10.
    """
    both, first, second, neither = people
    n = both + first + second + neither
    was, now = (wilson_limits(both + only, n, z) for only in (first, second))
    phi = _correlation(people, n)
    low = _length(now.point - now.low, was.high - was.point, phi)
    high = _length(now.high - now.point, was.point - was.low, phi)
    change = now.point - was.point
    return Limits(change, change - low, change + high)


def _length(one: Array, other: Array, phi: Array) -> Array:
    return np.sqrt(np.maximum(one**2 - 2 * phi * one * other + other**2, 0.0))


def _correlation(people: Twice, n: Array) -> Array:
    both, first, second, neither = people
    sides = (both + first) * (second + neither) * (both + second) * (first + neither)
    apart = both * neither - first * second
    apart = np.where(apart > 0, np.maximum(apart - n / 2, 0.0), apart)
    return np.divide(apart, np.sqrt(sides), out=np.zeros_like(n), where=sides > 0)
