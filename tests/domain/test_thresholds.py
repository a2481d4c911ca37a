"""Thresholds by group: as cheap as trying every combination finds, in any order, and never dearer than a grid's."""

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as draw

from dashboard.domain.fairness import METRICS, compare, verdict
from dashboard.domain.score_histograms import Histogram
from dashboard.domain.threshold_ladders import Ladder
from dashboard.domain.thresholds import PARITIES, Setting, custom, group_thresholds, single
from dashboard.domain.thresholds_line import Line, cheapest_kept
from dashboard.domain.thresholds_parity import Parity
from tests.domain.threshold_grids import by_slice_order, counts_of

RATE = {"demographic parity": "selection_rate", "equal opportunity": "true_positive_rate", "equal accuracy": "accuracy"}
LEFT = Ladder.of("left", Histogram.of([0.9, 0.8, 0.6, 0.4, 0.2], [1, 1, 0, 1, 0]))
RIGHT = Ladder.of("right", Histogram.of([0.7, 0.5, 0.3, 0.1], [1, 0, 1, 0]))


@draw.composite
def several(choose: draw.DrawFn, most: int = 3) -> list[Ladder]:
    """Two or three groups of two to six people with both outcomes, on few scores, so that ties abound."""
    found = []
    for name in "abc"[: choose(draw.integers(2, most))]:
        people = choose(draw.lists(draw.tuples(draw.integers(0, 5), draw.booleans()), min_size=0, max_size=4))
        people += [(choose(draw.integers(0, 5)), True), (choose(draw.integers(0, 5)), False)]
        scores, labels = zip(*people, strict=True)
        found.append(Ladder.of(name, Histogram.of(np.array(scores) / 5, labels)))
    return found


def every(ladders: list[Ladder], rate: str, ratio: float) -> list[tuple[float, float, int]]:
    """Cost, gap and people selected of every combination of thresholds, by hand."""
    shares = [one.shares(rate) for one in ladders]
    tried = []
    for places in product(*(range(len(one.thresholds)) for one in ladders)):
        at = list(zip(ladders, places, strict=True))
        cost = sum(ratio * one.wrong[place] + one.positives - one.found[place] for one, place in at)
        values = [share[place] for share, place in zip(shares, places, strict=True)]
        tried.append((float(cost), max(values) - min(values), int(sum(one.selected[place] for one, place in at))))
    return tried


def test_a_ladder_by_hand() -> None:
    """Five people, two of them not positive: each threshold from infinity down says whom it selects."""
    assert LEFT.thresholds.tolist() == [np.inf, 0.9, 0.8, 0.6, 0.4, 0.2]
    assert LEFT.found.tolist() == [0, 1, 2, 2, 3, 3]
    assert LEFT.wrong.tolist() == [0, 0, 0, 1, 1, 2]


def test_the_cheapest_by_hand() -> None:
    """With equal costs 0.4 makes one mistake left; 0.7 makes one right, as 0.3 does, and selects fewer."""
    apart = group_thresholds([RIGHT, LEFT], 1)
    assert apart.places == {"left": 0.8, "right": 0.7}
    assert apart.cost == 2
    assert single([LEFT, RIGHT], 1).places == {"left": 0.7, "right": 0.7}


def test_costs_weigh_the_two_mistakes() -> None:
    """Where a wrong selection costs nothing everybody is selected; where it costs 1,000, nobody wrongly."""
    assert [one.fn for one in group_thresholds([LEFT, RIGHT], 0).groups] == [0, 0]
    assert [one.fp for one in group_thresholds([LEFT, RIGHT], 1000).groups] == [0, 0]
    with pytest.raises(ValueError, match="cost ratio"):
        group_thresholds([LEFT], -1)


@given(several(), draw.sampled_from([0.5, 1, 2]))
def test_single_and_group_thresholds_are_the_cheapest(ladders: list[Ladder], ratio: float) -> None:
    """No threshold for all, and no combination, costs less; of those that cost the same none selects fewer."""
    tried = every(ladders, "selection_rate", ratio)
    apart = group_thresholds(ladders, ratio)
    assert (apart.cost, sum(one.tp + one.fp for one in apart.groups)) == min((cost, taken) for cost, _, taken in tried)
    alike = []
    for threshold in [np.inf, *np.arange(6) / 5]:
        found = custom(ladders, dict.fromkeys("abc", threshold), ratio)
        alike.append((found.cost, sum(one.tp + one.fp for one in found.groups)))
    one = single(ladders, ratio)
    assert (one.cost, sum(each.tp + each.fp for each in one.groups)) == min(alike)
    assert len(set(one.places.values())) == 1


