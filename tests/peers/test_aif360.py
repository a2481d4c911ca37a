"""Every comparison with a reference group that AIF360 defines, signed as there, to 1e-9."""

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.fairness import compare

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # AIF360's imports and 0/0 warn
Rows = Callable[[int], pd.DataFrame]
Counted = Callable[[pd.DataFrame], pd.DataFrame]


class Pair:
    """AIF360's two metric objects for one group against another."""

    def __init__(self, rows: pd.DataFrame, group: str, reference: str) -> None:
        """Decisions on all rows, outcomes on the labelled ones."""
        logging.disable(logging.WARNING)  # it reports missing optional parts
        self.metrics = pytest.importorskip("aif360.metrics")
        self.datasets = pytest.importorskip("aif360.datasets")
        logging.disable(logging.NOTSET)
        codes = rows["group"].map({name: float(code) for code, name in enumerate(sorted(set(rows["group"])))})
        sides = {name: [{"g": float(codes[rows["group"] == name].iloc[0])}] for name in (group, reference)}
        groups = {"unprivileged_groups": sides[group], "privileged_groups": sides[reference]}
        known = rows["label"].notna()
        self.decisions = self.metrics.BinaryLabelDatasetMetric(self._data(rows["decision"], codes), **groups)
        true, predicted = (self._data(rows.loc[known, name], codes[known]) for name in ("label", "decision"))
        self.outcomes = self.metrics.ClassificationMetric(true, predicted, **groups)

    def _data(self, values: pd.Series, codes: pd.Series) -> Any:
        frame = pd.DataFrame({"y": values.astype(float), "g": codes})
        return self.datasets.BinaryLabelDataset(
            favorable_label=1.0, unfavorable_label=0.0, df=frame, label_names=["y"], protected_attribute_names=["g"]
        )

    def values(self) -> dict[str, float]:
        """AIF360's value under the name of ours."""
        known, ratio, gap = self.outcomes, self.outcomes.ratio, self.outcomes.difference
        return {
            "selection_rate_gap": self.decisions.statistical_parity_difference(),
            "selection_rate_ratio": self.decisions.disparate_impact(),
            "true_positive_rate_gap": known.equal_opportunity_difference(),
            "true_positive_rate_ratio": ratio(known.true_positive_rate),
            "false_positive_rate_gap": known.false_positive_rate_difference(),
            "false_positive_rate_ratio": known.false_positive_rate_ratio(),
            "false_negative_rate_gap": known.false_negative_rate_difference(),
            "false_negative_rate_ratio": known.false_negative_rate_ratio(),
            "precision_gap": gap(known.positive_predictive_value),
            "precision_ratio": ratio(known.positive_predictive_value),
            "accuracy_gap": gap(known.accuracy),
            "accuracy_ratio": ratio(known.accuracy),
        }


@pytest.mark.parametrize("seed", range(6))
def test_every_group_against_the_largest(seed: int, drawn: Rows, counted: Counted) -> None:
    """All twelve reference metrics equal AIF360's for every group, each against the largest."""
    rows = drawn(seed)
    counts = counted(rows)
    largest = str(counts.loc[counts["n"].idxmax(), "group"])
    theirs = {group: Pair(rows, group, largest).values() for group in counts["group"] if group != largest}
    for metric in next(iter(theirs.values())):
        ours = compare(counts, by=[], metric=metric).set_index("group")["value"].to_dict()
        assert ours == pytest.approx({group: values[metric] for group, values in theirs.items()}, abs=1e-9), metric


def test_average_odds_of_two_groups(drawn: Rows, counted: Counted) -> None:
    """For two groups the mean of both gaps equals AIF360's average_abs_odds_difference."""
    rows = drawn(3)
    rows = rows[rows["group"].isin(["A", "B"])]
    ours = compare(counted(rows), by=[], metric="average_abs_odds_difference").iloc[0]
    expected = Pair(rows, "A", "B").outcomes.average_abs_odds_difference()
    assert ours["value"] == pytest.approx(expected, abs=1e-9)


def test_they_differ_where_the_reference_selects_nobody(counted: Counted) -> None:
    """A reference that selects nobody: AIF360's disparate impact is infinite, ours does not exist, with a reason."""
    rows = pd.DataFrame({"group": list("AAABB"), "label": [1, 0, 0, 1, 0], "decision": [0, 0, 0, 1, 0]})
    assert np.isinf(Pair(rows, "B", "A").values()["selection_rate_ratio"])
    ours = compare(counted(rows), by=[], metric="selection_rate_ratio").iloc[0]
    assert np.isnan(ours["value"])
    assert ours["undefined"] == "reference selects nobody"
