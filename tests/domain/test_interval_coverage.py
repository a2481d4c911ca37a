"""How often each interval holds the truth, simulated over a grid of sizes, rates and numbers of groups.

Each world draws its true rate within a fifth of the rate named and its size within a fifth of the size named: a single
rate and size sit on one tooth of the saw that every interval for whole numbers has (Brown, Cai and DasGupta 2001), a
portfolio of use cases does not. Fixed seeds; `pytest -s` prints the figures, those of the naive rules beside them.
"""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from dashboard.domain.fairness import compare
from dashboard.domain.intervals import mover_ratio, newcombe, wilson, z

Array = NDArray[np.float64]
Z, WORLDS = z(0.95), 20_000
LEAST, MOST = 0.935, 0.975
SIZES = (30, 100, 300, 1000)
RATES = (0.02, 0.05, 0.1, 0.3, 0.5, 0.9, 0.98)
EVENTS = 3  # fewer of either outcome expected: what can be drawn is so coarse that every honest interval is wide
pytestmark = pytest.mark.slow


class Drawn(NamedTuple):
    """Groups drawn in many worlds: true rates, counts and sizes."""

    p: Array
    k: Array
    n: Array


def drawn(draws: np.random.Generator, rate: float, size: int) -> Drawn:
    """One group in many worlds."""
    spread = min(rate, 1 - rate) * 0.2
    p, n = draws.uniform(rate - spread, rate + spread, WORLDS), draws.integers(size * 4 // 5, size * 6 // 5, WORLDS)
    return Drawn(p, draws.binomial(n, p).astype(float), n.astype(float))


def share(low: Array, high: Array, truth: Array | float) -> float:
    """How many of the intervals hold the truth."""
    return float(np.mean((low <= truth + 1e-12) & (truth - 1e-12 <= high)))


def coarse(size: int, *rates: float) -> bool:
    """Whether a group of this size is expected to hold next to none of either outcome."""
    return any(size * min(rate, 1 - rate) < EVENTS for rate in rates)


def told(title: str, ours: dict[str, float], naive: dict[str, float]) -> None:
    """Print the range of both, and where ours is lowest and highest."""
    low, high = min(ours, key=lambda key: ours[key]), max(ours, key=lambda key: ours[key])
    print(  # noqa: T201  # the figure is what the test is read for
        f"\n{title}: {ours[low]:.3f} ({low}) to {ours[high]:.3f} ({high}); "
        f"naive {min(naive.values()):.3f} to {max(naive.values()):.3f}"
    )


def outside(title: str, found: dict[str, tuple[bool, float, float]]) -> dict[str, float]:
    """What is not between LEAST and MOST; only LEAST counts where few events are expected."""
    told(title, {key: ours for key, (_, ours, _) in found.items()}, {key: n for key, (_, _, n) in found.items()})
    return {key: one for key, (few, one, _) in found.items() if not LEAST <= one <= (1.0 if few else MOST)}


def wald(k: Array, n: Array) -> tuple[Array, Array]:
    """The textbook interval p ± z·sqrt(p(1-p)/n)."""
    p = k / n
    half = Z * np.sqrt(p * (1 - p) / n)
    return p - half, p + half


def wald_gap(one: Drawn, two: Drawn) -> tuple[Array, Array]:
    """The textbook interval of a difference."""
    p, q = one.k / one.n, two.k / two.n
    half = Z * np.sqrt(p * (1 - p) / one.n + q * (1 - q) / two.n)
    return p - q - half, p - q + half


def katz(one: Drawn, two: Drawn) -> tuple[Array, Array]:
    """The textbook interval of a ratio; where it does not exist it holds nothing."""
    with np.errstate(all="ignore"):
        spread = Z * np.sqrt(1 / one.k - 1 / one.n + 1 / two.k - 1 / two.n)
        ratio = np.log(one.k / one.n * two.n / two.k)
        return np.exp(ratio - spread), np.exp(ratio + spread)


def test_one_rate() -> None:
    """Wilson holds a rate in 93.5 to 97.5 of 100 worlds at every size and rate of the grid; Wald's falls below 80."""
    draws, found = np.random.default_rng(11), {}
    for size, rate in product(SIZES, RATES):
        one = drawn(draws, rate, size)
        naive = share(*wald(one.k, one.n), one.p)
        found[f"{rate} of {size}"] = coarse(size, rate), share(*wilson(one.k, one.n, Z), one.p), naive
    assert not outside("one rate", found)
    assert min(naive for _, _, naive in found.values()) < 0.8


def pairs(draws: np.random.Generator) -> Iterator[tuple[str, bool, Drawn, Drawn]]:
    """Two groups of every combination of sizes and of rates that are equal, a quarter apart, or twice the other."""
    for (size, other), rate, times in product(((30, 30), (30, 1000), (300, 300), (300, 3000)), RATES, (1, 0.8, 0.5)):
        yield (
            f"{rate * times:g} of {size} and {rate:g} of {other}",
            coarse(size, rate * times) or coarse(other, rate),
            drawn(draws, rate * times, size),
            drawn(draws, rate, other),
        )


def test_two_rates() -> None:
    """Newcombe holds a gap and MOVER-R a ratio in 93.5 to 97.5 of 100 worlds; Wald's and Katz's do not."""
    gaps, ratios = {}, {}
    for name, few, one, two in pairs(np.random.default_rng(12)):
        counts = one.k, one.n, two.k, two.n
        gaps[name] = few, share(*newcombe(*counts, Z), one.p - two.p), share(*wald_gap(one, two), one.p - two.p)
        ratios[name] = few, share(*mover_ratio(*counts, Z), one.p / two.p), share(*katz(one, two), one.p / two.p)
    assert not outside("gap", gaps)
    assert not outside("ratio", ratios)
    assert max(min(naive for _, _, naive in found.values()) for found in (gaps, ratios)) < 0.8


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_at_the_boundary(rate: float) -> None:
    """A rate of exactly 0 or 1 is always held, by an interval of some width; Wald's has none and is never honest."""
    k, n = np.array([0.0, 30.0]) if rate == 0 else np.array([30.0, 30.0]), np.array([30.0, 30.0])
    low, high = wilson(k[:1], n[:1], Z)
    assert low[0] <= rate <= high[0]
    assert high[0] - low[0] > 0.05
    low, high = newcombe(k[:1], n[:1], k[:1], n[:1], Z)
    assert low[0] < 0 < high[0]
    assert np.ptp(wald(np.array([30.0 * rate]), n[:1])) == 0


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
