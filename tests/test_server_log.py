"""A real server writes its log as JSON, one object a line, from its first to its last line."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.ports import free_port

LONG = 180  # seconds that a loaded machine may need to start


def ready(port: int, server: subprocess.Popen[str]) -> bool:
    """Whether the server says so before it ends or the time is up."""
    until = monotonic() + LONG
    while monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            sleep(0.2)
    return False


@pytest.mark.slow
def test_every_line_of_a_server_is_json(tmp_path: Path, root: Path) -> None:
    """Ours, the migrations', uvicorn's; standard output stays empty, and no secret of the environment is in it."""
    port, secret = free_port(), "never-in-a-log-3141"
    env = os.environ | {"DASHBOARD_LOG_FORMAT": "json", "DASHBOARD_LIVE": str(tmp_path / "live"), "A_SECRET": secret}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "dashboard", "serve", "--empty", "--port", str(port)]
    with (tmp_path / "out").open("w") as out, (tmp_path / "err").open("w") as err:
        server = subprocess.Popen(command, cwd=root, env=env, stdout=out, stderr=err, text=True)
        try:
            assert ready(port, server)
            with socket.create_connection(("127.0.0.1", port), timeout=30) as wrong:
                wrong.sendall(f"no HTTP {secret}\r\n\r\n".encode())
                wrong.recv(1000)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(LONG)
    lines = [json.loads(line) for line in (tmp_path / "err").read_text(encoding="utf-8").splitlines()]
    assert all(list(line)[:4] == ["time", "level", "logger", "message"] for line in lines)
    assert {line["logger"].split(".")[0] for line in lines} >= {"dashboard", "alembic", "uvicorn"}
    assert f"http://localhost:{port}" in " ".join(line["message"] for line in lines)
    assert (tmp_path / "out").read_text(encoding="utf-8") == ""
    assert secret not in (tmp_path / "err").read_text(encoding="utf-8")


def test_a_refused_start_is_a_line_too(tmp_path: Path, root: Path) -> None:
    """What keeps a server from starting is logged like the rest, with exit code 2."""
    env = os.environ | {"DASHBOARD_LOG_FORMAT": "json", "DASHBOARD_LIVE": str(tmp_path / "live")}
    command = [sys.executable, "-m", "dashboard", "serve", "--host", "0.0.0.0"]  # noqa: S104  # it is refused
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    (line,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert (done.returncode, line["level"], line["logger"]) == (2, "critical", "dashboard")
    assert "no sign-in is set up" in line["message"]


def test_another_format_is_refused(tmp_path: Path, root: Path) -> None:
    """A misspelt format is said, not taken for text."""
    env = os.environ | {"DASHBOARD_LOG_FORMAT": "jsn", "DASHBOARD_LIVE": str(tmp_path / "live")}
    command = [sys.executable, "-m", "dashboard", "serve"]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, "expected text or json" in done.stderr) == (2, True)
