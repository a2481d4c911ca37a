"""Among many comparisons some look bad by chance: Benjamini and Hochberg's correction over a whole assessment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.intervals import mover_ratio, newcombe, z
from dashboard.domain.multiplicity import Family, p_beyond
from tests.assessing import counts, decisions, verdict, words

STATS = pytest.importorskip("scipy.stats")
RATIO = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}
COLLECTED = {"protected_attributes": {"sex": "collected"}}


def test_adjusted_values_a_person_can_check() -> None:
    """Four p-values: 0.01 × 4/1, 0.02 × 4/2, 0.03 × 4/3 are 0.04 each; 0.5 stays 0.5; unjudged ones count not."""
    p = np.array([0.02, 0.5, np.nan, 0.01, 0.03])
    assert Family.of([p]).adjust(p) == pytest.approx([0.04, 0.5, np.nan, 0.04, 0.04], nan_ok=True)
    assert len(Family.of([p, p]).raw) == 8
    assert np.isnan(Family.of([]).adjust(p)).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_values_are_scipys(p: list[float]) -> None:
    """Equal to scipy's `false_discovery_control`, ties and zeros included."""
    found = Family.of([np.array(p)]).adjust(np.array(p))
    assert found == pytest.approx(STATS.false_discovery_control(p), abs=1e-12)


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["gap", "ratio"]), st.sampled_from([0.9, 0.95, 0.99]))
def test_p_and_interval_say_the_same(first: int, second: int, kind: str, confidence: float) -> None:
    """P is at most 1 - confidence exactly where the whole interval lies beyond the band."""
    way = newcombe if kind == "gap" else mover_ratio
    low, high = (np.atleast_1d(limit) for limit in way(first, 1000, second, 1000, z(confidence)))
    value = np.atleast_1d((first - second) / 1000 if kind == "gap" else first / second)
    band = (-0.05, 0.05) if kind == "gap" else (0.8, 1.25)
    numbers = {"value": value, "low": low, "high": high, "lower": np.full(1, band[0]), "upper": np.full(1, band[1])}

    p = p_beyond(numbers, confidence, ratio=kind == "ratio")[0]

    beyond = bool((high < band[0])[0] or (low > band[1])[0])
    assert (p <= 1 - confidence + 1e-9) == beyond or abs(p - (1 - confidence)) < 1e-9


def test_one_group_among_many_is_not_proven_any_more() -> None:
    """Beyond the line alone and among few, not among fifty that keep it: it is watched then; the sentence says so."""
    bad = {"M": (60_000, 0.5), "X": (900, 0.352)}
    many = bad | {f"G{number}": (5_000, 0.5) for number in range(50)}
    assert verdict(RATIO, COLLECTED, log=decisions(counts(bad)), multiplicity="benjamini_hochberg") == "non_compliant"
    assert verdict(RATIO, COLLECTED, log=decisions(counts(many))) == "non_compliant"
    log = decisions(counts(many))
    assert verdict(RATIO, COLLECTED, log=log, multiplicity="benjamini_hochberg") == "watch (point_over)"
    said = words(RATIO, COLLECTED, log=log, multiplicity="benjamini_hochberg").reason
    assert "among 51 comparisons (Benjamini–Hochberg)" in said


@pytest.mark.slow
def test_fair_worlds_seldom_hold_a_breach() -> None:
    """Rates exactly on the line, 40 groups: some interval lies beyond it in most worlds, a corrected breach in 5 %."""
    rng = np.random.default_rng(9)
    m = np.full(40, 3_000)
    alone, corrected = 0, 0
    for _ in range(400):
        k, other = rng.binomial(m, 0.4), rng.binomial(60_000, 0.5)
        low, high = mover_ratio(k, m, np.full(40, other), np.full(40, 60_000), z(0.95))
        numbers = {"value": (k / m) / (other / 60_000), "low": low, "high": high}
        numbers |= {"lower": np.full(40, 0.8), "upper": np.full(40, 1.25)}
        p = p_beyond(numbers, 0.95, ratio=True)
        alone += bool((p <= 0.05).any())
        corrected += bool((Family.of([p]).adjust(p) <= 0.05).any())
    assert alone / 400 > 0.5
    assert corrected / 400 <= 0.07


def test_no_comparison_at_all_is_no_family() -> None:
    """Without any decision there is nothing to correct for: the finding says that there is no data."""
    assert verdict(RATIO, COLLECTED, multiplicity="benjamini_hochberg") == "not_assessed (no_data)"
