"""What remedies do to groups: weights that leave nothing to tell, odds that are equal, lots that add up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.remedies import Cells, Remedy, shares, together
from dashboard.domain.remedies_calibrated import calibrated, cost
from dashboard.domain.remedies_odds import equalized_odds, thresholds_for_odds, thresholds_for_parity
from dashboard.domain.remedies_reject import reject_option
from dashboard.domain.reweighing import reweighing
from dashboard.domain.score_histograms import Histogram
from dashboard.domain.threshold_ladders import Ladder

whole = st.integers(1, 400).map(float)
groups = st.lists(st.tuples(whole, whole, whole, whole), min_size=2, max_size=6).map(
    lambda rows: [Cells("ABCDEF"[at], *row) for at, row in enumerate(rows)]
)


def scores(draw: st.DrawFn, name: str) -> Ladder:
    """A group with both outcomes, scores in tenths."""
    size = draw(st.integers(2, 11))
    good, bad = (draw(st.lists(st.integers(0, 9), min_size=size, max_size=size)) for _ in range(2))
    good[-1], bad[0] = good[-1] + 1, bad[0] + 1
    values = np.arange(size) / 10
    return Ladder.of(name, Histogram(values, np.array(good, float), np.array(bad, float), np.zeros(size)))


ladders = st.composite(lambda draw, most: [scores(draw, "ABCD"[at]) for at in range(draw(st.integers(2, most)))])


def decided(found: list[Ladder]) -> list[Cells]:
    """Everybody selected."""
    return [Cells(one.group, one.positives, one.negatives, 0, 0) for one in found]


def errors(remedy: Remedy) -> tuple[list[float], list[float]]:
    """False and true positive rates after."""
    return (
        [one.fp / one.negatives for one in remedy.after],
        [one.tp / one.positives for one in remedy.after],
    )


def right(cells: object) -> float:
    """Right decisions."""
    one = together(cells)  # type: ignore[arg-type]
    return one.tp + one.tn


def test_weights_by_hand() -> None:
    """60 of 100 A and 20 of 100 B qualify, 80 of 200 in all: A's 60 stand for 40, its 40 for 60."""
    found = reweighing([Cells("A", 50, 10, 10, 30), Cells("B", 10, 0, 10, 80)])
    weights = {(row["group"], row["outcome"]): row["weight"] for row in found.rows}
    assert weights == pytest.approx({("A", 1): 40 / 60, ("A", 0): 60 / 40, ("B", 1): 40 / 20, ("B", 0): 60 / 80})
    assert [row["people"] for row in found.rows] == [60, 40, 20, 80]
    assert found.parameters["largest_weight"] == pytest.approx(2.0)


@given(groups)
def test_weights_leave_nothing_to_tell(cells: list[Cells]) -> None:
    """After them every group has the base rate of all, and as many people as before."""
    found = reweighing(cells)
    base = together(cells).positives / together(cells).people
    assert [one.positives / one.people for one in found.after] == pytest.approx([base] * len(cells))
    assert [one.people for one in found.after] == pytest.approx([one.people for one in cells])
    assert 0 < float(found.parameters["effective_people"]) <= together(cells).people + 1e-6


@given(groups)
def test_odds_become_equal(cells: list[Cells]) -> None:
    """Chances between 0 and 1 with which both error rates are the same in every group; nobody is lost."""
    found = equalized_odds(cells)
    wrong, found_rate = errors(found)
    assert wrong == pytest.approx([wrong[0]] * len(cells), abs=1e-9)
    assert found_rate == pytest.approx([found_rate[0]] * len(cells), abs=1e-9)
    chances = [float(value) for row in found.rows for name, value in row.items() if name != "group"]
    assert all(0 <= chance <= 1 for chance in chances)
    assert [one.people for one in found.after] == pytest.approx([one.people for one in cells])


def test_equal_odds_stay_as_they_are() -> None:
    """Groups of the same rates need no lots: decided for stays decided for."""
    found = equalized_odds([Cells("A", 8, 2, 2, 8), Cells("B", 16, 4, 4, 16)])
    assert [(row["selected_if_decided_for"], row["selected_if_passed_over"]) for row in found.rows] == [(1, 0), (1, 0)]


def test_odds_by_hand() -> None:
    """A finds .9 at .1 wrong, B .6 at .2 and .6 at none is out of reach: B stays, A comes down to it."""
    found = equalized_odds([Cells("A", 90, 10, 10, 90), Cells("B", 60, 20, 40, 80)])
    wrong, found_rate = errors(found)
    assert (wrong[0], found_rate[0]) == pytest.approx((0.2, 0.6))
    assert dict(found.rows[1]) == {"group": "B", "selected_if_decided_for": 1, "selected_if_passed_over": 0}


def test_decisions_that_say_nothing_leave_lots() -> None:
    """A group whose rates are equal can only be drawn for; the remark says so, and as many are selected as before."""
    found = equalized_odds([Cells("A", 8, 2, 2, 8), Cells("B", 5, 5, 5, 5)])
    wrong, found_rate = errors(found)
    assert wrong == pytest.approx(found_rate)
    assert "B say nothing about outcomes" in found.remarks[0]
    assert together(found.after).selected == pytest.approx(20)


@settings(max_examples=60)
@given(ladders(4))
def test_thresholds_for_odds_make_them_equal_and_none_is_better(found: list[Ladder]) -> None:
    """Both error rates are the same, and no single threshold that already has the same rates is right more often."""
    remedy = thresholds_for_odds(found, decided(found))
    wrong, found_rate = errors(remedy)
    assert wrong == pytest.approx([wrong[0]] * len(found), abs=1e-9)
    assert found_rate == pytest.approx([found_rate[0]] * len(found), abs=1e-9)
    nobody, everybody = sum(one.negatives for one in found), sum(one.positives for one in found)
    assert right(remedy.after) >= max(nobody, everybody) - 1e-6


