"""Remedies equal AIF360's and Fairlearn's on the same people, and a solver's linear programme for more groups.

Stated rounding: AIF360's solver answers to about 1e-7; Fairlearn tries 1,001 places and we every corner, so that its
answer is never better, and equal where its grid can hold the corner.
"""

import logging
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.remedies import Cells, together
from dashboard.domain.remedies_calibrated import calibrated
from dashboard.domain.remedies_odds import equalized_odds, thresholds_for_odds, thresholds_for_parity
from dashboard.domain.remedies_reject import Side, every_cut, reject_option, search
from dashboard.domain.reweighing import reweighing
from dashboard.domain.score_histograms import Histogram
from dashboard.domain.threshold_ladders import Ladder

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # their imports warn
SIDES = {"unprivileged_groups": [{"g": 0.0}], "privileged_groups": [{"g": 1.0}]}


def people(seed: int, groups: str = "AB") -> pd.DataFrame:
    """Scores of two decimals, labels that go with them, decisions from 0.5; no group is like another."""
    draws = np.random.default_rng(seed)
    size = int(draws.integers(150, 900))
    rows = pd.DataFrame({"group": draws.choice(list(groups), size)})
    shift = rows["group"].map(dict(zip(groups, draws.normal(0, 0.15, len(groups)), strict=True))).to_numpy()
    rows["score"] = np.clip(draws.beta(2, 2, size) + shift, 0.01, 0.99).round(2)
    rows["label"] = (draws.random(size) < 0.15 + 0.7 * rows["score"] - shift / 2).astype(int)
    rows["decision"] = (rows["score"] >= 0.5).astype(int)
    return rows


def cells(rows: pd.DataFrame) -> list[Cells]:
    """The decided people of each group."""
    found = []
    for name, part in rows.groupby("group"):
        sides = [
            float(((part["decision"] == d) & (part["label"] == y)).sum()) for d, y in ((1, 1), (1, 0), (0, 1), (0, 0))
        ]
        found.append(Cells(str(name), *sides))
    return found


def ladders(rows: pd.DataFrame) -> list[Ladder]:
    """The scores of each group."""
    return [Ladder.of(str(name), Histogram.of(part["score"], part["label"])) for name, part in rows.groupby("group")]


def datasets(rows: pd.DataFrame) -> tuple[Any, Any]:
    """AIF360's two: actual outcomes, and decisions with scores; group A is unprivileged."""
    logging.disable(logging.WARNING)
    library = pytest.importorskip("aif360.datasets")
    logging.disable(logging.NOTSET)
    frame = pd.DataFrame({"y": rows["label"].astype(float), "g": (rows["group"] == "B").astype(float)})
    true = library.BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"])
    predicted = true.copy()
    predicted.scores = rows["score"].to_numpy().reshape(-1, 1)
    predicted.labels = rows["decision"].to_numpy(float).reshape(-1, 1)
    return true, predicted


