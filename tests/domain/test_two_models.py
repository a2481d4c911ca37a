"""Champion against challenger: paired and unpaired limits that published examples, and simulation, confirm."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.counts import COUNTS
from dashboard.domain.intervals import newcombe, z
from dashboard.domain.paired import Twice, paired_difference
from dashboard.domain.references import Rule
from dashboard.domain.two_models import TWICE, beside, proven

Z = z(0.95)
RULE = Rule("largest", 0.95, 1)


@pytest.mark.parametrize(
    ("people", "expected"),
    [((36, 2, 12, 0), (0.2, 0.0569, 0.3404)), ((1, 7, 1, 12), (-0.2857, -0.5069, -0.0256))],
)
def test_published_examples(people: tuple[int, ...], expected: tuple[float, ...]) -> None:
    """Newcombe's own table of 50 people, and Bentur's of 21 as Fagerland and others work it out."""
    found = paired_difference(Twice.of(*people), Z)
    assert [float(side) for side in found] == pytest.approx(expected, abs=5e-5)


@given(*[st.integers(0, 60)] * 4)
def test_turned_round_it_mirrors(a: int, b: int, c: int, d: int) -> None:
    """Models swapped, or yes and no swapped, turn the sign; the change lies between its limits."""
    found, swapped = paired_difference(Twice.of(a, b, c, d), Z), paired_difference(Twice.of(a, c, b, d), Z)
    turned = paired_difference(Twice.of(d, c, b, a), Z)
    if a + b + c + d == 0:
        assert np.isnan(found.point)
        return
    assert (float(found.low), float(found.high)) == pytest.approx((-float(swapped.high), -float(swapped.low)))
    assert (float(found.low), float(found.high)) == pytest.approx((-float(turned.high), -float(turned.low)))
    assert found.low <= found.point <= found.high


def test_coverage_of_the_paired_limits() -> None:
    """Of 4,000 draws of 120 people who mostly get the same answer twice, 94 to 97 of 100 limits hold the change."""
    draws = np.random.default_rng(7).multinomial(120, [0.4, 0.05, 0.12, 0.43], size=4000).T
    found = paired_difference(Twice.of(*draws), Z)
    held = ((found.low <= 0.07) & (found.high >= 0.07)).mean()
    assert 0.94 <= held <= 0.97


def counts(rows: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    """tp, fp, fn, tn by group."""
    frame = pd.DataFrame([(name, *row) for name, row in rows.items()], columns=["group", "tp", "fp", "fn", "tn"])
    people = frame[["tp", "fp", "fn", "tn"]].sum(axis=1)
    frame = frame.assign(n=people, labelled=people, undecided=0, selected=frame["tp"] + frame["fp"], attribute="sex")
    return frame[["attribute", "group", *COUNTS]]


CHAMPION = counts({"F": (30, 10, 30, 130), "M": (60, 20, 20, 200)})
CHALLENGER = counts({"F": (45, 12, 15, 128), "M": (60, 20, 20, 200)})


def row(frame: pd.DataFrame, name: str, group: str = "") -> pd.Series:
    """One comparison."""
    return frame[(frame["name"] == name) & (frame["group"] == group)].iloc[0]


def test_independent_rates_by_hand() -> None:
    """F are selected 40 of 200 and 57 of 200: Newcombe's limits for different people; M do not change."""
    found = beside(CHAMPION, CHALLENGER, RULE)
    change = row(found, "selection_rate", "F")
    assert change["change"] == pytest.approx(0.085)
    assert (change["low"], change["high"]) == pytest.approx(newcombe(57, 200, 40, 200, Z))
    assert row(found, "selection_rate", "M")["change"] == 0
    assert not change["paired"]
    gap = row(found, "selection_rate_gap", "F")
    assert (gap["champion"], gap["challenger"]) == pytest.approx((0.2 - 80 / 300, 57 / 200 - 80 / 300))


def test_the_same_people_are_surer() -> None:
    """15 F who qualify and 2 who do not are found besides: limits of pairs are narrower, for rates and for gaps."""
    asked = [
        ("F", "1", 30, 0, 15, 15), ("F", "0", 10, 0, 2, 128), ("M", "1", 60, 0, 0, 20), ("M", "0", 20, 0, 0, 200),
    ]  # fmt: skip
    twice = pd.DataFrame(asked, columns=["group", "outcome", *TWICE]).assign(attribute="sex")
    loose, tight = beside(CHAMPION, CHALLENGER, RULE), beside(CHAMPION, CHALLENGER, RULE, twice)
    for name in ("selection_rate", "true_positive_rate", "accuracy", "error_rate", "selection_rate_gap"):
        wide, narrow = row(loose, name, "F"), row(tight, name, "F")
        assert narrow["paired"]
        assert narrow["high"] - narrow["low"] < wide["high"] - wide["low"]
        assert narrow["low"] <= wide["change"] <= narrow["high"]
    expected = paired_difference(Twice.of(30, 0, 15, 15), Z)
    found = row(tight, "true_positive_rate", "F")
    assert (found["low"], found["high"]) == pytest.approx((float(expected.low), float(expected.high)))
    assert not row(tight, "precision", "F")["paired"]
    assert bool(proven(tight)[found.name])


def test_a_metric_over_all_groups_is_one_line_whoever_the_extremes_are() -> None:
    """The champion selects F least, the challenger M: the widest gap is compared all the same."""
    found = beside(CHAMPION, counts({"F": (60, 60, 0, 80), "M": (60, 20, 20, 200)}), RULE)
    widest = row(found, "demographic_parity_difference")
    assert (widest["champion"], widest["challenger"]) == pytest.approx((80 / 300 - 0.2, 0.6 - 80 / 300))
    assert len(found[(found["name"] == "demographic_parity_difference")]) == 1


def test_a_model_against_itself_changes_nothing() -> None:
    """Every change is 0 and none is proven."""
    found = beside(CHAMPION, CHAMPION, RULE)
    known = found[found["undefined"].isna()]
    assert len(known) > 50
    assert (known["change"].dropna() == 0).all()
    assert not proven(known).any()


def test_what_does_not_exist_has_no_change() -> None:
    """Nobody of F qualifies for the challenger's people: the reason stands where the change would."""
    found = beside(CHAMPION, counts({"F": (0, 40, 0, 160), "M": (60, 20, 20, 200)}), RULE)
    missing = row(found, "true_positive_rate", "F")
    assert missing["undefined"] == "no positives"
    assert np.isnan(missing["change"])
