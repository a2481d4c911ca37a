"""A PostgreSQL server of its own, to be killed: started by the test, and only what it started is ever killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.conftest import unavailable
from tests.databases import DEBIAN


class Server:
    """One data directory, started and killed again and again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self._run("initdb", "-A", "trust", "-U", "gov", "-E", "UTF8")

    @property
    def url(self) -> str:
        """Its own database, over a socket in its own folder."""
        return f"postgresql+psycopg://gov@/postgres?host={self.folder}"

    def start(self) -> float:
        """Start, recover, and say how many seconds that took."""
        began = time.monotonic()
        options = f"-c listen_addresses='' -k {self.folder}"
        self._run("pg_ctl", "-w", "-t", "300", "-l", self.folder / "log", "-o", options, "start")
        return time.monotonic() - began

    def kill(self) -> None:
        """SIGKILL for the server and every process that it started; stopped first, so that it starts no other."""
        postmaster = psutil.Process(int((self.folder / "postmaster.pid").read_text().split("\n")[0]))
        postmaster.send_signal(signal.SIGSTOP)
        family = [*postmaster.children(recursive=True), postmaster]
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=20)

    def stop(self) -> None:
        """Stop it for good."""
        if (self.folder / "postmaster.pid").exists():
            self._run("pg_ctl", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_owner, str(self.programs / program), "-D", str(self.folder), *map(str, arguments)]
        subprocess.run(command, check=check, capture_output=True)


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A running server that nobody else uses."""
    versions = sorted(DEBIAN.glob("*/bin/initdb"))
    if not versions:
        unavailable("PostgreSQL", "apt-get install postgresql")
    server = Server(versions[-1].parent, Path("/tmp") / f"dash-{uuid.uuid4().hex[:8]}")  # noqa: S108
    server.start()
    yield server
    server.stop()
