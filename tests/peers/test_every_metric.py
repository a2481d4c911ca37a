"""Every count-based metric that Fairlearn or AIF360 shares with us, on generated decisions with tiny, empty counts."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import METRICS, compare

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # their imports and 0/0 warn
Table = list[tuple[int, int, int, int]]
TABLES = st.lists(st.tuples(*[st.integers(0, 7)] * 4).filter(lambda counts: sum(counts) > 0), min_size=2, max_size=4)
EXAMPLES = settings(max_examples=25)
PAIRED: Mapping[str, Callable[[Any], float]] = {
    "selection_rate_gap": lambda m: m.statistical_parity_difference(),
    "selection_rate_ratio": lambda m: m.disparate_impact(),
    "true_positive_rate_gap": lambda m: m.true_positive_rate_difference(),
    "false_positive_rate_gap": lambda m: m.false_positive_rate_difference(),
    "false_negative_rate_gap": lambda m: m.false_negative_rate_difference(),
    "false_omission_rate_gap": lambda m: m.false_omission_rate_difference(),
    "false_discovery_rate_gap": lambda m: m.false_discovery_rate_difference(),
    "false_positive_rate_ratio": lambda m: m.false_positive_rate_ratio(),
    "false_negative_rate_ratio": lambda m: m.false_negative_rate_ratio(),
    "false_omission_rate_ratio": lambda m: m.false_omission_rate_ratio(),
    "false_discovery_rate_ratio": lambda m: m.false_discovery_rate_ratio(),
    "error_rate_gap": lambda m: m.error_rate_difference(),
    "error_rate_ratio": lambda m: m.error_rate_ratio(),
    "true_negative_rate_gap": lambda m: m.difference(m.true_negative_rate),
    "negative_predictive_value_gap": lambda m: m.difference(m.negative_predictive_value),
    "precision_gap": lambda m: m.difference(m.positive_predictive_value),
    "accuracy_gap": lambda m: m.difference(m.accuracy),
    "base_rate_gap": lambda m: m.difference(m.base_rate),
    "average_odds_gap": lambda m: m.average_odds_difference(),
    "average_abs_odds_gap": lambda m: m.average_abs_odds_difference(),
    "equalized_odds_gap": lambda m: m.equalized_odds_difference(),
    "average_predictive_value_gap": lambda m: m.average_predictive_value_difference(),
}
WHOLE: Mapping[str, Callable[[Any], float]] = {
    "theil_index": lambda m: m.theil_index(),
    "generalized_entropy_index": lambda m: m.generalized_entropy_index(),
    "coefficient_of_variation": lambda m: m.coefficient_of_variation(),
    "between_group_theil_index": lambda m: m.between_all_groups_theil_index(),
    "between_group_generalized_entropy_index": lambda m: m.between_all_groups_generalized_entropy_index(),
    "between_group_coefficient_of_variation": lambda m: m.between_all_groups_coefficient_of_variation(),
    "differential_fairness_bias_amplification": lambda m: m.differential_fairness_bias_amplification(),
}


def rows_of(table: Table) -> pd.DataFrame:
    """One row per person: group, label, decision."""
    sides = ((1, 1), (0, 1), (1, 0), (0, 0))  # label and decision of tp, fp, fn, tn
    parts = [
        (g, *side) for g, counts in enumerate(table) for side, n in zip(sides, counts, strict=True) for _ in range(n)
    ]
    return pd.DataFrame(parts, columns=["group", "label", "decision"])


def counts_of(table: Table) -> pd.DataFrame:
    """The same as counts, written apart from the product's own reduction."""
    frame = pd.DataFrame(table, columns=["tp", "fp", "fn", "tn"])
    sums = {"n": frame.sum(axis=1), "labelled": frame.sum(axis=1), "selected": frame["tp"] + frame["fp"]}
    return frame.assign(**sums, undecided=0, group=[str(g) for g in range(len(table))])[["group", *COUNTS]]


