"""AUC, ROC, calibration and generalized rates equal scikit-learn's and AIF360's, on drawn scores and a real file."""

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.calibration import calibration
from dashboard.domain.score_histograms import Histogram, auc, generalized_rate, roc
from dashboard.services.audit_file import audit_file
from dashboard.services.audit_request import AuditRequest

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # their imports warn


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores with ties, and labels that go with them."""
    draws = np.random.default_rng(seed)
    size = int(draws.integers(20, 500))
    score = draws.random(size).round(int(draws.integers(1, 4)))
    label = (draws.random(size) < 0.2 + 0.6 * score).astype(float)
    label[:2] = 0, 1
    return score, label


@pytest.mark.parametrize("seed", range(12))
def test_auc_and_roc_equal_scikit_learn(seed: int) -> None:
    """The area and every point of the curve, thresholds included."""
    sklearn = pytest.importorskip("sklearn.metrics")
    score, label = drawn(seed)
    found = Histogram.of(score, label)
    assert auc(found, 0.95).value == pytest.approx(sklearn.roc_auc_score(label, score), abs=1e-9)
    theirs = sklearn.roc_curve(label, score, drop_intermediate=False)
    for name, values in zip(("false_positive_rate", "true_positive_rate", "threshold"), theirs, strict=True):
        assert roc(found)[name].to_list() == pytest.approx(list(values), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_reliability_equals_scikit_learn(seed: int) -> None:
    """Mean score and share of every bin that holds somebody, for scores off the edges of bins."""
    library = pytest.importorskip("sklearn.calibration")
    score, label = drawn(seed)
    score = np.clip(score + 0.0123, 0, 1)
    share, mean = library.calibration_curve(label, score, n_bins=10)
    ours = calibration(Histogram.of(score, label), 0.95)
    assert ours["share"].to_list() == pytest.approx(list(share), abs=1e-9)
    assert ours["mean_score"].to_list() == pytest.approx(list(mean), abs=1e-9)


def generalized(score: np.ndarray, label: np.ndarray) -> Any:
    """AIF360's metric object for scores of one group, a second group beside it."""
    logging.disable(logging.WARNING)
    metrics, datasets = pytest.importorskip("aif360.metrics"), pytest.importorskip("aif360.datasets")
    logging.disable(logging.NOTSET)
    frame = pd.DataFrame({"y": label, "g": np.arange(len(label)) % 2 * 1.0})
    true = datasets.BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"])
    predicted = true.copy()
    predicted.scores = score.reshape(-1, 1)
    predicted.labels = (score.reshape(-1, 1) >= 0.5).astype(float)
    sides = {"unprivileged_groups": [{"g": 0.0}], "privileged_groups": [{"g": 1.0}]}
    return metrics.ClassificationMetric(true, predicted, **sides)


@pytest.mark.parametrize("seed", range(6))
def test_generalized_rates_equal_aif360(seed: int) -> None:
    """All four generalized rates of everybody."""
    score, label = drawn(seed)
    theirs, found = generalized(score, label), Histogram.of(score, label)
    sides = {"true_positive": (True, False), "false_negative": (True, True), "false_positive": (False, False),
             "true_negative": (False, True)}  # fmt: skip
    for name, (positives, missed) in sides.items():
        ours = generalized_rate(found, 0.95, positives=positives, missed=missed).value
        assert ours == pytest.approx(getattr(theirs, f"generalized_{name}_rate")(), abs=1e-9)


@pytest.mark.real
def test_auc_of_every_group_of_a_real_file(shared: Path) -> None:
    """COMPAS decile scores: the AUC of every race equals scikit-learn's on the rows of the file."""
    sklearn = pytest.importorskip("sklearn.metrics")
    path = shared / "data" / "decisions" / "compas_two_years.csv"
    request = AuditRequest(
        path, "score_text", ("Medium", "High"), ("race",), "two_year_recid", ("1",), score="decile_score",
        metrics=("selection_rate_gap",),
    )  # fmt: skip
    ours = audit_file(request).groups.set_index("group")
    rows = pd.read_csv(path)
    for race, part in rows[rows["score_text"].notna()].groupby("race"):
        expected = sklearn.roc_auc_score(part["two_year_recid"], part["decile_score"])
        assert ours.loc[race, "score_auc"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.real
def test_gaps_of_auc_on_a_real_file(shared: Path) -> None:
    """COMPAS decile scores by race: widest gap, lowest AUC and every gap against the largest equal Fairlearn's."""
    fair, sklearn = pytest.importorskip("fairlearn.metrics"), pytest.importorskip("sklearn.metrics")
    path = shared / "data" / "decisions" / "compas_two_years.csv"
    names = ("auc_gap", "auc_difference", "auc_group_min")
    request = AuditRequest(
        path, "score_text", ("Medium", "High"), ("race",), "two_year_recid", ("1",), score="decile_score",
        metrics=names, min_group=1,
    )  # fmt: skip
    ours = audit_file(request).measurements
    rows = pd.read_csv(path)
    frame = fair.MetricFrame(
        metrics=sklearn.roc_auc_score, y_true=rows["two_year_recid"], y_pred=rows["decile_score"],
        sensitive_features=rows["race"],
    )  # fmt: skip
    whole = ours.drop_duplicates("metric").set_index("metric")["value"]
    assert whole["auc_difference"] == pytest.approx(frame.difference(), abs=1e-9)
    assert whole["auc_group_min"] == pytest.approx(frame.group_min(), abs=1e-9)
    largest = frame.by_group["African-American"]
    gaps = ours[ours["metric"] == "auc_gap"].set_index("group")["value"]
    for race, value in gaps.items():
        assert value == pytest.approx(frame.by_group[race] - largest, abs=1e-9)
