"""Fairness from counts: values checked by hand, reasons instead of values, and references."""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.counts import COUNTS, NOT_RECORDED
from dashboard.domain.fairness import METRICS, RATES, compare, group_rates, verdict
from dashboard.domain.intervals import mover_ratio, newcombe, z
from dashboard.errors import NotFound


def counts(*rows: tuple[str, int, int, int, int], cell: str = "a") -> pd.DataFrame:
    """Counts from (group, tp, fp, fn, tn), everything labelled."""
    frame = pd.DataFrame(rows, columns=["group", "tp", "fp", "fn", "tn"]).assign(cell=cell, undecided=0)
    frame["labelled"] = frame["n"] = frame[["tp", "fp", "fn", "tn"]].sum(axis=1)
    frame["selected"] = frame["tp"] + frame["fp"]
    return frame[["cell", "group", *COUNTS]]


TWO = counts(("F", 30, 10, 20, 40), ("M", 60, 40, 20, 80))


def one(frame: pd.DataFrame, metric: str, **options: object) -> pd.Series:
    """The only row of a comparison."""
    result = compare(frame, by=["cell"], metric=metric, **options)
    assert len(result) == 1
    return result.iloc[0]


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("selection_rate_gap", 40 / 100 - 100 / 200), ("selection_rate_ratio", (40 / 100) / (100 / 200)),
        ("true_positive_rate_gap", 30 / 50 - 60 / 80), ("true_positive_rate_ratio", (30 / 50) / (60 / 80)),
        ("false_positive_rate_gap", 10 / 50 - 40 / 120), ("false_positive_rate_ratio", (10 / 50) / (40 / 120)),
        ("false_negative_rate_gap", 20 / 50 - 20 / 80), ("false_negative_rate_ratio", (20 / 50) / (20 / 80)),
        ("precision_gap", 30 / 40 - 60 / 100), ("precision_ratio", (30 / 40) / (60 / 100)),
        ("accuracy_gap", 70 / 100 - 140 / 200), ("accuracy_ratio", 1.0),
        ("demographic_parity_difference", 0.1), ("demographic_parity_ratio", 0.8),
        ("equal_opportunity_difference", 0.15), ("equal_opportunity_ratio", 0.8),
        ("equalized_odds_difference", 0.15), ("equalized_odds_ratio", 0.6),
        ("average_abs_odds_difference", (0.15 + (40 / 120 - 0.2)) / 2),
        ("false_positive_rate_difference", 40 / 120 - 0.2), ("predictive_equality_ratio", 0.6),
        ("false_negative_rate_difference", 0.15),
        ("predictive_parity_difference", 0.15), ("predictive_parity_ratio", 0.8),
        ("accuracy_score_difference", 0.0), ("accuracy_score_ratio", 1.0),
    ],
)  # fmt: skip
def test_every_metric_by_hand(metric: str, value: float) -> None:
    """Each metric is the stated arithmetic of the counts, inside its own interval."""
    row = one(TWO, metric)
    assert row["value"] == pytest.approx(value)
    assert row["low"] - 1e-12 <= value <= row["high"] + 1e-12


def test_intervals_against_a_reference() -> None:
    """The gap has Newcombe's limits and the ratio MOVER-R's, at the plain confidence."""
    gap, ratio = one(TWO, "selection_rate_gap"), one(TWO, "selection_rate_ratio", confidence=0.9)
    assert (gap["low"], gap["high"]) == pytest.approx(newcombe(40, 100, 100, 200, z(0.95)))
    assert (ratio["low"], ratio["high"]) == pytest.approx(
        [float(end) for end in mover_ratio(40, 100, 100, 200, z(0.9))]
    )


def test_two_groups_over_all_equal_the_pair() -> None:
    """With two groups there is one pair, so the widest gap has the pair's own interval, cut at 0."""
    low, high = newcombe(100, 200, 40, 100, z(0.95))
    row = one(TWO, "demographic_parity_difference")
    assert (row["low"], row["high"]) == pytest.approx((max(low, 0), high))


def test_worst_off_group_is_named() -> None:
    """Over all groups the one with fewer hits, or with more errors, is the worse off."""
    assert tuple(one(TWO, "demographic_parity_ratio")[["group", "reference"]]) == ("F", "M")
    assert tuple(one(TWO, "false_positive_rate_difference")[["group", "reference"]]) == ("M", "F")
    assert tuple(one(TWO, "equalized_odds_difference")[["group", "reference"]]) == ("F", "M")


