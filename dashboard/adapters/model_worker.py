"""A process of its own that runs one ONNX model once: no network, no other program, bounded time, memory and files.

Started as `python -I -m dashboard.adapters.model_worker FOLDER SECONDS`. The folder holds `model.onnx` and, where it
shall score, `inputs.npz`; the answer is `answer.json` and `scores.npy` in it. Arrays are read without pickle.
"""

import ctypes
import json
import platform
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np

SECONDS, MEMORY_MB, FILE_MB, FILES = 60, 2048, 256, 64
ROWS_AT_ONCE = 1_000  # told after each
REACHED = "reached"  # the file that says how many rows of how many have their score
_END_WITH_PARENT, _NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 1, 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # the second: EPERM
# socket, socketpair, fork, vfork, execve, ptrace, execveat, io_uring by machine; threads stay possible
_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 57, 58, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, (198, 199, 221, 117, 281, 425)),
}
_OTHER_NAMES = 0x40000000  # the second numbering of calls on x86_64


def end_with_parent() -> None:
    """Be killed when whoever waits for the answer is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def shut_off(seconds: int) -> None:
    """Give up network, other programs and everything beyond the limits, for good.

    Raises:
        OSError: this system cannot; then nothing is run.
    """
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_DATA, MEMORY_MB * 1024 * 1024),
        (resource.RLIMIT_FSIZE, FILE_MB * 1024 * 1024),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        raise OSError("models run on Linux only, on x86-64 and ARM64")
    program = _program(*_CALLS[platform.machine()])
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(program)
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    done = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SECCOMP, _FILTER, described, 0, 0)
    if done:
        raise OSError(ctypes.get_errno(), "the network could not be shut off")


def _program(architecture: int, calls: tuple[int, ...]) -> bytes:
    """A filter of system calls: refuse those listed, and every call of another numbering."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    lines = [(load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, _REFUSE), (load, 0, 0, 0)]
    lines += [(at_least, len(calls) + 1, 0, _OTHER_NAMES)]
    lines += [(equal, len(calls) - turn, 0, call) for turn, call in enumerate(calls)]
    lines += [(give, 0, 0, _ALLOW), (give, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def main(folder: Path, seconds: int) -> dict[str, Any]:
    """The signature of the model, and its scores where inputs are there."""
    model = (folder / "model.onnx").read_bytes()
    inputs = _inputs(folder / "inputs.npz")
    import onnxruntime  # noqa: PLC0415  # an extra that need not be installed where no model runs

    shut_off(seconds)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    told = {
        name: [{"name": one.name, "type": one.type, "shape": list(one.shape)} for one in ends]
        for name, ends in (("inputs", session.get_inputs()), ("outputs", session.get_outputs()))
    }
    if inputs:
        np.save(folder / "scores.npy", _scores(session, inputs, folder / REACHED), allow_pickle=False)
    return told


def _inputs(path: Path) -> dict[str, np.ndarray]:
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as found:
        return {name: found[name] for name in found.files}


def _scores(session: Any, inputs: dict[str, np.ndarray], reached: Path) -> np.ndarray:
    """The wanted output and column of all rows, some at a time."""
    output, column = str(inputs.pop("output:name")), int(inputs.pop("output:column"))
    rows = len(next(iter(inputs.values())))
    parts = []
    for start in range(0, rows, ROWS_AT_ONCE):
        reached.write_text(f"{start} {rows}", encoding="ascii")
        some = {name: _as_fed(values[start : start + ROWS_AT_ONCE]) for name, values in inputs.items()}
        found = np.asarray(session.run([output], some)[0], dtype=np.float64)
        parts.append(found[:, column] if found.ndim == 2 else found)
    whole = np.concatenate(parts)
    if whole.shape != (rows,):
        raise ValueError(f"{whole.shape} scores for {rows} rows")
    return whole


def _as_fed(values: np.ndarray) -> np.ndarray:
    """Texts as the engine wants them."""
    return values.astype(object) if values.dtype.kind == "U" else values


if __name__ == "__main__":
    place = Path(sys.argv[1])
    end_with_parent()
    try:
        answer = main(place, int(sys.argv[2]))
    except Exception as error:  # noqa: BLE001  # whatever it is, the parent says it in a sentence
        answer = {"error": f"{type(error).__name__}: {error}"[:500]}
    (place / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
