"""Intervals: values that can be checked by hand, agreement with statsmodels, and what must hold for any counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.intervals import decisions_needed, mover_ratio, newcombe, simultaneous_z, wilson, z

Z = z(0.95)
COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_quantile() -> None:
    """The 95 % quantile is the familiar 1.96, and 1.96 / 2.24 for one and two intervals held together."""
    assert z(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert simultaneous_z(0.95, np.array([0, 1, 2])) == pytest.approx([1.959964, 1.959964, 2.241403], abs=1e-6)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -1.0, 1.5])
def test_confidence_is_a_share(confidence: float) -> None:
    """A confidence that is no share is refused."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        z(confidence)


def test_wilson_by_hand() -> None:
    """Wilson's limits of 8 of 10 with z = 2: centre (0.8 + 0.2) / 1.4, half-width 2·sqrt(0.016 + 0.01) / 1.4."""
    low, high = wilson(8, 10, 2.0)
    half = 2 * (0.016 + 0.01) ** 0.5 / 1.4
    assert (low, high) == (pytest.approx(1 / 1.4 - half), pytest.approx(1 / 1.4 + half))


def test_newcombe_published() -> None:
    """Newcombe 1998, example (a): 56/70 - 48/80 has limits 0.0524 and 0.3339."""
    low, high = newcombe(56, 70, 48, 80, Z)
    assert (low, high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_boundaries_are_exact() -> None:
    """Nobody selected has the lower limit 0, everybody the upper 1; no decisions have no limits."""
    low, high = wilson([0, 10, 0], [10, 10, 0], Z)
    assert low[0] == 0
    assert high[1] == 1
    assert 0 < high[0] < 1
    assert 0 < low[1] < 1
    assert np.isnan([low[2], high[2]]).all()


def test_ratio_at_the_boundary() -> None:
    """Nobody over somebody starts at 0 and ends finite; somebody over nobody never ends; all over all has a width."""
    low, high = mover_ratio([0, 5, 20], [20, 20, 20], [5, 0, 30], [20, 20, 30], Z)
    assert low[0] == 0
    assert np.isfinite(high[0])
    assert high[1] == np.inf
    assert low[2] < 1 < high[2]


def test_ratio_by_hand() -> None:
    """MOVER-R of 10/20 over 10/20 with Wilson limits l, u: (1/4 ∓ sqrt(1/16 - l(1-l)·u(1-u))) / (u(1-u)), l(1-l))."""
    l, u = wilson(10, 20, Z)  # noqa: E741  # the letters of the formula
    low, high = mover_ratio(10, 20, 10, 20, Z)
    root = (1 / 16 - l * (1 - l) * u * (1 - u)) ** 0.5
    assert low == pytest.approx((1 / 4 - root) / (u * (1 - u)))
    assert high == pytest.approx((1 / 4 + root) / (l * (1 - l)))


@pytest.mark.filterwarnings("ignore")  # statsmodels imports what warns
@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2"), [(56, 70, 48, 80), (1, 40, 40, 400), (29, 30, 5, 2000), (0, 10, 3, 9)]
)
def test_equal_to_statsmodels(k1: int, n1: int, k2: int, n2: int) -> None:
    """Wilson's and Newcombe's limits equal statsmodels' to 1e-12."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    assert wilson(k1, n1, Z) == pytest.approx(proportion.proportion_confint(k1, n1, method="wilson"), abs=1e-12)
    theirs = proportion.confint_proportions_2indep(k1, n1, k2, n2, compare="diff", method="newcomb")
    assert newcombe(k1, n1, k2, n2, Z) == pytest.approx(theirs, abs=1e-12)


@settings(max_examples=60)
@given(COUNTS, COUNTS)
def test_interval_holds_its_point(first: tuple[int, int], second: tuple[int, int]) -> None:
    """Every interval contains its own estimate and never leaves the possible range."""
    (a, n), (b, m) = first, second
    low, high = wilson(a, n, Z)
    assert 0 <= low <= a / n <= high <= 1
    low, high = newcombe(a, n, b, m, Z)
    assert -1 <= low <= a / n - b / m <= high <= 1
    if b:
        low, high = mover_ratio(a, n, b, m, Z)
        assert 0 <= low <= a / n / (b / m) * (1 + 1e-12)
        assert high >= a / n / (b / m) * (1 - 1e-12)


@settings(max_examples=60)
@given(COUNTS, COUNTS)
def test_intervals_are_mirrored(first: tuple[int, int], second: tuple[int, int]) -> None:
    """Counting the others mirrors a rate and a gap; turning a ratio round inverts its limits."""
    (a, n), (b, m) = first, second
    low, high = wilson(a, n, Z)
    assert wilson(n - a, n, Z) == (pytest.approx(1 - high, abs=1e-12), pytest.approx(1 - low, abs=1e-12))
    low, high = newcombe(a, n, b, m, Z)
    assert newcombe(b, m, a, n, Z) == (pytest.approx(-high, abs=1e-12), pytest.approx(-low, abs=1e-12))
    if a and b:
        low, high = mover_ratio(a, n, b, m, Z)
        assert mover_ratio(b, m, a, n, Z) == (pytest.approx(1 / high), pytest.approx(1 / low))


@settings(max_examples=40)
@given(COUNTS, st.integers(2, 50))
def test_more_decisions_narrow(counts: tuple[int, int], times: int) -> None:
    """The same rate over more decisions has a narrower interval, wholly inside the wider one."""
    k, n = counts
    low, high = wilson(k, n, Z)
    inner = wilson(k * times, n * times, Z)
    assert low - 1e-12 <= inner[0]
    assert inner[1] <= high + 1e-12


@pytest.mark.parametrize(("p", "n", "q", "m"), [(0.05, 40, 0.1, 400), (0.3, 30, 0.3, 2000), (0.95, 50, 0.97, 3000)])
def test_coverage(p: float, n: int, q: float, m: int) -> None:
    """Nominal 95 % intervals of gap and ratio hold the truth in 94 to 98 of 100 draws, small groups included."""
    draws = np.random.default_rng(5)
    a, b = draws.binomial(n, p, 8000), draws.binomial(m, q, 8000)
    low, high = newcombe(a, n, b, m, Z)
    assert 0.94 < np.mean((low <= p - q) & (p - q <= high)) < 0.98
    low, high = mover_ratio(a, n, b, m, Z)
    assert 0.94 < np.mean((low <= p / q) & (p / q <= high)) < 0.98


def test_decisions_needed_is_the_first_that_decide() -> None:
    """One decision fewer leaves the interval across the line; a rate on the line is never decided."""
    needed = float(decisions_needed(0.45, 0.5, (0.8, 1.25)))
    for n, decided in ((needed, True), (needed - 1, False)):
        low, high = mover_ratio(0.45 * n, n, 0.5 * n, n, Z)
        assert bool(low >= 0.8 and high <= 1.25) is decided
    assert decisions_needed(0.4, 0.5, (0.8, 1.25)) == np.inf
    assert decisions_needed([0.2, 0.3], 0.5, (-0.1, 0.1), kind="gap").shape == (2,)
