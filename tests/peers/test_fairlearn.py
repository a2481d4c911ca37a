"""Every rate and metric that Fairlearn defines, to 1e-9; where it puts a number on nothing, we give a reason."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.fairness import compare, group_rates

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # Fairlearn's imports and 0/0 warn
Rows = Callable[[int], pd.DataFrame]
Counted = Callable[[pd.DataFrame], pd.DataFrame]
OVER_ALL = {
    "demographic_parity_difference": ("demographic_parity_difference", {}),
    "demographic_parity_ratio": ("demographic_parity_ratio", {}),
    "equal_opportunity_difference": ("equal_opportunity_difference", {}),
    "equal_opportunity_ratio": ("equal_opportunity_ratio", {}),
    "equalized_odds_difference": ("equalized_odds_difference", {}),
    "equalized_odds_ratio": ("equalized_odds_ratio", {}),
    "average_abs_odds_difference": ("equalized_odds_difference", {"agg": "mean"}),
    "false_positive_rate_difference": ("false_positive_rate_difference", {}),
    "predictive_equality_ratio": ("false_positive_rate_ratio", {}),
    "false_negative_rate_difference": ("false_negative_rate_difference", {}),
    "accuracy_score_difference": ("accuracy_score_difference", {}),
    "accuracy_score_ratio": ("accuracy_score_ratio", {}),
}


@pytest.fixture
def fairlearn() -> ModuleType:
    """Fairlearn's metrics, if installed."""
    return pytest.importorskip("fairlearn.metrics")


def value(counts: pd.DataFrame, metric: str, **options: Any) -> pd.Series:
    """Our only row for the metric."""
    return compare(counts, by=[], metric=metric, **options).iloc[0]


@pytest.mark.parametrize("seed", range(12))
def test_metrics_over_all_groups(seed: int, drawn: Rows, counted: Counted, fairlearn: ModuleType) -> None:
    """Twelve metrics over all groups equal Fairlearn's; parity uses all rows, the rest labelled ones."""
    rows = drawn(seed)
    counts = counted(rows)
    for ours, (theirs, options) in OVER_ALL.items():
        used = rows if ours.startswith("demographic") else rows[rows["label"].notna()]
        label = used["decision"] if ours.startswith("demographic") else used["label"]
        expected = getattr(fairlearn, theirs)(label, used["decision"], sensitive_features=used["group"], **options)
        assert value(counts, ours)["value"] == pytest.approx(expected, abs=1e-9), ours


@pytest.mark.parametrize("seed", range(6))
def test_rates_of_each_group(seed: int, drawn: Rows, counted: Counted, fairlearn: ModuleType) -> None:
    """Each group's rates equal MetricFrame's, and so do the extremes of precision."""
    metrics = pytest.importorskip("sklearn.metrics")
    rows = drawn(seed).dropna()
    names = ("selection_rate", "true_positive_rate", "false_positive_rate", "false_negative_rate", "true_negative_rate")
    scores = {name: getattr(fairlearn, name) for name in names}
    scores |= {"precision": metrics.precision_score, "accuracy": metrics.accuracy_score}
    frame = fairlearn.MetricFrame(
        metrics=scores, y_true=rows["label"], y_pred=rows["decision"], sensitive_features=rows["group"]
    )
    ours = group_rates(counted(rows)).set_index("group")
    for name in scores:
        assert ours[name].to_dict() == pytest.approx(frame.by_group[name].to_dict(), abs=1e-9)
    counts = counted(rows)
    assert value(counts, "predictive_parity_difference")["value"] == pytest.approx(frame.difference()["precision"])
    assert value(counts, "predictive_parity_ratio")["value"] == pytest.approx(frame.ratio()["precision"])


def test_they_differ_where_nothing_can_be_said(counted: Counted, fairlearn: ModuleType) -> None:
    """A group without positives: Fairlearn's true positive rate is 0 and its gap 1; ours do not exist, and say why."""
    rows = pd.DataFrame({"group": list("AAAABBB"), "label": [1, 1, 0, 0, 0, 0, 0], "decision": [1, 1, 1, 0, 1, 0, 0]})
    theirs = fairlearn.equal_opportunity_difference(rows["label"], rows["decision"], sensitive_features=rows["group"])
    assert theirs == 1.0
    ours = value(counted(rows), "equal_opportunity_difference")
    assert np.isnan(ours["value"])
    assert ours["undefined"] == "no positives but in one group at most"


def test_nobody_selected(counted: Counted, fairlearn: ModuleType) -> None:
    """Nobody selected anywhere: Fairlearn's ratio is NaN, ours says so in words."""
    rows = pd.DataFrame({"group": list("AABB"), "label": [1, 0, 1, 0], "decision": [0, 0, 0, 0]})
    theirs = fairlearn.demographic_parity_ratio(rows["label"], rows["decision"], sensitive_features=rows["group"])
    assert np.isnan(theirs)
    assert value(counted(rows), "demographic_parity_ratio")["undefined"] == "nobody selected"