@given(several(), draw.sampled_from(list(RATE.values())), draw.sampled_from([0.5, 1, 2]), draw.sampled_from([0, 0.2]))
def test_parity_is_the_cheapest_of_all_combinations(
    ladders: list[Ladder], rate: str, ratio: float, within: float
) -> None:
    """Of all combinations within the gap, or the smallest there is: cost, then gap, then people selected."""
    tried = every(ladders, rate, ratio)
    nearest = min(gap for _, gap, _ in tried)
    allowed = [one for one in tried if one[1] <= max(within, nearest) + 1e-9]
    cost, gap = min((cost, round(gap, 9)) for cost, gap, _ in allowed)
    fewest = min(taken for c, g, taken in allowed if (c, round(g, 9)) == (cost, gap))
    search = Parity(ladders, rate, ratio)
    found = search.cheapest(within)
    assert search.smallest == pytest.approx(nearest)
    assert (found.setting.cost, found.gap) == (cost, pytest.approx(gap))
    assert sum(one.tp + one.fp for one in found.setting.groups) == fewest


@given(several(), draw.sampled_from(list(RATE.values())), draw.sampled_from([0.5, 1, 2]))
def test_the_frontier_is_every_setting_that_none_beats(ladders: list[Ladder], rate: str, ratio: float) -> None:
    """Cost against gap: exactly the combinations that no other beats in one and equals in the other."""
    tried = {(cost, round(gap, 9)) for cost, gap, _ in every(ladders, rate, ratio)}
    beaten = {
        one for one in tried if any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in tried)
    }  # fmt: skip
    found = [(point.setting.cost, round(point.gap, 9)) for point in Parity(ladders, rate, ratio).frontier(0)]
    assert found == sorted(tried - beaten)


@given(several(), draw.sampled_from([0.3, 1, 1.7]))
def test_the_order_of_groups_moves_nothing(ladders: list[Ladder], ratio: float) -> None:
    """Each strategy gives the same thresholds, matrices and costs whichever group comes first."""
    said = {repr(_all(list(order), ratio)) for order in permutations(ladders)}
    assert len(said) == 1


def _all(ladders: list[Ladder], ratio: float) -> list[Setting]:
    parities = [Parity(ladders, rate, ratio).cheapest(0.1).setting for rate in RATE.values()]
    return [single(ladders, ratio), *parities, group_thresholds(ladders, ratio)]


@given(several(2), draw.sampled_from(["selection_rate_ratio", "true_positive_rate_gap"]), draw.booleans())
def test_a_line_is_kept_at_the_least_cost(ladders: list[Ladder], metric: str, wide: bool) -> None:  # noqa: FBT001
    """Of all combinations that the charter's own comparison finds inside the line none is cheaper."""
    lower, upper = {"selection_rate_ratio": ((0.9, 1.1), (0.1, 10)), "true_positive_rate_gap": ((0, 0), (-0.8, 0.8))}[
        metric
    ][wide]
    found = cheapest_kept(ladders, Line(metric, lower, upper, "a", 0.6, 1), 1)
    tried = [
        custom(ladders, dict(zip("ab", places, strict=True)), 1)
        for places in product(*(one.thresholds for one in ladders))
    ]
    counted = pd.concat([counts_of(one).assign(attribute=at) for at, one in enumerate(tried)])
    held = compare(counted, by=["attribute"], metric=metric, reference="a", confidence=0.6)
    says = verdict(held["value"], held["low"], held["high"], lower, upper)
    proven = min((one.cost for one, said in zip(tried, says, strict=True) if said == "compliant"), default=None)
    inside = min(
        (one.cost for one, value in zip(tried, held["value"], strict=True) if lower <= value <= upper), default=None
    )
    assert found.proven == (proven is not None)
    assert (found.setting.cost if found.setting else None) == (inside if proven is None else proven)


