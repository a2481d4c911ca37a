"""The process that runs a model has no network, starts no program, and ends when its time or memory is over."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dashboard.adapters import model_runner
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.model_runner import ends_of, scores_of
from dashboard.domain.attached_model import Read, Signature
from dashboard.errors import CannotAssess, Conflict
from tests.exported import node_model

SHUT = "from dashboard.adapters.model_worker import shut_off; shut_off(60)\n"
ONE = Signature((Read("age", "age", "float32", flat=False),), "score", 0)
AGES = {"age": np.ones((3, 1), dtype=np.float32)}


@pytest.fixture
def store(tmp_path: Path) -> DecisionStore:
    """Where the worker's folders are made."""
    pytest.importorskip("onnxruntime")
    return DecisionStore(tmp_path)


@pytest.mark.parametrize(
    ("tried", "error"),
    [
        ("import socket; socket.socket()", "PermissionError"),
        ("import socket; socket.socketpair()", "PermissionError"),
        ("import os; os.execv('/bin/true', ['true'])", "PermissionError"),
        ("import subprocess; subprocess.run(['/bin/true'])", "PermissionError"),
        ("open('big', 'wb').write(b'x' * (300 * 1024 * 1024))", "File"),
        ("import numpy; numpy.ones(10**9)", "MemoryError"),
    ],
)
def test_nothing_leads_out(tmp_path: Path, tried: str, error: str) -> None:
    """A socket, another program, a large file, more memory than allowed: the system refuses each."""
    command = [sys.executable, "-c", SHUT + tried]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert error in done.stderr or done.returncode < 0


def test_what_is_allowed_still_works(tmp_path: Path) -> None:
    """Threads and small files do."""
    tried = "import threading; t = threading.Thread(target=print); t.start(); t.join(); open('small', 'w').write('x')"
    done = subprocess.run([sys.executable, "-c", SHUT + tried], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_scores_are_those_of_the_model(store: DecisionStore) -> None:
    """The identity gives what it was given, and says what it reads and gives."""
    ends = ends_of(store, node_model())
    assert [(one.name, one.type, one.shape) for one in ends.inputs] == [("age", "tensor(float)", (None, 1))]
    assert scores_of(store, node_model(), ONE, AGES).tolist() == [1, 1, 1]
    assert list((store.root / "work").iterdir()) == []


def test_a_model_without_end_is_ended(store: DecisionStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop that never ends uses up its seconds, and the sentence says so."""
    monkeypatch.setattr(model_runner, "SECONDS", 1)
    with pytest.raises(CannotAssess, match=r"needed more than .* seconds or .* and was ended"):
        scores_of(store, _endless(), ONE, AGES)


def test_a_model_that_wants_all_memory_is_ended(store: DecisionStore) -> None:
    """Eight gigabytes are refused by the system."""
    with pytest.raises(CannotAssess, match="The model could not be run"):
        scores_of(store, _huge(), ONE, AGES)


def test_no_number_is_no_score(store: DecisionStore) -> None:
    """Infinity and nothing are refused."""
    with pytest.raises(CannotAssess, match="no number for some decisions"):
        scores_of(store, node_model(), ONE, {"age": np.array([[np.nan]], dtype=np.float32)})


def test_without_the_engine_it_says_what_to_install(store: DecisionStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence."""
    monkeypatch.setattr(model_runner, "find_spec", lambda _name: None)
    with pytest.raises(Conflict, match=r"pip install -r requirements-models\.txt"):
        ends_of(store, node_model())


def _model(nodes: list[object], weights: list[object]) -> bytes:
    onnx = pytest.importorskip("onnx")
    make, kinds = onnx.helper, onnx.TensorProto
    value = make.make_tensor_value_info("age", kinds.FLOAT, [None, 1])
    result = make.make_tensor_value_info("score", kinds.FLOAT, [None, 1])
    graph = make.make_graph(nodes, "g", [value], [result], weights)
    made: bytes = make.make_model(graph, opset_imports=[make.make_opsetid("", 18)], ir_version=9).SerializeToString()
    return made


def _endless() -> bytes:
    """A loop of nine quintillion turns."""
    onnx = pytest.importorskip("onnx")
    make, kinds = onnx.helper, onnx.TensorProto
    info = make.make_tensor_value_info
    body = make.make_graph(
        [make.make_node("Identity", ["go"], ["goes"]), make.make_node("Sin", ["in"], ["out"])], "body",
        [info("turn", kinds.INT64, []), info("go", kinds.BOOL, []), info("in", kinds.FLOAT, [None, 1])],
        [info("goes", kinds.BOOL, []), info("out", kinds.FLOAT, [None, 1])],
    )  # fmt: skip
    weights = [make.make_tensor("turns", kinds.INT64, [], [2**62]), make.make_tensor("yes", kinds.BOOL, [], [True])]
    return _model([make.make_node("Loop", ["turns", "yes", "age"], ["score"], body=body)], weights)


def _huge() -> bytes:
    """Two billion ones, summed."""
    onnx = pytest.importorskip("onnx")
    make, kinds = onnx.helper, onnx.TensorProto
    weights = [make.make_tensor("size", kinds.INT64, [1], [2**31])]
    nodes = [
        make.make_node("RandomUniformLike", ["age"], ["noise"]),
        make.make_node("Cast", ["size"], ["shape"], to=kinds.INT64),
        make.make_node("Expand", ["noise", "shape"], ["large"]),
        make.make_node("ReduceSum", ["large"], ["one"]), make.make_node("Add", ["age", "one"], ["score"]),
    ]  # fmt: skip
    return _model(nodes, weights)
