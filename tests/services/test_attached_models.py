"""A model trained with scikit-learn, attached as ONNX: it says what scikit-learn says, and nothing bad gets in."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.adapters.attached_models import Attached, attached_models
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of, record_as_of
from dashboard.adapters.store_copy import named_files
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted, StoreUnusable
from dashboard.services.attach_model import AttachModel, DetachModel, attach_model, detach_model
from dashboard.services.screens.model_answers import agreement, flips_headline, tried_headline
from dashboard.services.try_decision import TryDecision, try_decision
from dashboard.services.try_feature import TryCurve, TryFlips, try_curve, try_flips
from tests.exported import decided_by_model, node_model
from tests.featured import AUDITOR, LEAD, OTHER_LEAD, READER

pytest.importorskip("onnxruntime")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


@pytest.fixture
def decided(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> tuple[Any, bytes, pd.DataFrame]:
    """A log that a model decided: the model, its ONNX and what it read."""
    return decided_by_model(sqlite_database, store, tmp_path)


def attach(database: Database, store: DecisionStore, content: bytes, **how: Any) -> Attached:
    """Attach it to version 1."""
    actor = how.pop("actor", LEAD)
    return attach_model(database, store, AttachModel("churn", how.pop("version", "1"), content, **how), actor)


def attached(database: Database) -> list[Attached]:
    """What is attached."""
    with database.read() as connection:
        return attached_models(connection, "churn")


def looks(database: Database) -> int:
    """How many looks the ledger has."""
    return len(events_of(database, "single_decisions", "churn"))


def test_the_model_decides_as_the_log_says(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """All 400 decisions are what it would have decided; with another threshold many are not, and that is said."""
    found = attach(sqlite_database, store, decided[1])
    assert (found.agrees, found.tried) == (400, 400)
    assert "400 of 400 decisions (100.0 % [99.0, 100.0])." in agreement(found)
    assert attached(sqlite_database) == [found]
    assert found.path in named_files(sqlite_database)
    told = record_as_of(sqlite_database, "attached_model", "churn/1", at=10**9)
    assert told is not None
    assert (told["attached_by"], told["sha256"]) == ("lead", found.sha256)
    other = attach(sqlite_database, store, decided[1], threshold=0.9)
    assert other.agrees < 390
    assert "That is not the model that decided" in agreement(other)
    assert [one.threshold for one in attached(sqlite_database)] == [0.9]


def test_a_decision_with_other_values_scores_as_in_scikit_learn(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """As it is and with another age and sex, to six digits; which features were changed is in the ledger, no value."""
    model, content, frame = decided
    attach(sqlite_database, store, content)
    row = frame.iloc[[7]]
    found = try_decision(sqlite_database, store, TryDecision("churn", "d7", {"age": "33.5", "sex": "M"}), AUDITOR)
    assert found.before == pytest.approx(model.predict_proba(row)[0, 1], abs=1e-6)
    other = row.assign(age=np.float32(33.5), sex="M")
    assert found.after == pytest.approx(model.predict_proba(other)[0, 1], abs=1e-6)
    assert "age" in tried_headline(found)
    told = record_as_of(sqlite_database, "single_decisions", "churn", at=10**9)
    assert told is not None
    assert told["changed"] == ["age", "sex"]
    assert "33.5" not in json.dumps(told)


def test_flips_are_those_of_scikit_learn(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """Everybody's sex changed and nothing else: the same decisions turn; of the job, on which nothing hangs, few do."""
    model, content, frame = decided
    attach(sqlite_database, store, content)
    found = try_flips(sqlite_database, store, TryFlips("churn", "sex"), LEAD)
    now = model.predict_proba(frame)[:, 1] >= 0.5
    turned = model.predict_proba(frame.assign(sex=frame["sex"].map({"F": "M", "M": "F"})))[:, 1] >= 0.5
    assert (found.all.flips, found.all.n) == (int((now != turned).sum()), 400)
    assert found.all.flips > 20
    women = (frame["sex"] == "F").to_numpy()
    by_label = {one.label: (one.flips, one.n) for one in found.each}
    assert by_label["F → M"] == (int((now != turned)[women].sum()), int(women.sum()))
    assert "Changing only sex flips" in flips_headline(found)
    assert try_flips(sqlite_database, store, TryFlips("churn", "job"), LEAD).all.flips < found.all.flips


