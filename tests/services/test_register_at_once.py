"""Writers at the same moment and writers that are killed lose nothing that was acknowledged."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.services.register import (
    RegisterUseCase,
    register_use_case,
)
from tests.services.counters import OFFICER, counter

COUNTER = """
import random, sys, time
from concurrent.futures import ThreadPoolExecutor
from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.errors import ChangedSinceOpened, StoreBusy
from dashboard.services.register import ChangeUseCase, change_use_case
database = Database.open(sys.argv[1])
def count(left):
    while left:
        found, revision = use_case_record(database, "counter")
        more = found.model_copy(update={"retention_days": found.retention_days + 1})
        try:
            change_use_case(database, ChangeUseCase(more, revision), SYSTEM)
            left -= 1
        except (ChangedSinceOpened, StoreBusy):  # somebody was faster, or on a slow disk for long in front
            time.sleep(0.05 * random.random())
with ThreadPoolExecutor(3) as threads:
    list(threads.map(count, [30] * 3))
"""


@pytest.mark.slow
def test_six_writers_lose_no_change(database: Database, database_url: str) -> None:
    """Six writers, three threads in each of two processes: all 6 × 30 changes count and the chain has no fork."""
    register_use_case(database, RegisterUseCase(counter(0)), OFFICER)
    processes = [subprocess.Popen([sys.executable, "-c", COUNTER, database_url]) for _ in range(2)]

    assert [process.wait() for process in processes] == [0, 0]
    found = use_case_record(database, "counter")
    assert found is not None
    assert (found[0].retention_days, found[1]) == (180, 181)
    assert verify_chain(database) == ()


WRITER = """
import sys
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
database = Database.open(sys.argv[1])
number = database.data_version()
while True:
    number += 1
    register_use_case(database, RegisterUseCase(UseCase(id=f"uc-{number}", title="x" * 3000)), SYSTEM)
    print(number, flush=True)
"""


@pytest.mark.slow
def test_what_was_acknowledged_survives_being_killed(sqlite_url: str, tmp_path: Path) -> None:
    """A writer killed ten times at random moments loses no acknowledged use case and leaves no broken chain."""
    acknowledged = 0
    for attempt in range(10):
        with (tmp_path / "out").open("w") as out:
            writer = subprocess.Popen([sys.executable, "-c", WRITER, sqlite_url], stdout=out)
            while not (tmp_path / "out").stat().st_size:
                time.sleep(0.01)
            time.sleep(0.013 * attempt)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        lines = (tmp_path / "out").read_text().split("\n")[:-1]
        acknowledged = max(acknowledged, *map(int, lines))

    database = Database.open(sqlite_url)
    stored = {use_case.id for use_case in load_registry(database).use_cases}
    assert {f"uc-{number}" for number in range(1, acknowledged + 1)} <= stored
    assert len(stored) == database.data_version()
    assert verify_chain(database) == ()
    assert database.frame(text("PRAGMA integrity_check")).iloc[0, 0] == "ok"
    database.close()
