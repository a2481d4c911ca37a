"""Reports that Fairlearn, AIF360 and Aequitas really write, held against their own counts."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.adapters.fairness_report_file import read_report
from dashboard.domain.fairness_reports import FairnessReport
from tests.foreign import run_in

pytestmark = pytest.mark.peers

AEQUITAS = """
import sys, numpy as np, pandas as pd
from aequitas.group import Group
from aequitas.bias import Bias
draw = np.random.default_rng(1)
frame = pd.DataFrame({"score": draw.integers(0, 2, 400), "label_value": draw.integers(0, 2, 400),
                      "sex": draw.choice(["a", "b"], 400), "age": draw.choice(["x", "y"], 400)})
table, _ = Group().get_crosstabs(frame)
refs = {"sex": "a", "age": "x"}
told = Bias().get_disparity_predefined_groups(table, original_df=frame, ref_groups_dict=refs)
print((table if sys.argv[1] == "groups" else told).to_csv(index=False))
"""


@pytest.fixture(scope="module")
def drawn() -> pd.DataFrame:
    """Group, outcome and decision of 400 people."""
    draw = np.random.default_rng(1)
    columns = {"group": draw.choice(["a", "b"], 400), "y": draw.integers(0, 2, 400), "p": draw.integers(0, 2, 400)}
    return pd.DataFrame(columns)


def taken(text: str) -> FairnessReport:
    """The report in a text."""
    found = read_report(text.encode())
    assert found is not None
    return found


@pytest.mark.parametrize("form", ["csv", "columns", "index", "split", "records", "both"])
def test_a_metric_frame_in_every_form(drawn: pd.DataFrame, form: str) -> None:
    """Selection rates are found again from count, and a rate that is no whole people is told."""
    metrics = pytest.importorskip("fairlearn.metrics")
    chosen = {name: getattr(metrics, name) for name in ("count", "selection_rate", "true_positive_rate")}
    frame = metrics.MetricFrame(metrics=chosen, y_true=drawn["y"], y_pred=drawn["p"], sensitive_features=drawn["group"])
    table = frame.by_group
    texts = {
        "csv": table.to_csv, "records": lambda: table.reset_index().to_json(orient="records"),
        "both": lambda: json.dumps({"by_group": json.loads(table.to_json()), "overall": frame.overall.to_dict()}),
    }  # fmt: skip
    text = str(texts[form]() if form in texts else table.to_json(orient=form))
    report = taken(text)
    assert report.tool == "Fairlearn MetricFrame"
    assert [(group, n) for _, group, n in report.groups] == [("a", 195), ("b", 205)]
    assert (report.recomputed, report.differing) == (3 if form == "both" else 2, ())
    rate = str(table["selection_rate"]["a"])[:8]
    wrong = taken(text.replace(rate, rate[:-3] + "999"))
    assert [(one.group, one.name) for one in wrong.differing] == [("a", "selection_rate")]


def test_explanations_of_aif360(drawn: pd.DataFrame) -> None:
    """Eight figures are found again; for mean_difference AIF360 itself counts labels and reports predictions: told."""
    pytest.importorskip("aif360")
    from aif360.datasets import BinaryLabelDataset  # noqa: PLC0415  # only where it is installed
    from aif360.explainers import MetricJSONExplainer  # noqa: PLC0415
    from aif360.metrics import ClassificationMetric  # noqa: PLC0415

    frame = pd.DataFrame({"sex": (drawn["group"] == "a").astype(float), "y": drawn["y"].astype(float)})
    truth = BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["sex"])
    decided = truth.copy()
    decided.labels = drawn[["p"]].to_numpy(float)
    sides: dict[str, Any] = {"unprivileged_groups": [{"sex": 0.0}], "privileged_groups": [{"sex": 1.0}]}
    told = MetricJSONExplainer(ClassificationMetric(truth, decided, **sides))
    names = ["disparate_impact", "statistical_parity_difference", "equal_opportunity_difference", "accuracy",
             "average_odds_difference", "false_positive_rate_difference", "error_rate_difference", "error_rate",
             "mean_difference", "num_instances"]  # fmt: skip
    report = taken("\n".join(getattr(told, name)() for name in names))
    assert [(group, n) for _, group, n in report.groups] == [("unprivileged", 205), ("privileged", 195)]
    assert (len(report.figures), report.recomputed) == (10, 9)
    assert [one.name for one in report.differing] == ["Mean Difference"]
    assert report.sentence == "10 figures reported, 9 recomputed from counts, 1 of them differs"


@pytest.mark.parametrize(("table", "figures"), [("groups", 44), ("disparities", 80)])
def test_tables_of_aequitas(table: str, figures: int) -> None:
    """Every rate and every disparity of two attributes is found again from tp, fp, fn and tn."""
    text = run_in("aequitas", AEQUITAS, table)
    report = taken(text)
    assert (len(report.figures), report.recomputed, report.differing) == (figures, figures, ())
    assert [n for *_, n in report.groups] == [199, 201, 191, 209]
    wrong = taken(text.replace("0.5025125628140703,0.5053763440860215", "0.6025125628140703,0.5053763440860215"))
    assert [(one.group, one.name) for one in wrong.differing] == [("a", "accuracy")]