def test_a_line_over_all_groups_is_kept_by_its_value() -> None:
    """At most 0.1 between the largest and the smallest share, as the search for parity finds it."""
    line = Line("demographic_parity_difference", 0, 0.1, "largest", 0.95, 1)
    found = cheapest_kept([LEFT, RIGHT], line, 1)
    assert found.setting == Parity([LEFT, RIGHT], "selection_rate", 1).cheapest(0.1).setting
    assert not found.proven


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line("equalized_odds_gap", -0.1, 0.1, "largest", 0.95, 1), "not searched by"),
        (Line("selection_rate_ratio", 0.8, 1.25, "best", 0.95, 1), "against the best group"),
        (Line("selection_rate_ratio", 0.8, 1.25, "middle", 0.95, 1), "reference group middle is not"),
        (Line("selection_rate_ratio", 0.8, 1.25, "left", 0.95, 9), "no setting"),
    ],
)
def test_a_line_that_cannot_be_kept_says_why(line: Line, words: str) -> None:
    """A metric of two rates, a reference that moves, one that is not there, and groups too small: a reason each."""
    assert words in cheapest_kept([LEFT, RIGHT], line, 1).why_not


def test_the_rule_by_slices_is_dearer_and_turns_with_their_order() -> None:
    """Nine people: the What-If Tool's rule costs 3 or 2 by who comes first; ours is 2 with the same gap, both ways."""
    one = Ladder.of("one", Histogram.of([0.8, 0.8, 0.7, 0.3], [1, 0, 0, 0]))
    other = Ladder.of("other", Histogram.of([0.6, 0.3, 0.8, 0.2, 0.4], [1, 0, 1, 1, 1]))
    assert by_slice_order([one, other], "selection_rate", 1) == (3, pytest.approx(0.1))
    assert by_slice_order([other, one], "selection_rate", 1) == (2, pytest.approx(0.1))
    for order in ([one, other], [other, one]):
        found = Parity(order, "selection_rate", 1).cheapest(0.1)
        assert (found.setting.cost, found.gap) == (2, pytest.approx(0.1))


@given(several(), draw.sampled_from(list(RATE.values())), draw.sampled_from([0.5, 1, 2]))
def test_ours_is_never_dearer_than_the_rule_by_slices(ladders: list[Ladder], rate: str, ratio: float) -> None:
    """Allowed the gap that the What-If Tool ends with, ours costs as much or less."""
    cost, gap = by_slice_order(ladders, rate, ratio)
    assert Parity(ladders, rate, ratio).cheapest(gap).setting.cost <= cost


def test_scores_between_two_hundredths_are_told_apart() -> None:
    """A grid of hundredths selects 0.501 and 0.509 together; every stored score is a threshold here."""
    close = [Ladder.of(name, Histogram.of([0.509, 0.501], [1, 0])) for name in "ab"]
    assert by_slice_order(close, "selection_rate", 1)[0] == 2
    assert single(close, 1).cost == 0


def test_bins_say_what_they_may_hide() -> None:
    """Bins of 0.25: counted one by one no mistake is needed, by bins one is, and that one is what they may hide."""
    scores, labels = np.array([0.9, 0.7, 0.6, 0.1]), [1, 1, 0, 0]
    exact = Ladder.of("a", Histogram.of(scores, labels))
    binned = Ladder.of("a", Histogram.of(np.floor(scores * 4) / 4 + 0.125, labels, width=0.25))
    assert binned.thresholds.tolist() == [np.inf, 0.75, 0.5, 0.0]
    assert group_thresholds([exact], 1).cost == 0
    for found in (group_thresholds([binned], 1), single([binned], 1)):
        assert (found.cost, found.hidden) == (1, 1)
    assert np.isnan(Parity([binned, exact], "selection_rate", 1).cheapest(1).setting.hidden)


def test_a_threshold_between_scores_counts_as_the_next_above() -> None:
    """0.7 selects whoever has 0.8 and more; above the highest nobody, below the lowest everybody."""
    said = [custom([LEFT], {"left": at}, 1).groups[0] for at in (0.7, 2.0, -1.0)]
    assert [(one.threshold, one.tp, one.fp) for one in said] == [(0.8, 2, 0), (np.inf, 0, 0), (0.2, 3, 2)]


def test_the_parities_are_metrics_that_others_define() -> None:
    """Each strategy's gap is the difference over all groups that Fairlearn names, of the rate it equalises."""
    assert {name: METRICS[metric].rate for name, metric in PARITIES.items()} == RATE
