"""The interval of a quantile is the exact binomial's, and covers what it says it covers, alone and as a ratio."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.domain.amount_facts import Window
from dashboard.domain.checks import QuantileCheck
from dashboard.domain.durations import parse_duration
from dashboard.domain.order_statistics import order_ranks, rank_of
from dashboard.domain.quantile_findings import held

DRAWS = 1_500


@given(n=st.integers(1, 20_000), p=st.floats(0.01, 0.995), confidence=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_ranks_are_those_of_the_exact_binomial(n: int, p: float, confidence: float) -> None:
    """Both tails hold at most half of what may be missed, by an independent implementation, and no rank is wasted."""
    low, high = order_ranks(n, p, confidence)
    tail = (1 - confidence) / 2
    assert stats.binom.cdf(low - 1, n, p) <= tail * (1 + 1e-9)
    assert stats.binom.cdf(low, n, p) >= tail * (1 - 1e-9)
    assert high == n + 1 or stats.binom.sf(high - 1, n, p) <= tail * (1 + 1e-9)
    assert stats.binom.sf(high - 2, n, p) >= tail * (1 - 1e-9)
    assert low <= rank_of(n, p) <= high


@pytest.mark.parametrize(
    ("n", "expected"), [(10, (8, 11)), (71, (63, 72)), (72, (64, 72)), (100, (90, 100)), (1204, (1129, 1159))]
)
def test_ranks_of_known_cases(n: int, expected: tuple[int, int]) -> None:
    """The 95 % quantile of 1,204 values lies between the 1,129th and the 1,159th; below 72 nothing bounds it."""
    assert order_ranks(n, 0.95, 0.95) == expected


def window(values: np.ndarray) -> Window:  # type: ignore[type-arg]
    """Known values of one record."""
    kept, sizes = np.unique(np.ceil(values), return_counts=True)
    counts = np.array([len(values)])
    return Window(counts, np.zeros(1, np.int64), np.zeros(len(kept), np.int64), kept.astype(float), sizes)


@pytest.mark.parametrize(("n", "p"), [(100, 0.5), (300, 0.95), (2_000, 0.9)])
def test_the_interval_covers(n: int, p: float) -> None:
    """Drawn again and again from a long-tailed distribution, at least 95 % of the intervals hold the true quantile."""
    rng, check = np.random.default_rng(7), QuantileCheck(quantile="waiting_time", p=p, at_most=60)
    true = np.ceil(stats.lognorm.ppf(p, 1.0, scale=60))
    hits = 0
    for _ in range(DRAWS):
        limits = held(check, window(rng.lognormal(np.log(60), 1.0, n)), None, confidence=0.95)
        hits += float(limits.low[0]) <= true <= float(limits.high[0])
    assert hits / DRAWS >= 0.94


@pytest.mark.parametrize(
    ("n", "share", "slower"), [(4_000, 0.1, 1.0), (4_000, 0.1, 1.5), (1_000, 0.25, 1.0), (1_500, 0.6, 1.3)]
)
def test_the_ratio_of_two_quantiles_covers(n: int, share: float, slower: float) -> None:
    """Where the first group is a part of the second, as those who opted out are of everyone, 95 % still hold."""
    rng = np.random.default_rng(11)
    check = QuantileCheck(quantile="waiting_time", p=0.9, compare="opted_out", to="everyone", ratio_at_most=1.5)
    few = round(n * share)
    whole = np.concatenate([rng.lognormal(np.log(60 * slower), 1, 400_000 * few // n),
                            rng.lognormal(np.log(60), 1, 400_000 - 400_000 * few // n)])  # fmt: skip
    true = stats.lognorm.ppf(0.9, 1, scale=60 * slower) / np.quantile(whole, 0.9)
    hits = 0
    for _ in range(DRAWS):
        mine = rng.lognormal(np.log(60 * slower), 1.0, few)
        everyone = np.concatenate([mine, rng.lognormal(np.log(60), 1.0, n - few)])
        limits = held(check, window(mine), window(everyone), confidence=0.95)
        hits += float(limits.low[0]) <= true <= float(limits.high[0])
    assert hits / DRAWS >= 0.94


def test_durations_are_read_as_seconds() -> None:
    """The charter's own way of writing a line reaches the check."""
    check = QuantileCheck.model_validate({"quantile": "handoff_wait", "p": 0.95, "at_most": "180s"})
    assert check.at_most == parse_duration("180s")