def test_references() -> None:
    """Largest, best and named references are chosen as said; ties of size go to the first name."""
    frame = counts(("A", 10, 0, 0, 90), ("B", 20, 0, 0, 80), ("C", 9, 0, 0, 31))
    assert set(compare(frame, by=["cell"], metric="selection_rate_gap")["reference"]) == {"A"}
    best = compare(frame, by=["cell"], metric="selection_rate_gap", reference="best")
    assert set(best["reference"]) == {"C"}
    assert set(compare(frame, by=["cell"], metric="selection_rate_gap", reference="B")["reference"]) == {"B"}
    assert set(
        compare(frame, by=["cell"], metric="selection_rate_gap", reference="best", min_group=50)["reference"]
    ) == {"B"}


def test_best_reference_is_simultaneous() -> None:
    """With `best` of three groups each interval is taken at one third of alpha: three pairs could have been shown."""
    frame = counts(("A", 10, 0, 0, 90), ("B", 20, 0, 0, 80), ("C", 30, 0, 0, 70))
    row = compare(frame, by=["cell"], metric="selection_rate_gap", reference="best").iloc[0]
    assert (row["low"], row["high"]) == pytest.approx(newcombe(10, 100, 30, 100, z(1 - 0.05 / 3)))


def test_best_error_rate_is_the_lowest() -> None:
    """Held against the best, the best group is the one with the fewest errors."""
    assert one(TWO, "false_positive_rate_gap", reference="best")["reference"] == "F"


def test_not_recorded_is_never_compared() -> None:
    """Unknown groups, and crossings with them, enter no comparison, however large."""
    frame = counts(
        (NOT_RECORDED, 900, 0, 0, 10), ("F × " + NOT_RECORDED, 1, 1, 1, 900), ("F", 5, 5, 5, 5), ("M", 12, 3, 4, 6)
    )
    assert tuple(one(frame, "selection_rate_gap")[["group", "reference"]]) == ("F", "M")
    assert tuple(one(frame, "demographic_parity_difference")[["group", "reference"]]) == ("F", "M")


@pytest.mark.parametrize(
    ("rows", "metric", "reason"),
    [
        ([("F", 0, 1, 0, 9), ("M", 5, 5, 5, 5)], "true_positive_rate_gap", "no positives in group F"),
        ([("F", 1, 0, 9, 0), ("M", 5, 5, 5, 5)], "false_positive_rate_gap", "no negatives in group F"),
        ([("F", 0, 0, 5, 5), ("M", 5, 5, 5, 5)], "precision_gap", "nobody selected in group F"),
        ([("F", 1, 1, 5, 5), ("M", 0, 0, 9, 9)], "selection_rate_ratio", "reference selects nobody"),
        ([("F", 0, 0, 5, 5), ("M", 0, 0, 9, 9)], "demographic_parity_ratio", "nobody selected"),
        ([("F", 1, 1, 5, 5)], "demographic_parity_difference", "only one group"),
        ([(NOT_RECORDED, 1, 1, 5, 5)], "demographic_parity_difference", "no group is recorded"),
        ([("F", 0, 1, 0, 9), ("M", 5, 5, 5, 5)], "equalized_odds_difference", "no positives but in one group at most"),
    ],
)  # fmt: skip
def test_reasons(rows: list[tuple[str, int, int, int, int]], metric: str, reason: str) -> None:
    """A value that does not exist says why, and is never 0, 1 or infinite."""
    row = one(counts(*rows), metric)
    assert row["undefined"] == reason
    assert np.isnan([row["value"], row["low"], row["high"]]).all()


def test_without_labels() -> None:
    """Unlabelled decisions have a selection rate and nothing that needs a label."""
    frame = TWO.assign(labelled=0, tp=0, fp=0, fn=0, tn=0)
    assert one(frame, "selection_rate_gap")["undefined"] is None
    assert one(frame, "true_positive_rate_gap")["undefined"] == "no labels"
    assert one(frame, "equalized_odds_ratio")["undefined"] == "no labels"
    rates = group_rates(frame)
    assert set(rates["true_positive_rate_undefined"]) == {"no labels"}
    assert rates["selection_rate_undefined"].isna().all()


def test_group_rates_by_hand() -> None:
    """Each rate is numerator over denominator, and its limits are Wilson's."""
    rates = group_rates(TWO).iloc[0]
    expected = [0.4, 0.6, 0.2, 0.4, 0.8, 0.75, 0.7, 0.5]
    assert [rates[name] for name in list(RATES)[:8]] == pytest.approx(expected)
    assert rates["selection_rate_low"] == pytest.approx(0.3094, abs=5e-5)


def test_small_groups_are_judged_by_the_denominator() -> None:
    """The minimum counts what the metric divides by: enough decisions but too few positives are too few."""
    frame = counts(("F", 2, 50, 3, 50), ("M", 40, 40, 40, 40))
    assert not one(frame, "selection_rate_gap", min_group=30)["too_few"]
    small = one(frame, "true_positive_rate_gap", min_group=30)
    assert small["too_few"]
    assert small["denominator"] == 5
    reason = one(frame, "equal_opportunity_difference", min_group=30)["undefined"]
    assert reason == "fewer than two groups with at least 30 positives"


