"""Every metric that counts can carry, worked out by hand on two groups, and the reasons where there is none."""

from collections.abc import Iterator
from math import log, sqrt

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.cells import EFFECTS
from dashboard.domain.counts import COUNTS, NOT_RECORDED
from dashboard.domain.fairness import METRICS, RATES, compare, compare_all, group_rates
from dashboard.domain.metrics import COUNTED
from tests.domain.test_fairness import TWO, counts, one
from tests.domain.test_fairness import test_every_metric_by_hand as by_hand

# TWO: F has tp 30, fp 10, fn 20, tn 40; M has tp 60, fp 40, fn 20, tn 80. Each rate of F, of M, of both together.
SHARES = {
    "selection_rate": (40 / 100, 100 / 200, 140 / 300), "true_positive_rate": (30 / 50, 60 / 80, 90 / 130),
    "false_positive_rate": (10 / 50, 40 / 120, 50 / 170), "false_negative_rate": (20 / 50, 20 / 80, 40 / 130),
    "true_negative_rate": (40 / 50, 80 / 120, 120 / 170), "precision": (30 / 40, 60 / 100, 90 / 140),
    "negative_predictive_value": (40 / 60, 80 / 100, 120 / 160), "accuracy": (70 / 100, 140 / 200, 210 / 300),
    "false_discovery_rate": (10 / 40, 40 / 100, 50 / 140), "false_omission_rate": (20 / 60, 20 / 100, 40 / 160),
    "error_rate": (30 / 100, 60 / 200, 90 / 300), "base_rate": (50 / 100, 80 / 200, 130 / 300),
    "f1_score": (60 / 90, 120 / 180, None),
}  # fmt: skip
_ENTROPY = (50 * 2 * log(2 / (31 / 30)) + 210 * log(1 / (31 / 30))) / (31 / 30) / 300
_SQUARES = ((50 * 4 + 210) / (31 / 30) ** 2 / 300 - 1) / 2
_GROUPS = (0.9 / (31 / 30), 1.1 / (31 / 30))  # mean benefit of F, of M, over that of all
_BETWEEN = (_GROUPS[0] * log(_GROUPS[0]) + 2 * _GROUPS[1] * log(_GROUPS[1])) / 3
_SPREAD = ((_GROUPS[0] ** 2 - 1) + 2 * (_GROUPS[1] ** 2 - 1)) / 6
INDICES = {
    "average_odds_gap": ((30 / 50 - 60 / 80) + (10 / 50 - 40 / 120)) / 2,
    "average_abs_odds_gap": (0.15 + 2 / 15) / 2, "equalized_odds_gap": 0.15,
    "average_predictive_value_gap": ((30 / 40 - 60 / 100) + (20 / 60 - 20 / 100)) / 2,
    "treatment_equality_gap": 20 / 10 - 20 / 40, "treatment_equality_ratio": (20 / 10) / (20 / 40),
    "share_of_selected_gap": (40 - 100) / 140, "share_of_selected_ratio": 40 / 100,
    "theil_index": _ENTROPY, "generalized_entropy_index": _SQUARES, "coefficient_of_variation": sqrt(2 * _SQUARES),
    "between_group_theil_index": _BETWEEN, "between_group_generalized_entropy_index": _SPREAD,
    "between_group_coefficient_of_variation": sqrt(2 * _SPREAD),
    "smoothed_empirical_differential_fairness": log((100.5 / 201) / (40.5 / 101)),
    "differential_fairness_bias_amplification": log((100.5 / 201) / (40.5 / 101)) - log((50.5 / 101) / (80.5 / 201)),
    "conditional_demographic_disparity": 60 / 160 - 40 / 140,
    "balanced_accuracy_group_min": min((30 / 50 + 40 / 50) / 2, (60 / 80 + 80 / 120) / 2),
}  # fmt: skip


def families() -> Iterator[tuple[str, float]]:
    """The metrics that every rate has, from its two shares."""
    for rate, (f, m, everybody) in SHARES.items():
        yield f"{rate}_gap", f - m
        yield f"{rate}_ratio", f / m
        yield f"{rate}_difference", abs(f - m)
        yield f"{rate}_min_over_max", min(f, m) / max(f, m)
        yield f"{rate}_group_{'max' if RATES[rate].error else 'min'}", (max if RATES[rate].error else min)(f, m)
        if everybody is not None:
            yield f"{rate}_to_overall_difference", max(abs(f - everybody), abs(m - everybody))
            ratios = (f / everybody, m / everybody)
            yield f"{rate}_to_overall_ratio", min(min(value, 1 / value) for value in ratios)


HAND = {name: value for name, value in families() if name in METRICS} | INDICES


@pytest.mark.parametrize("metric", HAND)
def test_value_by_hand(metric: str) -> None:
    """Each metric is the stated arithmetic of the counts, inside its own interval and its own range."""
    row = one(TWO, metric)
    assert row["value"] == pytest.approx(HAND[metric], abs=1e-12)
    assert row["low"] - 1e-12 <= row["value"] <= row["high"] + 1e-12
    assert row["low"] < row["high"]


def test_all_metrics_are_checked_by_hand() -> None:
    """No metric of counts is without a value worked out by hand; those of scores are in test_rankings."""
    marks = by_hand.pytestmark  # type: ignore[attr-defined]
    assert set(HAND) | {name for name, _ in marks[0].args[1]} == set(COUNTED)