def aif360_data(rows: pd.DataFrame) -> tuple[Any, Any]:
    """AIF360's data sets of the labels and of the decisions."""
    logging.disable(logging.WARNING)
    datasets = pytest.importorskip("aif360.datasets")
    logging.disable(logging.NOTSET)
    groups = [[float(g)] for g in sorted(set(rows["group"]))]

    def data(name: str) -> Any:
        frame = pd.DataFrame({"y": rows[name].astype(float), "g": rows["group"].astype(float)})
        return datasets.BinaryLabelDataset(
            favorable_label=1.0, unfavorable_label=0.0, df=frame, label_names=["y"], protected_attribute_names=["g"],
            privileged_protected_attributes=[[groups[0][0]]],
            unprivileged_protected_attributes=[[g for [g] in groups[1:]]],
        )  # fmt: skip

    return data("label"), data("decision")


def aif360_pair(data: tuple[Any, Any], group: int, reference: int) -> Any:
    """AIF360's metric object for one group against another."""
    logging.disable(logging.WARNING)
    metrics = pytest.importorskip("aif360.metrics")
    logging.disable(logging.NOTSET)
    sides = {"unprivileged_groups": [{"g": float(group)}], "privileged_groups": [{"g": float(reference)}]}
    return metrics.ClassificationMetric(*data, **sides)


def aif360(rows: pd.DataFrame, group: int, reference: int) -> Any:
    """The same from rows."""
    return aif360_pair(aif360_data(rows), group, reference)


def empty_margin(table: Table) -> bool:
    """Whether some group lacks something to divide by."""
    return any(0 in (tp + fn, fp + tn, tp + fp, fn + tn, fp + fn, tp, fp, fn, tn) for tp, fp, fn, tn in table)


def agrees(ours: "pd.Series[Any]", theirs: float, metric: str, table: Table) -> bool:
    """The same to 1e-9; ours is missing only with a reason and where some group lacks something to divide by."""
    if pd.isna(ours["value"]):
        return bool(ours["undefined"]) and empty_margin(table)
    if "variation" in metric:  # a root makes 1e-8 of a rounding error of 1e-16, and NaN where it is negative
        return bool(ours["value"] ** 2 == pytest.approx(np.nan_to_num(theirs) ** 2, abs=1e-9))
    return bool(ours["value"] == pytest.approx(theirs, abs=1e-9))


@EXAMPLES
@given(TABLES)
def test_pairs_equal_aif360(table: Table) -> None:
    """All metrics of AIF360 that hold one group against another have its value and its sign."""
    theirs = aif360(rows_of(table), 1, 0)
    for metric, of in PAIRED.items():
        ours = compare(counts_of(table), by=[], metric=metric, reference="0").set_index("group").loc["1"]
        assert agrees(ours, of(theirs), metric, table), metric


@EXAMPLES
@given(TABLES)
def test_indices_equal_aif360(table: Table) -> None:
    """Theil, generalized entropy, variation, their between-group forms and bias amplification have AIF360's value."""
    theirs = aif360(rows_of(table), 1, 0)
    for metric, of in WHOLE.items():
        assert agrees(compare(counts_of(table), by=[], metric=metric).iloc[0], of(theirs), metric, table), metric
    edf = (
        theirs.smoothed_empirical_differential_fairness
    )  # AIF360 takes it of the labels: so do we, labels for decisions
    labels = counts_of([(tp + fn, 0, 0, fp + tn) for tp, fp, fn, tn in table])
    ours = compare(labels, by=[], metric="smoothed_empirical_differential_fairness").iloc[0]
    assert agrees(ours, edf(), "edf", table)