def test_reference_that_is_not_there() -> None:
    """A named reference without decisions in a cell leaves its comparisons undefined there only."""
    frame = pd.concat([TWO, counts(("F", 5, 5, 5, 5), ("X", 5, 5, 5, 5), cell="b")])
    result = compare(frame, by=["cell"], metric="selection_rate_gap", reference="M")
    assert list(result["cell"]) == ["a", "b", "b"]
    assert list(result["undefined"]) == [None, "the reference is not there", "the reference is not there"]


def test_cells_do_not_mix() -> None:
    """Comparing many cells at once equals comparing each alone, in the order in which they come."""
    cells = [
        counts(("F", i + 1, 9, 7, 20), ("M", 30, i + 2, 20, 9), ("X", 9, 9, i, 9), cell=f"c{9 - i}") for i in range(9)
    ]
    for metric in METRICS:
        together = compare(pd.concat(cells), by=["cell"], metric=metric)
        alone = pd.concat([compare(cell, by=["cell"], metric=metric) for cell in cells], ignore_index=True)
        pd.testing.assert_frame_equal(together, alone)


def test_rows_of_one_group_are_summed() -> None:
    """Counts by day and counts summed give the same figures."""
    half = TWO.assign(**{name: TWO[name] // 2 for name in COUNTS})
    for metric in ("selection_rate_ratio", "equalized_odds_difference"):
        pd.testing.assert_frame_equal(
            compare(pd.concat([half, half]), by=["cell"], metric=metric), compare(TWO, by=["cell"], metric=metric)
        )


def test_nothing_to_compare() -> None:
    """No rows give no rows, with the same columns."""
    for metric in ("selection_rate_ratio", "equalized_odds_ratio"):
        empty = compare(TWO.iloc[:0], by=["cell"], metric=metric)
        assert list(empty.columns) == list(compare(TWO, by=["cell"], metric=metric).columns)
        assert empty.empty


def test_unknown_metric() -> None:
    """A metric that does not exist is refused with those that do."""
    with pytest.raises(NotFound, match="selection_rate_ratio"):
        compare(TWO, by=["cell"], metric="parity")


@pytest.mark.parametrize(
    "metric", ["demographic_parity_difference", "demographic_parity_ratio", "equalized_odds_difference"]
)
def test_simultaneous_confidence_in_a_fair_world(metric: str) -> None:
    """Six equal groups: the interval of the extremes misses the truth in at most 5 of 100 worlds or so."""
    draws, worlds = np.random.default_rng(11), 1500
    sizes = np.tile([60, 100, 150, 300, 600, 900], worlds)
    positives = draws.binomial(sizes, 0.5)
    tp, fp = draws.binomial(positives, 0.4), draws.binomial(sizes - positives, 0.4)
    frame = pd.DataFrame(
        {"cell": np.repeat(np.arange(worlds), 6), "group": np.tile(list("ABCDEF"), worlds), "n": sizes}
    )
    frame = frame.assign(undecided=0, selected=tp + fp, labelled=sizes, tp=tp, fp=fp, fn=positives - tp)
    frame["tn"] = sizes - positives - fp
    result = compare(frame, by=["cell"], metric=metric)
    truth = METRICS[metric].ideal
    assert np.mean((result["low"] <= truth) & (truth <= result["high"])) > 0.94
    naive = result["value"] > 0.1 if truth == 0 else result["value"] < 0.8
    assert naive.mean() > 0.4  # the points alone would accuse nearly half of these fair worlds


def test_best_reference_keeps_its_confidence() -> None:
    """Six equal groups against the best: a breach of four fifths is "proved" in fewer than 5 of 100 fair worlds."""
    draws, worlds = np.random.default_rng(12), 1500
    sizes = np.tile([60, 100, 150, 300, 600, 900], worlds)
    frame = pd.DataFrame(
        {"cell": np.repeat(np.arange(worlds), 6), "group": np.tile(list("ABCDEF"), worlds), "n": sizes}
    )
    frame = frame.assign(undecided=0, selected=draws.binomial(sizes, 0.2), labelled=0, tp=0, fp=0, fn=0, tn=0)
    result = compare(frame, by=["cell"], metric="selection_rate_ratio", reference="best")
    assert result.groupby("cell")["high"].min().lt(1).mean() < 0.05


def test_verdict() -> None:
    """Wholly inside, wholly outside on either side, point outside, point inside, and unknown."""
    value = [1.0, 0.5, 1.6, 0.75, 0.85, np.nan]
    low, high = [0.9, 0.4, 1.4, 0.7, 0.75, np.nan], [1.1, 0.6, 1.8, 0.9, 0.95, np.nan]
    expected = ["compliant", "non_compliant", "non_compliant", "point_over", "undecided", "undecided"]
    assert list(verdict(value, low, high, 0.8, 1.25)) == expected