def test_partial_dependence_is_that_of_scikit_learn(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """The mean score with everybody at one age, over those who were drawn; one decision has its own curve."""
    model, content, frame = decided
    attach(sqlite_database, store, content)
    found = try_curve(sqlite_database, store, TryCurve("churn", "sex", decision_id="d3"), LEAD)
    assert (found.values, found.decisions) == (("F", "M"), 200 - int("d3" in _drawn(frame)))
    own = next(one.scores for one in found.curves if one.name == "This decision")
    wanted = [model.predict_proba(frame.iloc[[3]].assign(sex=sex))[0, 1] for sex in "FM"]
    assert own == pytest.approx(wanted, abs=1e-6)
    ages = try_curve(sqlite_database, store, TryCurve("churn", "age"), LEAD)
    mean = next(one.scores for one in ages.curves if one.name == "Mean of all")
    assert list(mean) == sorted(mean)


def _drawn(frame: pd.DataFrame) -> set[str]:
    """Who is in the lot."""
    from dashboard.services.feature_overview import drawn  # noqa: PLC0415
    from dashboard.services.try_feature import CURVED  # noqa: PLC0415

    return {f"d{at}" for at in drawn(np.arange(len(frame)), CURVED)}


def test_what_cannot_be_attached_changes_nothing(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """No ONNX, others' operators, a version that decided nothing, features that do not match, readers, other teams."""
    content = decided[1]
    for bad, words in ((b"pickle", "no ONNX model"), (node_model("com.evil", op="Steal"), r"operators of com\.evil")):
        with pytest.raises(InputRejected, match=words):
            attach(sqlite_database, store, bad)
    with pytest.raises(InputRejected, match="found `9`; expected a version that decided: 1"):
        attach(sqlite_database, store, content, version="9")
    with pytest.raises(InputRejected, match="found no such feature; expected a feature that is kept"):
        attach(sqlite_database, store, _renamed(content))
    with pytest.raises(InputRejected, match="found 5; expected 0 to 1"):
        attach(sqlite_database, store, content, favourable=5)
    for actor in (READER, AUDITOR, OTHER_LEAD):
        with pytest.raises(NotPermitted):
            attach(sqlite_database, store, content, actor=actor)
    assert attached(sqlite_database) == []
    assert looks(sqlite_database) == 0


def _renamed(content: bytes) -> bytes:
    """The same model with an input that nobody keeps."""
    onnx = pytest.importorskip("onnx")
    model = onnx.load_from_string(content)
    for one in model.graph.input:
        one.name = "sex2" if one.name == "sex" else one.name
    for node in model.graph.node:
        node.input[:] = ["sex2" if name == "sex" else name for name in node.input]
    made: bytes = model.SerializeToString()
    return made


def test_what_cannot_be_asked_is_said(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """Nothing attached, a feature that the model does not read, a number that is none, a number to be flipped."""
    with pytest.raises(Conflict, match="No model is attached to churn"):
        try_flips(sqlite_database, store, TryFlips("churn", "sex"), LEAD)
    model = attach(sqlite_database, store, decided[1])
    before = looks(sqlite_database)
    with pytest.raises(InputRejected, match="found `shoe`; expected a feature that the model reads: age, sex, job"):
        try_flips(sqlite_database, store, TryFlips("churn", "shoe"), LEAD)
    with pytest.raises(InputRejected, match=r"age, a number; expected a category\. Its curve"):
        try_flips(sqlite_database, store, TryFlips("churn", "age"), LEAD)
    with pytest.raises(InputRejected, match="age: found `old`; expected a number"):
        try_decision(sqlite_database, store, TryDecision("churn", "d1", {"age": "old"}), LEAD)
    with pytest.raises(InputRejected, match="a feature and its new value"):
        try_decision(sqlite_database, store, TryDecision("churn", "d1", {}), LEAD)
    with pytest.raises(NotFound, match="no decision `nobody`"):
        try_decision(sqlite_database, store, TryDecision("churn", "nobody", {"age": "3"}), LEAD)
    (store.root / model.path).write_bytes(b"changed")
    with pytest.raises(StoreUnusable, match="was changed after it was recorded"):
        try_flips(sqlite_database, store, TryFlips("churn", "sex"), LEAD)
    assert looks(sqlite_database) == before
    detach_model(sqlite_database, store, DetachModel("churn", "1"), LEAD)
    assert attached(sqlite_database) == []
    with pytest.raises(NotFound, match="No model is attached to version"):
        detach_model(sqlite_database, store, DetachModel("churn", "1"), LEAD)