def test_rates_that_are_not_shares_by_hand() -> None:
    """F1, oversights per wrong selection and the share of all selected are their formulas, inside their limits."""
    rates = group_rates(TWO).iloc[0]
    expected = {"f1_score": 60 / 90, "oversights_per_wrong_selection": 20 / 10, "share_of_selected": 40 / 140}
    for name, value in expected.items():
        assert rates[name] == pytest.approx(value)
        assert rates[f"{name}_low"] < value < rates[f"{name}_high"]


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_has_a_complete_row_in_the_table(metric: str) -> None:
    """Formula, range, ideal, orientation, denominator and source are there for each metric; the value fits."""
    row = METRICS[metric]
    assert all((row.plain, row.formula, row.span, row.orientation, row.needs, row.source))
    if row.span == "0 to 1" and not row.scores:
        assert 0 <= one(TWO, metric)["low"] <= one(TWO, metric)["high"] <= 1


@pytest.mark.parametrize("metric", METRICS)
def test_nothing_is_said_about_nothing(metric: str) -> None:
    """With no labels and nobody selected each metric has a value or a reason, never both and never neither."""
    empty = pd.DataFrame([["a", name, 5, 0, 0, 0, 0, 0, 0, 0] for name in "FM"], columns=["cell", "group", *COUNTS])
    row = one(empty, metric)
    assert pd.isna(row["value"]) != pd.isna(row["undefined"])
    if METRICS[metric].labels:
        assert row["undefined"] == "no labels"


@pytest.mark.parametrize("metric", METRICS)
def test_groups_without_a_single_success(metric: str) -> None:
    """Zeros in every count but one give a value in its interval, or a reason; never infinity or NaN alone."""
    for cells in ((0, 0, 9, 9), (9, 0, 0, 0), (0, 9, 0, 0), (0, 0, 0, 9), (9, 0, 0, 9)):
        row = one(counts(("F", *cells), ("M", 4, 3, 2, 1)), metric, reference="M")
        assert pd.isna(row["value"]) != pd.isna(row["undefined"])
        if not pd.isna(row["value"]):
            assert np.isfinite(row["value"])
            assert row["low"] - 1e-12 <= row["value"] <= row["high"] + 1e-12


def test_odds_that_divide_by_nobody_say_so() -> None:
    """A group with no wrong selection has no oversights per wrong selection."""
    row = one(counts(("F", 5, 0, 3, 5), ("M", 4, 3, 2, 1)), "treatment_equality_gap", reference="M")
    assert row["undefined"] == "no wrong selections in group F"


def test_drawn_intervals_are_the_same_every_time_and_in_any_company() -> None:
    """A seeded interval depends on the cell's counts alone, not on what else is measured."""
    alone = one(TWO, "theil_index")
    other = counts(("F", 3, 3, 3, 3), ("M", 8, 3, 3, 3), cell="b")
    together = compare(pd.concat([other, TWO]), by=["cell"], metric="theil_index").set_index("cell").loc["a"]
    assert (alone["low"], alone["high"]) == (together["low"], together["high"])


def test_an_unrecorded_group_counts_for_everyone_and_is_compared_with_nobody() -> None:
    """The Theil index looks at every labelled decision; between groups only recorded ones enter."""
    more = pd.concat([TWO, counts((NOT_RECORDED, 0, 50, 50, 0))])
    assert one(more, "theil_index")["n"] == 400
    assert one(more, "theil_index")["value"] > one(TWO, "theil_index")["value"]
    assert one(more, "between_group_theil_index")["value"] == pytest.approx(_BETWEEN)


def test_disparity_vanishes_like_for_like() -> None:
    """Refused more in all, because of the channel alone: conditional demographic disparity is 0 within channels."""
    phone = counts(("F", 10, 0, 0, 90), ("M", 1, 0, 0, 9)).assign(stratum="phone")
    online = counts(("F", 5, 0, 0, 5), ("M", 50, 0, 0, 50)).assign(stratum="online")
    frame = pd.concat([phone, online])
    crude = compare(frame, by=["cell"], metric="conditional_demographic_disparity").iloc[0]
    alike = compare(frame, by=["cell"], metric="conditional_demographic_disparity", within="stratum").iloc[0]
    assert crude["group"] == "F"
    assert crude["low"] > 0.2
    assert alike["value"] == pytest.approx(0.0)
    assert alike["low"] < 0 < alike["high"]


def test_average_odds_cancels_and_its_sizes_do_not() -> None:
    """Gaps of +0.2 and -0.2 have a signed mean of 0 and a mean size of 0.2."""
    frame = counts(("F", 60, 20, 40, 80), ("M", 40, 40, 60, 60))
    values = compare_all(frame, by=["cell"], metrics=["average_odds_gap", "average_abs_odds_gap"]).set_index("metric")
    assert values.loc["average_odds_gap", "value"] == pytest.approx(0.0)
    assert values.loc["average_abs_odds_gap", "value"] == pytest.approx(0.2)


@pytest.mark.parametrize("metric", COUNTED)
def test_people_who_recur_widen_every_interval(metric: str) -> None:
    """With a design effect of 4 the same counts say less, whatever the metric; the value stays."""
    plain, recurring = one(TWO, metric), one(TWO.assign(**dict.fromkeys(EFFECTS, 4.0)), metric)
    assert recurring["value"] == pytest.approx(plain["value"])
    assert recurring["high"] - recurring["low"] > 1.2 * (plain["high"] - plain["low"])