def fairlearn_frame(rows: pd.DataFrame) -> Any:
    """MetricFrame with every rate under our name; undefined ones NaN where the library allows it."""
    fair, metrics = pytest.importorskip("fairlearn.metrics"), pytest.importorskip("sklearn.metrics")
    scores = {
        name: getattr(fair, name)
        for name in ("selection_rate", "true_positive_rate", "false_positive_rate", "false_negative_rate",
                     "true_negative_rate")
    }  # fmt: skip
    scores |= {"accuracy": metrics.accuracy_score, "error_rate": metrics.zero_one_loss}
    for name, score in (("precision", metrics.precision_score), ("f1_score", metrics.f1_score)):
        scores[name] = lambda y, p, score=score: score(y, p, zero_division=np.nan)
    return fair.MetricFrame(
        metrics=scores, y_true=rows["label"], y_pred=rows["decision"], sensitive_features=rows["group"]
    )


def taken(frame: Any) -> list[tuple[str, float]]:
    """All of MetricFrame's aggregates under our names."""
    takes = {
        "{}_group_min": frame.group_min(), "{}_group_max": frame.group_max(),
        "{}_difference": frame.difference(), "{}_min_over_max": frame.ratio(),
        "{}_to_overall_difference": frame.difference(method="to_overall"),
        "{}_to_overall_ratio": frame.ratio(method="to_overall"),
    }  # fmt: skip
    return [(pattern.format(rate), value) for pattern, values in takes.items() for rate, value in values.items()]


@EXAMPLES
@given(TABLES)
def test_extremes_distances_and_worst_groups_equal_fairlearn(table: Table) -> None:
    """Where every group has the denominator, all of MetricFrame's aggregates have our value."""
    frame, counts = fairlearn_frame(rows_of(table)), counts_of(table)
    for metric, value in taken(frame):
        ours = compare(counts, by=[], metric=metric).iloc[0] if metric in METRICS else None
        if ours is not None and ours["left_out"] == 0 and not pd.isna(ours["value"]):
            assert ours["value"] == pytest.approx(value, abs=1e-9), metric


def test_they_differ_on_what_a_missing_denominator_is_worth() -> None:
    """Nobody selected in a group: AIF360's false omission gap is a number, its discovery gap 0; ours has a reason."""
    table = [(5, 5, 5, 5), (0, 0, 4, 6)]
    theirs = aif360(rows_of(table), 1, 0)
    assert theirs.false_discovery_rate(privileged=False) == 0.0
    ours = compare(counts_of(table), by=[], metric="false_discovery_rate_gap").iloc[0]
    assert ours["undefined"] == "nobody selected in group 1"


def test_they_differ_on_pooled_groups() -> None:
    """Two groups named as one side: AIF360 pools them and the gap of +0.5 and -0.5 is 0; each stands alone here."""
    table = [(5, 0, 0, 5), (10, 0, 0, 0), (0, 0, 0, 10)]
    rows = rows_of(table)
    pooled = aif360(rows.assign(group=rows["group"].clip(upper=1)), 1, 0)
    assert pooled.statistical_parity_difference() == 0.0
    ours = compare(counts_of(table), by=[], metric="selection_rate_gap", reference="0").set_index("group")["value"]
    assert ours.to_dict() == {"1": 0.5, "2": -0.5}


def test_they_differ_on_missing_values() -> None:
    """A missing attribute is refused by both libraries; here it is the visible group that enters no comparison."""
    fair = pytest.importorskip("fairlearn.metrics")
    rows = pd.DataFrame({"group": ["A", "B", None, "B"], "label": [1, 0, 1, 1], "decision": [1, 0, 1, 1]})
    with pytest.raises(ValueError, match=r"(?i)missing|nan|none|null"):
        fair.MetricFrame(
            metrics=fair.selection_rate, y_true=rows["label"], y_pred=rows["decision"], sensitive_features=rows["group"]
        )
    counts = counts_of([(1, 0, 0, 0), (1, 0, 0, 1), (1, 0, 0, 0)]).assign(group=["A", "B", None])
    assert compare(counts, by=[], metric="selection_rate_gap")["group"].to_list() == ["A"]
