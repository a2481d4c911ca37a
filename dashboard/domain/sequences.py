"""Looking again and again without fooling oneself: is a disparity real, however often we look, and since when.

A 95 % interval that is looked at every week for a year excludes the truth in one of three fair histories. A confidence
sequence holds at all looks together, so whoever stops at the first alarm is right with the stated confidence. CUSUM
answers the other question: at which look it began.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SLACK = 0.5  # of CUSUM, in standard errors: half of the shift that it shall find soonest
_HISTORIES, _SEED = 20_000, 20_261_128
SEQUENCE_ALARMS, CUSUM_ALARMS, NAIVE_ALARMS = 0.016, 0.049, 0.32  # shares of 4,000 fair histories of 52 looks; tested
_LOOKS_AHEAD = 26  # the sequence is narrowest about half a year of weekly looks after its start


@dataclass(frozen=True, slots=True)
class Looks:
    """Favourable decisions and decisions of a group and its reference at each look, in order; arrays of one length."""

    favourable: Array
    decisions: Array
    favourable_reference: Array
    decisions_reference: Array


@dataclass(frozen=True, slots=True)
class Watched:
    """What every look so far says together, each array by look.

    Attributes:
        value, low, high: group minus `line` times reference, with the limits that hold at all looks at once.
        cusum: the sum that has piled up below the line, in standard errors.
        real: the first look whose limits lie wholly below 0 (a place in the arrays), None where none does.
        began: the look at which the pile-up began that set off the first CUSUM alarm; None without an alarm.
    """

    value: Array
    low: Array
    high: Array
    cusum: Array
    real: int | None
    began: int | None


def watch(looks: Looks, *, line: float = 1.0, confidence: float = 0.95) -> Watched:
    """Follow rate(group) - line × rate(reference) over looks; below 0 the group is worse off than the line allows.

    The sum of weighted differences S with variance V stays within sqrt((V + r) ln((V + r) / (r alpha²))) at all looks
    with probability 1 - alpha (normal mixture; Robbins 1970, Howard et al. 2021); weights are those of Mantel and
    Haenszel, nm/(n + m). r follows from the sizes of the first look alone, so no outcome chooses it. Rates behind V
    are those of all looks so far, drawn half a decision towards one half; the statement is asymptotic.

    Args:
        looks: counts; a look without decisions of one of the two changes nothing.
        line: 1 for a difference, the charter's lower limit for a ratio (rate(group) >= line × rate(reference)).
        confidence: of all looks together.
    """
    weight = _harmonic(looks)
    rate, other = (_so_far(k, n) for k, n in _sides(looks))
    with np.errstate(all="ignore"):
        difference = np.where(weight > 0, _share(looks, 0) - line * _share(looks, 1), 0.0)
        own = rate * (1 - rate) / looks.decisions + line**2 * other * (1 - other) / looks.decisions_reference
        variance = np.where(weight > 0, weight**2 * own, 0.0)
    total, spread, size = np.cumsum(weight * difference), np.cumsum(variance), np.cumsum(weight)
    radius = _radius(spread, _mixture(weight), 1 - confidence)
    with np.errstate(all="ignore"):
        value = total / size
        low, high = (total - radius) / size, (total + radius) / size
        standardised = np.where(variance > 0, weight * difference / np.sqrt(variance), 0.0)
    piled = _cusum(standardised)
    alarm = _first(piled > alarm_height(_quarters(len(piled)), 1 - confidence))
    began = None if alarm is None else _start_of(piled, alarm)
    return Watched(value, low, high, piled, _first(high < 0), began)


def _sides(looks: Looks) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    return (looks.favourable, looks.decisions), (looks.favourable_reference, looks.decisions_reference)


def _share(looks: Looks, side: int) -> Array:
    k, n = _sides(looks)[side]
    with np.errstate(all="ignore"):
        return np.asarray(k / n, dtype=float)


def _so_far(k: Array, n: Array) -> Array:
    return np.asarray((np.cumsum(k) + 0.5) / (np.cumsum(n) + 1), dtype=float)


def _harmonic(looks: Looks) -> Array:
    n, m = looks.decisions, looks.decisions_reference
    return np.divide(n * m, n + m, out=np.zeros(len(n)), where=(n > 0) & (m > 0))


def _mixture(weight: Array) -> float:
    """r: an eighth of the variance that half a year of looks like the first would have at most."""
    held = weight[weight > 0]
    return float(held[0]) * 0.25 * _LOOKS_AHEAD / 8 if len(held) else 1.0


def _radius(spread: Array, r: float, alpha: float) -> Array:
    return np.asarray(np.sqrt((spread + r) * np.log((spread + r) / (r * alpha**2))), dtype=float)


def _cusum(standardised: Array) -> Array:
    """C = max(0, C - z - slack): what has piled up below the line (Page 1954)."""
    piled, height = np.zeros(len(standardised)), 0.0
    for look, one in enumerate(standardised):
        height = max(0.0, height - float(one) - SLACK)
        piled[look] = height
    return piled


def _start_of(piled: Array, alarm: int) -> int:
    """The look after the pile was last empty."""
    empty = np.flatnonzero(piled[: alarm + 1] <= 0)
    return int(empty[-1]) + 1 if len(empty) else 0


def _quarters(looks: int) -> int:
    """Looks rounded up to a quarter of weekly ones: a little careful, and few heights to simulate."""
    return -(-looks // 13) * 13


def _first(holds: NDArray[np.bool_]) -> int | None:
    found = np.flatnonzero(holds)
    return int(found[0]) if len(found) else None


@lru_cache(maxsize=256)
def alarm_height(looks: int, alpha: float) -> float:
    """The height that CUSUM passes within this many looks in a share `alpha` of histories without any disparity.

    Calibrated on 20,000 simulated histories of standard normal looks with a fixed seed.
    """
    if looks < 1:
        return np.inf
    rng = np.random.default_rng(_SEED)
    height, highest = np.zeros(_HISTORIES), np.zeros(_HISTORIES)
    for _ in range(looks):
        height = np.maximum(0.0, height + rng.standard_normal(_HISTORIES) - SLACK)
        highest = np.maximum(highest, height)
    return float(np.quantile(highest, 1 - alpha))