@pytest.mark.parametrize("seed", range(6))
def test_weights_equal_aif360(seed: int) -> None:
    """All four weights, to 1e-12."""
    rows = people(seed)
    true, _ = datasets(rows)
    theirs = pytest.importorskip("aif360.algorithms.preprocessing").Reweighing(**SIDES).fit(true)
    ours = {(row["group"], row["outcome"]): row["weight"] for row in reweighing(cells(rows)).rows}
    expected = {("A", 1): theirs.w_up_fav, ("A", 0): theirs.w_up_unfav, ("B", 1): theirs.w_p_fav,
                ("B", 0): theirs.w_p_unfav}  # fmt: skip
    assert ours == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_mixing_rates_equal_aif360(seed: int) -> None:
    """All four chances, to 1e-6, which is the solver's."""
    rows = people(seed)
    theirs = pytest.importorskip("aif360.algorithms.postprocessing").EqOddsPostprocessing(**SIDES).fit(*datasets(rows))
    first, second = (
        [row["selected_if_decided_for"], row["selected_if_passed_over"]] for row in equalized_odds(cells(rows)).rows
    )
    assert [*second, *first] == pytest.approx(list(theirs.model_params.x), abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_equalized_odds_of_many_groups_equal_a_solver(seed: int) -> None:
    """Three to six groups: the same optimum as the linear programme over two chances for each of them."""
    solver = pytest.importorskip("scipy.optimize")
    groups = cells(people(seed, "ABCDEF"[: 3 + seed % 4]))
    rates = np.array([(one.fp / one.negatives, one.tp / one.positives) for one in groups])
    mixes = np.stack([rates, 1 - rates], axis=2)  # group, error, decision
    gain = (mixes[:, 0] - mixes[:, 1]).ravel()
    equal = []
    for group in range(1, len(groups)):
        for error in (0, 1):
            row = np.zeros((len(groups), 2))
            row[0], row[group] = mixes[0, error], -mixes[group, error]
            equal.append(row.ravel())
    solved = solver.linprog(gain, A_eq=equal, b_eq=np.zeros(len(equal)), bounds=(0, 1))
    after = equalized_odds(groups).after
    found = [(one.fp / one.negatives, one.tp / one.positives) for one in after]
    assert found == [pytest.approx(found[0], abs=1e-9)] * len(found)
    assert sum(wrong - right for wrong, right in found) == pytest.approx(solved.fun, abs=1e-7)


def optimizer(rows: pd.DataFrame, constraints: str, grid: int) -> Any:
    """Fairlearn's optimizer on the scores as they are."""
    processing, base = pytest.importorskip("fairlearn.postprocessing"), pytest.importorskip("sklearn.base")

    class Given(base.ClassifierMixin, base.BaseEstimator):  # type: ignore[misc]
        """Answers with the only column that it is given."""

        def fit(self, x: Any, y: Any) -> "Given":
            self.fitted_ = True
            del x, y
            return self

        def predict(self, x: Any) -> Any:
            return np.asarray(x)[:, 0]

    scores = rows[["score"]].to_numpy()
    made = processing.ThresholdOptimizer(
        estimator=Given().fit(None, None),
        constraints=constraints,
        prefit=True,
        predict_method="predict",
        grid_size=grid,
    )
    made.fit(scores, rows["label"], sensitive_features=rows["group"])
    return made


def expected(made: Any, rows: pd.DataFrame) -> list[Cells]:
    """What its chances of being selected come to in each group."""
    chance = made._pmf_predict(rows[["score"]].to_numpy(), sensitive_features=rows["group"])[:, 1]
    found = []
    for name, part in rows.assign(chance=chance).groupby("group"):
        good, bad = part[part["label"] == 1]["chance"], part[part["label"] == 0]["chance"]
        sides = (good.sum(), bad.sum(), (1 - good).sum(), (1 - bad).sum())
        found.append(Cells(str(name), *(float(side) for side in sides)))
    return found


def accuracy(groups: Any) -> float:
    """Of everybody."""
    whole = together(groups)
    return (whole.tp + whole.tn) / whole.people


@pytest.mark.parametrize("constraints", ["equalized_odds", "demographic_parity"])
@pytest.mark.parametrize("seed", range(6))
def test_thresholds_are_fairlearns_or_better(seed: int, constraints: str) -> None:
    """At most 0.002 more right decisions than on its usual grid, and never fewer."""
    rows = people(seed, "ABC")
    remedy = thresholds_for_odds if constraints == "equalized_odds" else thresholds_for_parity
    ours = accuracy(remedy(ladders(rows), cells(rows)).after)
    theirs = accuracy(expected(optimizer(rows, constraints, 1000), rows))
    assert theirs - 1e-9 <= ours <= theirs + 0.002


@pytest.mark.parametrize("constraints", ["equalized_odds", "demographic_parity"])
@pytest.mark.parametrize("seed", range(6))
def test_thresholds_are_fairlearns_where_its_grid_holds_the_corner(seed: int, constraints: str) -> None:
    """Groups of fifty, half of whom qualify: every corner of selected shares is a fiftieth; chances and cells equal."""
    draws = np.random.default_rng(seed)
    parts = []
    for turn, name in enumerate("AB"):
        label = np.repeat([0, 1], 50)
        score = np.clip(draws.normal(0.4 + 0.2 * label + 0.05 * turn, 0.2), 0.01, 0.99).round(2)
        parts.append(pd.DataFrame({"group": name, "label": label, "score": score}))
    rows = pd.concat(parts, ignore_index=True).assign(decision=0)
    remedy = thresholds_for_odds if constraints == "equalized_odds" else thresholds_for_parity
    ours = remedy(ladders(rows), cells(rows)).after
    theirs = expected(optimizer(rows, constraints, 1000 if constraints == "demographic_parity" else 100_000), rows)
    assert accuracy(ours) == pytest.approx(accuracy(theirs), abs=1e-9 if constraints == "demographic_parity" else 1e-5)


@pytest.mark.parametrize("kind", ["fpr", "fnr", "weighted"])
@pytest.mark.parametrize("seed", range(6))
def test_calibrated_rates_equal_aif360(seed: int, kind: Any) -> None:
    """Both shares of replaced scores, to 1e-9; one above 1 is told as all of them."""
    rows = people(seed)
    true, predicted = datasets(rows)
    library = pytest.importorskip("aif360.algorithms.postprocessing")
    theirs = library.CalibratedEqOddsPostprocessing(**SIDES, cost_constraint=kind).fit(true, predicted)
    ours = [row["replaced"] for row in calibrated(ladders(rows), cells(rows), kind, 0.5).rows]
    both = (theirs.unpriv_mix_rate, theirs.priv_mix_rate)
    assert ours == pytest.approx([min(max(rate, 0.0), 1.0) for rate in both], abs=1e-9)


NAMES = {"selection_rate": "Statistical parity difference", "true_positive_rate": "Equal opportunity difference",
         "average_odds": "Average odds difference"}  # fmt: skip


@pytest.mark.parametrize("gap", list(NAMES))
@pytest.mark.parametrize("seed", range(2))
def test_reject_option_on_their_grid_equals_aif360(seed: int, gap: Any) -> None:
    """The same balanced accuracy from their cuts and margins as theirs, and from every pair at least as much."""
    rows = people(seed)
    library = pytest.importorskip("aif360.algorithms.postprocessing")
    theirs = library.RejectOptionClassification(
        **SIDES, num_class_thresh=20, num_ROC_margin=10, metric_name=NAMES[gap], metric_lb=-0.05, metric_ub=0.05
    ).fit(*datasets(rows))
    found = ladders(rows)
    pairs = np.array([
        (cut - margin, cut + margin)
        for cut in np.linspace(0.01, 0.99, 20) for margin in np.linspace(0, min(cut, 1 - cut), 10)
    ])  # fmt: skip
    at = np.array(
        [theirs.classification_threshold - theirs.ROC_margin, theirs.classification_threshold + theirs.ROC_margin]
    )
    chosen = search(Side.of(found[:1], at[:1]), Side.of(found[1:], at[1:]), (at[:1], at[1:]), gap, 1.0)
    best = search(
        Side.of(found[:1], pairs[:, 0]), Side.of(found[1:], pairs[:, 1]), (pairs[:, 0], pairs[:, 1]), gap, 0.05
    )
    assert best.balanced == pytest.approx(chosen.balanced, abs=1e-9)
    ours = reject_option(found, cells(rows), {"A"}, gap).parameters
    assert float(ours["balanced_accuracy"]) >= best.balanced - 1e-9
    assert len(every_cut(found)) > 20
