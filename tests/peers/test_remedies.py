"""Remedies equal AIF360's on the same people, and a solver's linear programme for more groups.

Stated rounding: AIF360's solver answers to about 1e-7, and it turns whole people, drawn at random.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.remedies_calibrated import calibrated
from dashboard.domain.remedies_odds import equalized_odds
from dashboard.domain.remedies_reject import Side, every_cut, reject_option, search
from dashboard.domain.reweighing import reweighing
from tests.peers.remedied import cells, compas, datasets, ladders, people

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # their imports warn
SIDES = {"unprivileged_groups": [{"g": 0.0}], "privileged_groups": [{"g": 1.0}]}


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


@pytest.mark.parametrize("seed", range(6))
def test_effects_equal_what_aif360_predicts(seed: int) -> None:
    """It turns whole people: in every group as many are selected as we expect, to one for either kind of turning."""
    rows = people(seed)
    true, predicted = datasets(rows)
    library = pytest.importorskip("aif360.algorithms.postprocessing")
    done = library.EqOddsPostprocessing(**SIDES, seed=seed).fit(true, predicted).predict(predicted)
    selected = pd.Series(done.labels.ravel()).groupby(rows["group"].to_numpy()).sum()
    for one in equalized_odds(cells(rows)).after:
        assert abs(one.selected - selected[one.group]) <= 2


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


@pytest.mark.real
def test_on_a_real_file(shared: Path) -> None:
    """COMPAS, two races, outcome "did not reoffend", decided by the label of the score: weights, mixing rates and
    replaced shares equal AIF360's.
    """
    rows = compas(shared)
    true, predicted = datasets(rows)
    after = pytest.importorskip("aif360.algorithms.postprocessing")
    weights = pytest.importorskip("aif360.algorithms.preprocessing").Reweighing(**SIDES).fit(true)
    ours = {(row["group"], row["outcome"]): row["weight"] for row in reweighing(cells(rows)).rows}
    assert ours["A", 1] == pytest.approx(weights.w_up_fav, abs=1e-12)
    assert ours["B", 0] == pytest.approx(weights.w_p_unfav, abs=1e-12)
    mixed = after.EqOddsPostprocessing(**SIDES).fit(true, predicted).model_params.x
    first, second = (
        [row["selected_if_decided_for"], row["selected_if_passed_over"]] for row in equalized_odds(cells(rows)).rows
    )
    assert [*second, *first] == pytest.approx(list(mixed), abs=1e-6)
    replaced = after.CalibratedEqOddsPostprocessing(**SIDES, cost_constraint="fnr").fit(true, predicted)
    shares = [row["replaced"] for row in calibrated(ladders(rows), cells(rows), "fnr", 0.5).rows]
    both = (replaced.unpriv_mix_rate, replaced.priv_mix_rate)
    assert shares == pytest.approx([min(max(rate, 0.0), 1.0) for rate in both], abs=1e-9)
