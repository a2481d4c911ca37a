"""Runs an attached ONNX model in a process of its own, and says in a sentence what became of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.model_worker import MEMORY_MB, REACHED, SECONDS
from dashboard.domain.attached_model import End, Ends, Signature
from dashboard.domain.effort import go_on, step
from dashboard.domain.nearest import Floats
from dashboard.domain.plain_text import escaped
from dashboard.errors import CannotAssess, Conflict

_LOOK = 0.1  # seconds between looks at the worker
INSTALL = "Models need onnxruntime, which is not installed: pip install -r requirements-models.txt"


def has_engine() -> bool:
    """Whether the engine is installed."""
    return find_spec("onnxruntime") is not None


def require_engine() -> None:
    """Let through where the engine is installed; raises Conflict with what to install."""
    if not has_engine():
        raise Conflict(INSTALL)


def ends_of(store: DecisionStore, model: bytes) -> Ends:
    """The inputs and outputs of a model.

    Raises:
        Conflict: the engine is not installed.
        CannotAssess: it cannot be opened, or not within its limits.
    """
    told, _ = _run(store, model, {})
    inputs, outputs = ([End(one["name"], one["type"], tuple(one["shape"])) for one in told[name]]
                       for name in ("inputs", "outputs"))  # fmt: skip
    return Ends(tuple(inputs), tuple(outputs))


def scores_of(store: DecisionStore, model: bytes, signature: Signature, inputs: Mapping[str, np.ndarray]) -> Floats:
    """The score of each row; `inputs` are arrays by name of input.

    Raises:
        Conflict, CannotAssess: as above.
    """
    wanted = {"output:name": np.array(signature.output), "output:column": np.array(signature.column)}
    _, scores = _run(store, model, {**inputs, **wanted})
    if scores is None or not np.isfinite(scores).all():
        raise CannotAssess("The model gave no number for some decisions.")
    return scores


def _run(store: DecisionStore, model: bytes, inputs: Mapping[str, np.ndarray]) -> tuple[dict[str, Any], Floats | None]:
    require_engine()
    with store.work() as folder:
        (folder / "model.onnx").write_bytes(model)
        if inputs:
            np.savez(folder / "inputs.npz", allow_pickle=False, **dict(inputs))
        _wait(folder)
        answer, scores = folder / "answer.json", folder / "scores.npy"
        told: dict[str, Any] = json.loads(answer.read_bytes()) if answer.is_file() else {"error": _KILLED}
        if "error" in told:
            raise CannotAssess(f"The model could not be run: {escaped(str(told['error']))}")
        return told, np.load(scores, allow_pickle=False) if scores.is_file() else None


_KILLED = f"it needed more than {SECONDS} seconds or {MEMORY_MB:,} MB and was ended"


def _wait(folder: Path) -> None:
    """Start the worker, and end it with everything it started when its time is over or nobody waits any more."""
    command = [sys.executable, "-I", "-m", "dashboard.adapters.model_worker", str(folder), str(SECONDS)]
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(  # noqa: S603  # our own module, in a folder that we named
        command, cwd=folder, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        end = time.monotonic() + SECONDS + 15
        try:
            while process.poll() is None and time.monotonic() < end:
                _told(folder)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=_LOOK)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    _told(folder)  # what was over between two looks is told too


def _told(folder: Path) -> None:
    """Pass on how many rows have their score; raises Cancelled once this was stopped."""
    try:
        done, of = (int(one) for one in (folder / REACHED).read_text(encoding="ascii").split())
    except (OSError, ValueError):  # it has not begun, or is writing right now
        go_on()
        return
    step(done, of, "answers of the model")
