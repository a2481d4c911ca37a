"""The ratio of two means: Fieller's interval from sums alone, and why it may not exist."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.amounts_decided import as_counts
from dashboard.domain.fairness import compare
from dashboard.domain.student import t_quantile
from tests.assessing import verdict
from tests.domain.compared import COLLECTED
from tests.domain.test_mean_gap_promised import amounts, log, sums

PROMISE = {"fairness": "mean_ratio", "attributes": ["sex"], "between": [0.9, 1.1], "window": "90d", "min_group": 200}
WORLDS = 4000


def ratio(counts: pd.DataFrame, reference: str = "M", confidence: float = 0.95) -> "pd.Series[Any]":
    """The other group over the reference."""
    found = compare(counts, by=[], metric="mean_ratio", reference=reference, confidence=confidence, min_group=1)
    return found.iloc[0]


def test_two_groups_by_hand() -> None:
    """Means 2.5 and 5 are a ratio of one half; swapped, two."""
    counts = sums(F=np.array([1.0, 2.0, 3.0, 4.0]), M=np.array([4.0, 5.0, 6.0, 5.0]))
    assert ratio(counts)["value"] == pytest.approx(0.5)
    assert ratio(counts, "F")["value"] == pytest.approx(2)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_the_limits_are_fiellers(confidence: float) -> None:
    """Both limits r solve (p - r q)² = h² + r² k², h and k being half the widths of Student's intervals."""
    draws = np.random.default_rng(5)
    one, two = draws.gamma(4, 10, 60), draws.gamma(4, 12, 90)
    row = ratio(sums(F=one, M=two), confidence=confidence)
    h, k = (t_quantile(confidence, len(x) - 1) * x.std(ddof=1) / np.sqrt(len(x)) for x in (one, two))
    p, q = one.mean(), two.mean()
    expected = np.sort(np.roots([q**2 - k**2, -2 * p * q, p**2 - h**2]).real)
    assert [row["low"], row["high"]] == pytest.approx(expected.tolist(), rel=1e-9)


@given(st.integers(0, 1000), st.floats(0.01, 1000))
def test_the_unit_does_not_matter_and_swapping_inverts(seed: int, factor: float) -> None:
    """Cents or euros give the same ratio; the reference over the group has the inverse limits."""
    draws = np.random.default_rng(seed)
    one, two = draws.gamma(9, 10, 50), draws.gamma(9, 11, 70)
    here, scaled = (ratio(sums(F=one * by, M=two * by)) for by in (1.0, factor))
    swapped = ratio(sums(F=one, M=two), "F")
    limits = [here["value"], here["low"], here["high"]]
    assert [scaled["value"], scaled["low"], scaled["high"]] == pytest.approx(limits, rel=1e-6)
    assert [1 / swapped["value"], 1 / swapped["high"], 1 / swapped["low"]] == pytest.approx(limits, rel=1e-6)


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        ([1.0], [1.0, 2.0], "one amount alone in group F"),
        ([4.0, 4.0], [5.0, 5.0, 5.0], "no amount differs in either group"),
        ([-4.0, 2.0], [5.0, 6.0, 7.0], "a ratio needs means above 0"),
        ([4.0, 5.0], [-9.0, 10.0], "the reference's mean cannot be told from 0"),
    ],
)
def test_a_ratio_that_cannot_be_told_has_a_reason(one: list[float], two: list[float], why: str) -> None:
    """Means at or below 0 have no ratio, and one that may be 0 has no end."""
    row = ratio(sums(F=np.array(one), M=np.array(two)))
    assert row["undefined"] == why
    assert np.isnan(row["value"])


@pytest.mark.parametrize(
    ("women", "expected"),
    [
        (amounts(101, 1000), "compliant"),
        (amounts(80, 1000), "non_compliant"),
        (amounts(111, 300), "watch (point_over)"),
        (amounts(130, 150), "not_assessed (too_few)"),
    ],
)
def test_a_charter_may_promise_a_ratio(women: NDArray[np.float64], expected: str) -> None:
    """Inside the band of one tenth, outside, over it unproven, or with too few amounts."""
    assert verdict(PROMISE, COLLECTED, log=log(F=women, M=amounts(100, 4000))) == expected


def worlds(draws: np.random.Generator, name: str, mean: float, size: int) -> pd.DataFrame:
    """One group in many worlds, already summed."""
    shape = (WORLDS, size)
    drawn = {
        "normal": lambda: draws.normal(mean, 0.2 * mean, shape),
        "gamma": lambda: draws.gamma(4, mean / 4, shape),  # the spread is half the mean, as of credits
        "exponential": lambda: draws.exponential(mean, shape),
    }[name]()
    n, spread = np.full(WORLDS, size), drawn.var(axis=1) * size
    return pd.DataFrame(dict(zip(SUMS, (n, drawn.sum(axis=1), spread), strict=True)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["normal", "gamma", "exponential"])
@pytest.mark.parametrize(("size", "other"), [(50, 50), (50, 1000), (300, 100), (1000, 1000)])
@pytest.mark.parametrize("truth", [0.7, 1.0, 1.3])
def test_the_interval_holds_the_truth(kind: str, size: int, other: int, truth: float) -> None:
    """In 4,000 drawn worlds between 93.5 and 97.5 % of the intervals hold the true ratio."""
    draws = np.random.default_rng(11)
    parts = [worlds(draws, kind, mean, many).assign(group=name, world=range(WORLDS))
             for name, mean, many in (("F", 20 * truth, size), ("M", 20.0, other))]  # fmt: skip
    found = compare(as_counts(pd.concat(parts)), by=["world"], metric="mean_ratio", reference="M", min_group=1)
    held = (found["low"] <= truth) & (truth <= found["high"])
    assert 0.935 <= held.mean() <= 0.975
