"""Two models on the same rows: limits that published examples, a second implementation and simulation confirm."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.counts import COUNTS
from dashboard.domain.intervals import Array, wilson_limits, z
from dashboard.domain.references import Rule
from dashboard.domain.same_rows import SameRows, correlations, paired_change
from dashboard.domain.slopes import slopes_of
from dashboard.domain.two_models import beside, proven
from tests.newcombe_paired import Twice, paired_difference

Z = z(0.95)
RULE = Rule("largest", 0.95, 1)
NAMES = ("F", "M")
# By group: outcome 0, 1 and unknown; champion passes over or selects; challenger likewise.
PEOPLE = np.array([[[[128, 2], [0, 10]], [[15, 15], [0, 30]], [[0, 0], [0, 0]]],
                   [[[200, 0], [0, 20]], [[20, 0], [0, 60]], [[0, 0], [0, 0]]]], dtype=float)  # fmt: skip


def counts(side: Array, names: Sequence[str] = NAMES) -> pd.DataFrame:
    """COUNTS of groups × outcome × decision."""
    (tn, fp), (fn, tp) = (side[:, outcome].T for outcome in (0, 1))
    frame = pd.DataFrame({"group": list(names), "attribute": "sex", "tp": tp, "fp": fp, "fn": fn, "tn": tn})
    labelled = tp + fp + fn + tn
    return frame.assign(n=side.sum(axis=(1, 2)), undecided=0, labelled=labelled, selected=side[:, :, 1].sum(axis=1))[
        ["attribute", "group", *COUNTS]
    ]


def compared(cells: Array, *, same: bool = True, rule: Rule = RULE) -> pd.DataFrame:
    """Both models of the same rows, by name and group."""
    sides = counts(cells.sum(axis=3)), counts(cells.sum(axis=2))
    found = beside(*sides, rule, {"sex": SameRows(NAMES, cells)} if same else None)
    return found.set_index(["name", "group"])


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


def test_a_slope_by_hand() -> None:
    """One F more who is selected moves 40 of 200 by (1 - 0.2) / 200, one who is passed over by -0.2 / 200."""
    asked = [("rate", "selection_rate"), ("metric", "selection_rate_gap")]
    found = slopes_of(PEOPLE.sum(axis=3)[None], NAMES, asked, Rule("M", 0.95, 1))
    rate, gap = (found[one][0] for one in asked)
    assert rate[0, 1, :, 0] == pytest.approx([-0.001, 0.004], rel=1e-4)
    assert rate[1, 1, :, 0] == pytest.approx([0, 0], abs=1e-12)
    assert gap[0, 1, :, 0] == pytest.approx([-0.001, 0.004], rel=1e-4)
    assert gap[1, 1, 1, 0] == pytest.approx(-(1 - 80 / 300) / 300, rel=1e-4)


@given(*[st.integers(0, 60)] * 4)
def test_for_shares_they_are_newcombes(a: int, b: int, c: int, d: int) -> None:
    """Found among those who qualify, both times a, first b, second c, never d: method 10 to nine digits."""
    cells = PEOPLE.copy()
    cells[0, 1] = [[d, c], [b, a]]
    asked = ("rate", "true_positive_rate")
    together = correlations(SameRows(NAMES, cells), [asked], Rule("M", 0.95, 1))[asked][0]
    was, now = (wilson_limits(yes, a + b + c + d, Z) for yes in (a + b, a + c))
    found, expected = paired_change(was, now, together), paired_difference(Twice.of(a, b, c, d), Z)
    assert [float(side) for side in found] == pytest.approx([float(side) for side in expected], abs=1e-7, nan_ok=True)


def test_and_so_in_the_table() -> None:
    """Of 60 F who qualify 30 are found twice, 15 by the challenger alone, 15 by neither."""
    found, expected = compared(PEOPLE).loc["true_positive_rate", "F"], paired_difference(Twice.of(30, 0, 15, 15), Z)
    assert (found["low"], found["high"]) == pytest.approx((float(expected.low), float(expected.high)), abs=1e-7)
    assert found["paired"]


def test_every_rate_and_metric_is_paired_and_surer() -> None:
    """15 F who qualify and 2 who do not are found besides: every line is of the same people, no rate is wider."""
    tight, loose = compared(PEOPLE), compared(PEOPLE, same=False)
    assert list(tight.index) == list(loose.index)
    known = tight["undefined"].isna() & np.isfinite(tight["low"]) & np.isfinite(tight["high"])
    assert known.sum() > 100
    assert tight.loc[known, "paired"].all()
    width = (tight["high"] - tight["low"]) / (loose["high"] - loose["low"])
    rates = known & (tight["about"] == "rate")
    assert (width[rates] < 1.001).all()  # of metrics some go apart: where the extremes change places
    assert width[known].median() < 0.7
    assert ((tight["low"] <= tight["change"]) & (tight["change"] <= tight["high"]))[known].all()
    assert bool(proven(tight)["true_positive_rate", "F"])
    assert bool(proven(tight)["f1_score", "F"])


def test_beyond_many_groups_the_limits_are_those_of_different_people() -> None:
    """Thirty-one groups: nothing is paired, and each line says so."""
    names = tuple(f"g{at:02}" for at in range(31))
    cells = np.repeat(PEOPLE[:1], 31, axis=0)
    sides = counts(cells.sum(axis=3), names), counts(cells.sum(axis=2), names)
    assert not beside(*sides, RULE, {"sex": SameRows(names, cells)})["paired"].any()


@settings(max_examples=30)
@given(st.integers(1, 5), st.lists(st.integers(1, 40), min_size=24, max_size=24))
def test_rows_of_one_person_count_once(times: int, numbers: list[int]) -> None:
    """Every row several times, as so many rows of one person: figures go together as if each were there once."""
    cells = np.array(numbers, dtype=float).reshape(2, 3, 2, 2)
    asked = [("rate", "selection_rate"), ("rate", "f1_score"), ("metric", "accuracy_gap"), ("metric", "theil_index")]
    rule = Rule("M", 0.95, 1)
    once = correlations(SameRows(NAMES, cells), asked, rule)
    people = SameRows(NAMES, times * cells, np.diag(cells.ravel()) * times**2, np.full(2, float(times)))
    again = correlations(people, asked, rule)
    for one in asked:
        assert again[one] == pytest.approx(once[one], abs=1e-4, nan_ok=True)
