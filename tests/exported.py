"""Models as ONNX, made for tests: trained with scikit-learn and exported, or built node by node to be refused."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.adapters.attached_models import Attached, save
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.attached_model import Read, Signature
from dashboard.domain.registry import UseCase
from tests.featured import DAY, LEAD, taken


def trained(
    frame: pd.DataFrame, numbers: Sequence[str], words: Sequence[str], outcome: np.ndarray
) -> tuple[Any, bytes]:
    """A logistic regression over these columns, and the same as ONNX with an input for each."""
    compose, linear = pytest.importorskip("sklearn.compose"), pytest.importorskip("sklearn.linear_model")
    pipeline, before = pytest.importorskip("sklearn.pipeline"), pytest.importorskip("sklearn.preprocessing")
    skl2onnx, types = pytest.importorskip("skl2onnx"), pytest.importorskip("skl2onnx.common.data_types")
    steps = [
        ("n", before.StandardScaler(), list(numbers)),
        ("w", before.OneHotEncoder(handle_unknown="ignore"), list(words)),
    ]
    model = pipeline.make_pipeline(compose.ColumnTransformer(steps), linear.LogisticRegression(max_iter=2000))
    model.fit(frame[[*numbers, *words]], outcome)
    inputs = [(name, types.FloatTensorType([None, 1])) for name in numbers]
    inputs += [(name, types.StringTensorType([None, 1])) for name in words]
    made = skl2onnx.to_onnx(model, initial_types=inputs, options={"zipmap": False})
    return model, made.SerializeToString()


def log_with(frame: pd.DataFrame, numbers: Sequence[str], words: Sequence[str], scores: np.ndarray) -> str:
    """A log whose decisions are those of the scores, with the columns as features; `a_sex` is the first word."""
    log = pd.DataFrame({"decision_id": [f"d{at}" for at in range(len(frame))], "decided_at": DAY.isoformat()})
    log = log.assign(model_version="1", selected=(scores >= 0.5).astype(int), a_sex=frame[words[0]].to_numpy())
    columns = {f"n_{name}": frame[name].to_numpy() for name in numbers}
    columns |= {f"c_{name}": frame[name].to_numpy() for name in words}
    return log.assign(**columns).to_csv(index=False)


def people_frame(rows: int = 400) -> tuple[pd.DataFrame, np.ndarray]:
    """Ages, jobs and sex by lot, and an outcome that hangs on age and sex and not on the job."""
    draws = np.random.default_rng(5)
    frame = pd.DataFrame({"age": draws.integers(18, 80, rows).astype("float32")})
    frame["sex"], frame["job"] = draws.choice(["F", "M"], rows), draws.choice(["clerk", "nurse"], rows)
    chance = 1 / (1 + np.exp(-((frame["age"] - 50) / 8 + 1.5 * (frame["sex"] == "M"))))
    return frame, (draws.random(rows) < chance).to_numpy()


def decided_by_model(database: Database, store: DecisionStore, folder: Any) -> tuple[Any, bytes, pd.DataFrame]:
    """A use case whose log was decided by a model; the model, its ONNX, and what it read."""
    frame, outcome = people_frame()
    model, content = trained(frame, ["age"], ["sex", "job"], outcome)
    log = folder / "model-log.csv"
    log.write_text(log_with(frame, ["age"], ["sex", "job"], model.predict_proba(frame)[:, 1]), encoding="utf-8")
    kept = {"names": ["age", "sex", "job", "never"], "reason": "Explain refusals", "days": 365}
    record = {"id": "churn", "title": "Churn", "lifecycle": "live", "team": "Retention", "kept_features": kept}
    record |= {"protected_attributes": {"sex": "collected"}}
    taken(database, store, folder, log.read_text(encoding="utf-8"), use_case=UseCase.model_validate(record))
    return model, content, frame


def node_model(domain: str = "", *, op: str = "Identity", inner: bool = False, outside: bool = False) -> bytes:
    """A tiny model with one node of a domain, at the top or inside an If; or with its weights in another file."""
    onnx = pytest.importorskip("onnx")
    make, kinds = onnx.helper, onnx.TensorProto
    value = make.make_tensor_value_info("age", kinds.FLOAT, [None, 1])
    result = make.make_tensor_value_info("score", kinds.FLOAT, [None, 1])
    node = make.make_node(op, ["age"], ["score"], domain=domain)
    weights = []
    if inner:
        branch = make.make_graph([node], "branch", [], [result])
        weights = [make.make_tensor("yes", kinds.BOOL, [], [True])]
        node = make.make_node("If", ["yes"], ["score"], then_branch=branch, else_branch=branch)
    if outside:
        weights = [make.make_tensor("w", kinds.FLOAT, [1], [1.0])]
        weights[0].data_location = kinds.EXTERNAL
        weights[0].external_data.add(key="location", value="/etc/passwd")
    graph = make.make_graph([node], "g", [value], [result], weights)
    opsets = [make.make_opsetid("", 18), *([make.make_opsetid(domain, 1)] if domain else [])]
    made: bytes = make.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
    return made


def endless_model() -> bytes:
    """A model whose only node goes round until somebody ends it."""
    onnx = pytest.importorskip("onnx")
    make, kinds = onnx.helper, onnx.TensorProto
    age, score = (make.make_tensor_value_info(name, kinds.FLOAT, [None, 1]) for name in ("age", "score"))
    turn, again = (
        make.make_tensor_value_info("turn", kinds.INT64, []),
        make.make_tensor_value_info("on", kinds.BOOL, []),
    )
    before, after = (make.make_tensor_value_info(name, kinds.FLOAT, None) for name in ("before", "after"))
    out = make.make_tensor_value_info("still", kinds.BOOL, [])
    nodes = [make.make_node("Identity", ["on"], ["still"]), make.make_node("Neg", ["before"], ["after"])]
    body = make.make_graph(nodes, "round", [turn, again, before], [out, after])
    constants = [make.make_tensor("most", kinds.INT64, [], [2**62]), make.make_tensor("yes", kinds.BOOL, [], [True])]
    loop = make.make_node("Loop", ["most", "yes", "age"], ["score"], body=body)
    graph = make.make_graph([loop], "g", [age], [score], constants)
    made: bytes = make.make_model(graph, opset_imports=[make.make_opsetid("", 18)], ir_version=9).SerializeToString()
    return made


def attached_endless(database: Database, store: DecisionStore, *, version: str = "1") -> None:
    """The endless model at a version of `churn`, put there without being run."""
    content = endless_model()
    digest = sha256(content).hexdigest()
    path = f"models/churn/{digest[:32]}.onnx"
    with store.work() as work:
        (work / "model.onnx").write_bytes(content)
        store.keep(work / "model.onnx", path)
    signature = Signature((Read("age", "age", "float32", flat=False),), "score", 0)
    with database.write(LEAD) as tx:
        save(tx, Attached("churn", version, path, digest, signature, 0.5, 0, 0, LEAD.user_id))


def workers(folder: Path) -> list[int]:
    """Processes that run a model for the store in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode()
        except OSError:  # it ended meanwhile
            continue
        if "dashboard.adapters.model_worker" in command and str(folder) in command:
            found.append(int(process.name))
    return found
