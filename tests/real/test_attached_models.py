"""Models of Bank Marketing and Telco, trained with scikit-learn and attached as ONNX, say what scikit-learn says."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.registry import UseCase
from dashboard.services.attach_model import AttachModel, attach_model
from dashboard.services.nearest_decision import LookAtDecision, look_at_decision
from dashboard.services.try_feature import TryFlips, try_flips
from tests.exported import log_with, trained
from tests.featured import LEAD, taken

pytestmark = [pytest.mark.real, pytest.mark.slow]
pytest.importorskip("onnxruntime")

BANK = ("bank-additional-full.csv", ";", ["age", "campaign", "pdays", "emp.var.rate", "euribor3m"],
        ["marital", "job", "education", "default", "contact", "poutcome"], ("y", "yes"))  # fmt: skip
TELCO = ("ibm_telco_customer_churn.csv", ",", ["tenure", "MonthlyCharges"],
         ["gender", "Contract", "InternetService", "PaymentMethod", "Partner"], ("Churn", "Yes"))  # fmt: skip


def plain(name: str) -> str:
    """A name that ONNX and a mapping both know."""
    return name.replace(".", "_").lower()


@pytest.mark.parametrize("data", [BANK, TELCO], ids=["bank", "telco"])
def test_a_real_model_says_what_scikit_learn_says(
    sqlite_database: Database, tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch,
    data: tuple[str, str, list[str], list[str], tuple[str, str]],
) -> None:  # fmt: skip
    """It decides as the log in every case, and changing marital status or gender alone turns as many decisions."""
    name, parted, numbers, words, (outcome, positive) = data
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    rows = pd.read_csv(shared / "data" / "decisions" / name, sep=parted)
    frame = rows[[*numbers, *words]].astype(dict.fromkeys(numbers, "float32")).rename(columns=plain)
    numbers, words = [plain(one) for one in numbers], [plain(one) for one in words]
    model, content = trained(frame, numbers, words, (rows[outcome] == positive).to_numpy())
    store = DecisionStore(tmp_path / "decisions")
    scores = model.predict_proba(frame)[:, 1]
    kept = {"names": [*numbers, *words], "reason": "Explain calls", "days": 365}
    record = {"id": "churn", "title": "Calls", "lifecycle": "live", "team": "Retention", "kept_features": kept}
    log = log_with(frame, numbers, words, scores)
    taken(sqlite_database, store, tmp_path, log, use_case=UseCase.model_validate(record))
    found = attach_model(sqlite_database, store, AttachModel("churn", "1", content), LEAD)
    assert found.tried == 1000
    assert found.agrees >= 999  # ONNX counts in 32 bits: a score beside one half may fall on its other side
    flipped = try_flips(sqlite_database, store, TryFlips("churn", words[0]), LEAD)
    assert flipped.all.n == 2000
    assert abs(flipped.all.share - _turned(model, frame, words[0])) < 0.02
    near = look_at_decision(sqlite_database, store, LookAtDecision("churn", "d0"), LEAD)
    assert near.other is not None
    assert near.decision.selected is not near.other.selected


def _turned(model: object, frame: pd.DataFrame, feature: str) -> float:
    """The share of all decisions that any other value of a feature turns, by scikit-learn."""
    decided = {
        value: model.predict_proba(frame.assign(**{feature: value}))[:, 1] >= 0.5  # type: ignore[attr-defined]
        for value in sorted(frame[feature].unique())
    }
    now = model.predict_proba(frame)[:, 1] >= 0.5  # type: ignore[attr-defined]
    return float(np.any([one != now for one in decided.values()], axis=0).mean())
