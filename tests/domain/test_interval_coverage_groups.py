"""Intervals over many groups and over strata keep their promise, by simulation."""

from functools import partial
from itertools import product

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.fairness import compare
from dashboard.domain.intervals import mover_ratio, newcombe
from tests.domain.simulated import LEAST, MOST, Array, Z, share, told

pytestmark = pytest.mark.slow


def worlds_of(draws: np.random.Generator, rates: list[float], size: int, worlds: int) -> tuple[pd.DataFrame, Array]:
    """Counts of one cell per world with a group per rate, and the true rates (worlds × groups)."""
    level = draws.uniform(0.8, 1.2, (worlds, 1))
    p, n = np.array(rates) * level, draws.integers(size * 4 // 5, size * 6 // 5, (worlds, len(rates)))
    frame = pd.DataFrame({
        "cell": np.repeat(np.arange(worlds), len(rates)),
        "group": np.tile([f"g{place}" for place in range(len(rates))], worlds),
        "n": n.ravel(),
        "selected": draws.binomial(n, p).ravel(),
    }).assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0)  # fmt: skip
    return frame, p


ALL_GROUPS = list(product((2, 4, 8), (100, 1000), (0.1, 0.5), (1.0, 0.8)))


def extremes_of(groups: int, size: int, rate: float, lowest: float) -> tuple[pd.DataFrame, Array]:
    """Worlds in which the last group's rate is a share of that of the others."""
    rates = [rate] * (groups - 1) + [rate * lowest]
    return worlds_of(np.random.default_rng(13), rates, size, 2000)


@pytest.mark.parametrize("metric", ["demographic_parity_difference", "demographic_parity_ratio"])
def test_over_all_groups(metric: str) -> None:
    """The extremes of all groups are held in 93.5 of 100 worlds or more, however many groups; the plain interval of
    the two groups that happen to lie furthest apart fails in half of them.

    More than 97.5 is the price of the guarantee: the limits of all pairs must hold together, also in worlds where only
    one pair is the extreme one, and pairs that share a group are counted as if they did not.
    """
    ours, naive = {}, {}
    for groups, size, rate, lowest in ALL_GROUPS:
        frame, truth = extremes_of(groups, size, rate, lowest)
        least, most = truth.min(axis=1), truth.max(axis=1)
        true = most - least if metric.endswith("difference") else least / most
        row = compare(frame, by=["cell"], metric=metric)
        name = f"{groups} groups of {size}, {rate} × {lowest}"
        ours[name] = share(row["low"].to_numpy(), row["high"].to_numpy(), true)
        naive[name] = share(*_plain(frame, groups, metric), true)
    told(metric, ours, naive)
    assert min(ours.values()) >= LEAST
    assert min(naive.values()) < 0.6


def _plain(frame: pd.DataFrame, groups: int, metric: str) -> tuple[Array, Array]:
    """What a reader does who picks the two extremes by eye: their interval at 95 %."""
    n, k = (frame[name].to_numpy(float).reshape(-1, groups) for name in ("n", "selected"))
    rate = k / n
    low, high = ([side[np.arange(len(n)), pick(rate, axis=1)] for side in (k, n)] for pick in (np.argmin, np.argmax))
    if metric.endswith("ratio"):
        return mover_ratio(*low, *high, Z)
    return newcombe(*high, *low, Z)


def test_against_the_best() -> None:
    """Held against the best group, all gaps of a cell hold together in 93.5 of 100 worlds or more; plain ones fail."""
    ours, naive = {}, {}
    for groups, size, rate, lowest in ALL_GROUPS:
        frame, truth = extremes_of(groups, size, rate, lowest)
        name = f"{groups} groups of {size}, {rate} × {lowest}"
        ours[name], naive[name] = _together(frame, truth), _plainly_together(frame, truth)
    told("against the best", ours, naive)
    assert min(ours.values()) >= LEAST
    assert min(naive.values()) < 0.85


def _together(frame: pd.DataFrame, truth: Array) -> float:
    """The share of worlds in which every interval of the cell holds."""
    found = compare(frame, by=["cell"], metric="selection_rate_gap", reference="best")
    cell, one, two = found["cell"].to_numpy(), *(found[side].str[1:].astype(int) for side in ("group", "reference"))
    true = truth[cell, one] - truth[cell, two]
    held = (found["low"] <= true) & (true <= found["high"])
    return float(held.groupby(cell).all().mean())


def _plainly_together(frame: pd.DataFrame, truth: Array) -> float:
    """The same where each interval forgets that the data chose the reference."""
    n, k = (frame[name].to_numpy(float).reshape(truth.shape) for name in ("n", "selected"))
    best = np.argmax(k / n, axis=1)[:, None]
    of = partial(np.take_along_axis, indices=best, axis=1)
    low, high = newcombe(k, n, of(k), of(n), Z)
    held = (low <= truth - of(truth)) & (truth - of(truth) <= high)
    np.put_along_axis(held, best, values=True, axis=1)
    return float(held.all(axis=1).mean())


def strata_worlds(draws: np.random.Generator, rates: list[float], size: int, gap: float) -> pd.DataFrame:
    """Two groups in strata of different rates and mix, a gap apart in each."""
    worlds, width = 2000, len(rates)
    n = np.stack([np.full(width, size) * (place + 1) for place in range(2)], axis=1).astype(float)
    n *= np.linspace(1, 3, width)[:, None]
    sizes = draws.integers((n * 0.8).astype(int), (n * 1.2).astype(int), (worlds, width, 2))
    p = np.stack([np.array(rates) + gap, np.array(rates)], axis=1)
    return pd.DataFrame({
        "cell": np.repeat(np.arange(worlds), width * 2),
        "stratum": np.tile(np.repeat(np.arange(width), 2), worlds),
        "group": np.tile(["a", "b"], worlds * width),
        "n": sizes.ravel(),
        "selected": draws.binomial(sizes, p).ravel(),
    }).assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0)  # fmt: skip


@pytest.mark.parametrize("gap", [0.0, 0.1])
def test_like_for_like(gap: float) -> None:
    """The Mantel-Haenszel gap is held in 93.5 to 97.5 of 100 worlds, the crude one does not mean the same thing."""
    draws, ours, naive = np.random.default_rng(14), {}, {}
    for rates, size in product(([0.3], [0.1, 0.5], [0.05, 0.2, 0.4, 0.8]), (60, 400)):
        frame = strata_worlds(draws, rates, size, gap)
        row = compare(frame, by=["cell"], metric="selection_rate_gap", within="stratum", reference="b")
        name = f"{len(rates)} strata of {size} and more"
        ours[name] = share(row["low"].to_numpy(), row["high"].to_numpy(), gap)
        naive[name] = share(row["crude_low"].to_numpy(), row["crude_high"].to_numpy(), gap)
    told(f"like for like, gap {gap}", ours, naive)
    assert all(LEAST <= one <= MOST for one in ours.values())
