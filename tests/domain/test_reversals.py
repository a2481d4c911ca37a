"""Crude and like for like side by side: when it is said in words, and whether the strata agree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.domain.fairness import compare
from dashboard.domain.homogeneity import chi_square_tail, homogeneity
from dashboard.domain.reversals import reversal_sentence, turn_of
from tests.assessing import counts, decisions, words

WITHIN = {
    "fairness": "selection_rate_gap",
    "between": [-0.1, 0.1],
    "window": "90d",
    "within": "channel",
    "reference": "M",
}


def compared(*rows: tuple[str, str, int, int], metric: str = "selection_rate_gap") -> dict[str, object]:
    """F against M from (group, stratum, selected, n)."""
    frame = pd.DataFrame(rows, columns=["group", "channel", "selected", "n"]).assign(cell="a")
    frame = frame.assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0)
    found = compare(frame, by=["cell"], metric=metric, within="channel", reference="M")
    return {str(name): value for name, value in found.iloc[0].to_dict().items()}


TURNS = (("F", "phone", 800, 4000), ("M", "phone", 150, 1000), ("F", "web", 750, 1000), ("M", "web", 2800, 4000))
SHRINKS = (("F", "phone", 760, 4000), ("M", "phone", 200, 1000), ("F", "web", 690, 1000), ("M", "web", 2800, 4000))
STEADY = (("F", "phone", 1600, 4000), ("M", "phone", 500, 1000), ("F", "web", 400, 1000), ("M", "web", 2000, 4000))


def test_a_turn_is_told_with_both_values() -> None:
    """Ahead by 5 points on each channel, behind by 28 together: the sentence has both and says that it turns."""
    said = reversal_sentence(compared(*TURNS), "channel")
    expected = "Within channel the gap of F to M is 5.0 points, taken together −28.0 points: the picture turns round."
    assert said == expected


def test_a_shrink_of_more_than_half_is_told() -> None:
    """1 point of 30 is left within channel: most of the gap comes from the mix of cases."""
    said = reversal_sentence(compared(*SHRINKS), "channel")
    assert said.startswith(
        "Within channel the gap of F to M is −1.0 points, taken together −31.0 points: more than half"
    )
    assert turn_of(compared(*SHRINKS, metric="selection_rate_ratio")) == "shrinks"


def test_a_steady_gap_is_not_told() -> None:
    """10 points in each channel and together: nothing turns, nothing is said."""
    assert reversal_sentence(compared(*STEADY), "channel") == ""


def test_chance_is_not_told() -> None:
    """The same rates on a two-hundredth of the decisions prove neither a turn nor a shrink."""
    few = tuple((group, channel, k // 200, n // 200) for group, channel, k, n in SHRINKS)
    assert turn_of(compared(*few)) == ""


def test_a_finding_within_strata_shows_the_crude_value_too() -> None:
    """The reason of a like-for-like finding names both values, turned or not."""
    strata = [
        counts({"M": (5000, 0.5), "F": (3000, 0.48)}, stratum="phone"),
        counts({"M": (3000, 0.9), "F": (5000, 0.9)}, stratum="web"),
    ]
    fields = {"protected_attributes": {"sex": "collected"}, "strata": ["channel"]}
    said = words(WITHIN, fields, log=decisions(strata=strata)).reason
    assert "taken together 9.3 points" in said
    steady = [counts({"M": (5000, 0.5), "F": (5000, 0.45)}, stratum=name) for name in ("phone", "web")]
    said = words(WITHIN, fields, log=decisions(strata=steady)).reason
    assert "Within channel; taken together −5.0 points." in said


def test_a_finding_over_all_groups_shows_the_crude_value_too() -> None:
    """The widest gap within strata is told beside the widest of all decisions together, maybe of other groups."""
    strata = [
        counts({"M": (5000, 0.5), "F": (3000, 0.48), "X": (3000, 0.5)}, stratum="phone"),
        counts({"M": (3000, 0.9), "F": (5000, 0.9), "X": (3000, 0.9)}, stratum="web"),
    ]
    fields = {"protected_attributes": {"sex": "collected"}, "strata": ["channel"]}
    check = {"fairness": "demographic_parity_difference", "at_most": 0.1, "window": "90d", "min_group": 200}
    said = words({**check, "within": "channel"}, fields, log=decisions(strata=strata)).reason
    assert "Within channel the widest gap is" in said
    assert "taken together 9.3 points: more than half of it comes from the mix of cases." in said


def test_strata_that_quarrel_are_named() -> None:
    """Ahead on one channel and behind on the other: the like-for-like average stands for neither, and that is said."""
    row = compared(("F", "a", 900, 1000), ("M", "a", 500, 1000), ("F", "b", 90, 1000), ("M", "b", 500, 1000))
    assert float(str(row["homogeneity"])) < 1e-6
    strata = [counts({"M": (5000, 0.5), "F": (5000, rate)}, stratum=name) for name, rate in (("a", 0.6), ("b", 0.42))]
    fields = {"protected_attributes": {"sex": "collected"}, "strata": ["channel"]}
    said = words(WITHIN, fields, log=decisions(strata=strata)).reason
    assert "It is not the same in every channel (Breslow–Day p < 0.001), so look at each." in said


def test_homogeneity_where_it_cannot_be_told() -> None:
    """One stratum, or nobody selected anywhere, has no p; equal odds ratios have p = 1."""
    one, two, ten = np.array([[3.0]]), np.array([[5.0]]), np.array([[10.0]])
    assert np.isnan(homogeneity(one, ten, two, ten))
    both = (np.repeat(part, 2, axis=1) for part in (one, ten, two, ten))
    assert homogeneity(*both) == pytest.approx(1.0)
    nobody = np.zeros((1, 2))
    assert np.isnan(homogeneity(nobody, nobody + 9, nobody, nobody + 9))


SIDES = st.lists(
    st.tuples(st.integers(5, 200), st.integers(5, 200), st.floats(0.05, 0.95), st.floats(0.05, 0.95)),
    min_size=2, max_size=6,
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # statsmodels imports what warns
@settings(max_examples=60)
@given(SIDES)
def test_breslow_day_equals_statsmodels(strata: list[tuple[int, int, float, float]]) -> None:
    """With Tarone's correction p equals statsmodels' StratifiedTable over any strata that hold all four outcomes."""
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    n, m = (np.array([[row[place] for row in strata]], float) for place in (0, 1))
    k, other = (
        np.clip(np.round(size * rate), 1, size - 1)
        for size, rate in ((n, [r[2] for r in strata]), (m, [r[3] for r in strata]))
    )
    made = [[[a, b - a], [c, d - c]] for a, b, c, d in np.stack([k[0], n[0], other[0], m[0]], axis=1)]
    theirs = tables.StratifiedTable(made).test_equal_odds(adjust=True).pvalue
    assume(np.isfinite(theirs))  # theirs divides 0 by 0 where the common odds ratio is exactly 1
    assert homogeneity(k, n, other, m)[0] == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize(
    ("value", "degrees", "tail"), [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (18.307038, 10, 0.05)]
)
def test_chi_square_tail(value: float, degrees: int, tail: float) -> None:
    """The familiar 5 % points of the tables."""
    assert chi_square_tail(value, degrees) == pytest.approx(tail, abs=1e-7)
