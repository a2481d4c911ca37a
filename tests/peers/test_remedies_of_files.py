"""Remedies over real files, read as the command reads them, equal AIF360's and Fairlearn's on the same rows."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.domain.remedies_odds import equalized_odds, thresholds_for_odds
from dashboard.domain.reweighing import reweighing
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_rows import counts_of_file, scores_of_file
from dashboard.services.screens.remedy_groups import Basis, basis_of_counts, basis_of_scores
from dashboard.services.screens.thresholds import scored_groups
from tests.peers.remedied import accuracy, compas, datasets
from tests.peers.test_real_files import FILES, Real, rows_of
from tests.peers.test_remedies_fairlearn import expected, optimizer

pytestmark = [pytest.mark.peers, pytest.mark.real, pytest.mark.filterwarnings("ignore")]  # their imports warn
BINARY = ("sex", "gender", "SeniorCitizen", "male", "black")
TWO_SIDED = [pytest.param(real, attribute, id=f"{Path(real.file).stem}-{attribute}") for real in FILES
             for attribute in real.attributes if attribute in BINARY]  # fmt: skip
SIDES = {"unprivileged_groups": [{"g": 0.0}], "privileged_groups": [{"g": 1.0}]}


def read(real: Real, folder: Path, attribute: str) -> tuple[Basis, tuple[Any, Any]]:
    """Ours from the file; AIF360's two data sets of the same people."""
    request = AuditRequest(folder / real.file, real.decision[0], real.decision[1:], (attribute,), real.label[0],
                           real.label[1:], header=real.header)  # fmt: skip
    basis = basis_of_counts(counts_of_file(request), (real.file, attribute), (1, 0.95), "every row")
    rows, names = rows_of(real, folder, attribute)
    rows = rows[rows["group"] >= 0]
    rows["group"] = np.where(rows["group"] == 0, "A", "B")
    assert len(names) == 2
    return basis, datasets(rows.assign(score=rows["decision"].astype(float)))


@pytest.mark.parametrize(("real", "attribute"), TWO_SIDED)
def test_weights_of_a_file_equal_aif360(shared: Path, real: Real, attribute: str) -> None:
    """All four weights, to 1e-12."""
    basis, (true, _) = read(real, shared / "data" / "decisions", attribute)
    theirs = pytest.importorskip("aif360.algorithms.preprocessing").Reweighing(**SIDES).fit(true)
    ours = [
        row["weight"] for row in sorted(reweighing(basis.groups).rows, key=lambda one: (one["group"], one["outcome"]))
    ]
    assert ours == pytest.approx([theirs.w_up_unfav, theirs.w_up_fav, theirs.w_p_unfav, theirs.w_p_fav], abs=1e-12)


@pytest.mark.parametrize(("real", "attribute"), TWO_SIDED)
def test_chances_of_a_file_equal_aif360(shared: Path, real: Real, attribute: str) -> None:
    """Equal odds, and to 1e-6 the gain that their chances come to: where decisions tell little, several are as good."""
    basis, sets = read(real, shared / "data" / "decisions", attribute)
    theirs = pytest.importorskip("aif360.algorithms.postprocessing").EqOddsPostprocessing(**SIDES).fit(*sets)
    odds = [(one.fp / one.negatives, one.tp / one.positives) for one in equalized_odds(basis.groups).after]
    assert odds[0] == pytest.approx(odds[1], abs=1e-9)
    mixed = [
        (chances[0] * side.tp + chances[1] * side.fn) / side.positives
        - (chances[0] * side.fp + chances[1] * side.tn) / side.negatives
        for side, chances in zip(basis.groups, theirs.model_params.x.reshape(2, 2)[::-1], strict=True)
    ]
    assert [tpr - fpr for fpr, tpr in odds] == pytest.approx(mixed, abs=1e-6)


def test_thresholds_of_a_file_equal_fairlearn(shared: Path, tmp_path: Path) -> None:
    """COMPAS as a file: nobody's odds differ, and never fewer right decisions than Fairlearn's grid finds."""
    rows = compas(shared)
    rows.to_csv(tmp_path / "compas.csv", index=False)
    request = AuditRequest(tmp_path / "compas.csv", "decision", ("1",), ("group",), "label", ("1",), "score")
    basis = basis_of_scores(scored_groups(scores_of_file(request), ("compas.csv", "group"), (1, 0.95)))
    ours = accuracy(thresholds_for_odds(basis.ladders, basis.groups).after)
    theirs = accuracy(expected(optimizer(rows, "equalized_odds", 1000), rows))
    assert 0 <= ours - theirs + 1e-9 < 0.002
