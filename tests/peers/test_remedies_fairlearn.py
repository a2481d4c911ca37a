"""Thresholds for equalized odds and demographic parity equal Fairlearn's ThresholdOptimizer on the same people.

Fairlearn tries 1,001 places and we every corner, so that its answer is never better, and equal where its grid holds the
corner.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.remedies import Cells
from dashboard.domain.remedies_odds import thresholds_for_odds, thresholds_for_parity
from tests.peers.remedied import accuracy, cells, compas, ladders, people

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # their imports warn


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
    exact = constraints == "demographic_parity"
    theirs = expected(optimizer(rows, constraints, 1000 if exact else 100_000), rows)
    assert accuracy(ours) == pytest.approx(accuracy(theirs), abs=1e-9 if exact else 1e-5)


@pytest.mark.real
@pytest.mark.parametrize("constraints", ["equalized_odds", "demographic_parity"])
def test_thresholds_on_a_real_file(shared: Path, constraints: str) -> None:
    """COMPAS by two races: at most 0.002 more right decisions than on its grid, and never fewer."""
    rows = compas(shared)
    remedy = thresholds_for_odds if constraints == "equalized_odds" else thresholds_for_parity
    ours = accuracy(remedy(ladders(rows), cells(rows)).after)
    theirs = accuracy(expected(optimizer(rows, constraints, 1000), rows))
    assert theirs - 1e-9 <= ours <= theirs + 0.002