@settings(max_examples=60)
@given(ladders(3))
def test_thresholds_for_parity_select_alike_and_none_is_better(found: list[Ladder]) -> None:
    """The same share of every group, and at least as many right as any two neighbouring thresholds at any share."""
    remedy = thresholds_for_parity(found, decided(found))
    share = [one.selected / one.people for one in remedy.after]
    assert share == pytest.approx([share[0]] * len(found), abs=1e-9)
    best = 0.0
    for at in np.linspace(0, 1, 41):
        best = max(best, sum(_by_neighbours(one, float(at)) for one in found))
    assert right(remedy.after) >= best - 1e-6


def _by_neighbours(one: Ladder, share: float) -> float:
    """Right decisions about a group when the share is reached with lots between two neighbouring thresholds."""
    rights = one.found + one.negatives - one.wrong
    return float(np.interp(share, one.selected / one.people, rights))


def test_thresholds_mix_by_hand() -> None:
    """One corner at half: A and B each select their upper half, without lots."""
    up = Histogram(np.array([0.2, 0.8]), np.array([1.0, 9.0]), np.array([9.0, 1.0]), np.zeros(2))
    found = [Ladder.of("A", up), Ladder.of("B", up)]
    row = thresholds_for_parity(found, decided(found)).rows[0]
    assert (row["threshold_b"], row["share_b"]) == (0.8, 1.0)


def test_calibrated_by_hand() -> None:
    """A misses .2 on average, B .4: of A, whose base rate would miss .5, two in three lose their score."""
    a = Histogram(np.array([0.2, 0.8]), np.array([0.0, 10.0]), np.array([10.0, 0.0]), np.zeros(2))
    b = Histogram(np.array([0.4, 0.6]), np.array([0.0, 10.0]), np.array([10.0, 0.0]), np.zeros(2))
    found = [Ladder.of("A", a), Ladder.of("B", b)]
    assert cost(found[0], "fnr") == pytest.approx(0.2)
    remedy = calibrated(found, decided(found), "fnr", 0.7)
    assert [row["replaced"] for row in remedy.rows] == pytest.approx([2 / 3, 0])
    assert [row["cost_after"] for row in remedy.rows] == pytest.approx([0.4, 0.4])
    assert remedy.after[0].tp == pytest.approx(10 / 3)
    assert remedy.after[1].tp == 0


def test_calibrated_says_whom_it_cannot_help() -> None:
    """Even A's base rate, 9 of 10, misses less than B: all its scores go and the costs stay apart."""
    a = Histogram(np.array([0.5, 1.0]), np.array([0.0, 9.0]), np.array([1.0, 0.0]), np.zeros(2))
    b = Histogram(np.array([0.1, 0.6]), np.array([0.0, 10.0]), np.array([10.0, 0.0]), np.zeros(2))
    found = [Ladder.of("A", a), Ladder.of("B", b)]
    remedy = calibrated(found, decided(found), "fnr", 0.5)
    assert remedy.rows[0]["replaced"] == 1
    assert "A cannot be brought" in remedy.remarks[0]


def test_reject_option_by_hand() -> None:
    """B's who qualify score a step lower: the best pair selects B from a lower threshold, and there is no gap."""
    a = Histogram(np.array([0.3, 0.5, 0.7]), np.array([0.0, 0.0, 5.0]), np.array([5.0, 0.0, 0.0]), np.zeros(3))
    b = Histogram(np.array([0.3, 0.5, 0.7]), np.array([0.0, 5.0, 0.0]), np.array([5.0, 0.0, 0.0]), np.zeros(3))
    found = [Ladder.of("A", a), Ladder.of("B", b)]
    remedy = reject_option(found, decided(found), {"B"}, "selection_rate")
    assert remedy.parameters == pytest.approx({"gap": 0.0, "balanced_accuracy": 1.0})
    assert [(one.tp, one.fp) for one in remedy.after] == [(5, 0), (5, 0)]
    assert 0.3 < float(remedy.rows[1]["selected_above"]) < 0.5


@settings(max_examples=40)
@given(ladders(3))
def test_reject_option_lowers_and_raises(found: list[Ladder]) -> None:
    """The disadvantaged have the lower threshold, and cut and margin say the same as both thresholds."""
    remedy = reject_option(found, decided(found), {"A"}, "true_positive_rate")
    at = {str(row["group"]): float(row["selected_above"]) for row in remedy.rows}
    assert all(at["A"] <= other for other in at.values())
    row = remedy.rows[0]
    assert float(row["cut"]) - float(row["margin"]) == pytest.approx(at["A"])
    assert 0 <= float(row["margin"]) <= min(float(row["cut"]), 1 - float(row["cut"])) + 1e-9


def test_shares_have_wilsons_interval_of_as_many_people() -> None:
    """5 of 10 is .5, .237 to .763; fixed rates have none; nobody is no share."""
    found = shares([Cells("A", 5, 0, 5, 0)], "true_positive_rate", 0.95)["A"]
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.2366, 0.7634), abs=1e-4)
    assert np.isnan(shares([Cells("A", 5, 0, 5, 0)], "true_positive_rate", 0.95, fixed=True)["A"].low)
    assert np.isnan(shares([Cells("A", 5, 0, 5, 0)], "false_positive_rate", 0.95)["A"].value)
