"""Programs that cannot live beside our pins have environments of their own, which `make foreign` builds."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.ports import free_port


def python_of(name: str) -> Path:
    """The Python of an environment below build/; skipped visibly where it was not built."""
    found = ROOT / "build" / name / "bin" / "python"
    if not found.exists():
        pytest.skip(f"{name} is missing: make foreign")
    return found


def run_in(name: str, script: str, *arguments: object) -> str:
    """What a script prints there."""
    command = [str(python_of(name)), "-W", "ignore", "-c", script, *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def mlflow_server(folder: Path) -> Iterator[str]:
    """The address of a real tracking server over the store m.db of a folder; it ends with the test."""
    port = free_port()
    command = [python_of("mlflow"), "-m", "mlflow", "server", "--backend-store-uri", f"sqlite:///{folder / 'm.db'}",
               "--artifacts-destination", folder / "artifacts", "--port", port, "--workers", 1]  # fmt: skip
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*map(str, command)], cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        while not _answers(address):
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.5)
        yield address
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/version").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
