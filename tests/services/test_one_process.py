"""The daily task of several processes: one does it, the others look on, and none fails for it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.one_process import one_process
from dashboard.domain.actors import SYSTEM
from dashboard.services.daily import run_daily
from dashboard.services.registry_files import load_registry_into
from dashboard.settings import Settings, load_settings
from tests.assessing import case, registry

JOB = "daily-task"
HOLDER = """
import sys, time
from pathlib import Path
from dashboard.adapters.database import Database
from dashboard.adapters.one_process import one_process
with one_process(Database.open(sys.argv[1]), Path(sys.argv[2]), "daily-task") as mine:
    print(mine, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def settings(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store with one use case that nobody has assessed, as the settings of a server name it."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.delenv("DATABASE_MIGRATION_URL", raising=False)
    load_registry_into(database, registry(case()), SYSTEM)
    return load_settings()


def assessments(database: Database) -> int:
    """How many assessments are in the ledger."""
    with database.read() as connection:
        found = connection.execute(text("SELECT count(*) FROM events WHERE kind = 'assessment.stored'"))
        return int(found.scalar_one())


def test_who_comes_second_does_nothing(database: Database, settings: Settings) -> None:
    """While another process is at the daily task it is neither repeated nor waited for nor an error."""
    with one_process(database, settings.live, JOB) as mine:
        before = database.data_version()
        assert mine
        assert run_daily(settings) is None
        assert database.data_version() == before
        with one_process(database, settings.live, "another") as free:
            assert free
    done = run_daily(settings)
    assert done is not None
    assert done.as_of == datetime.now(UTC).date()


def test_many_at_once_assess_once(database: Database, settings: Settings) -> None:
    """Four servers that start together write one assessment, and none of them fails."""
    together = Barrier(4)

    def server(_: int) -> None:
        together.wait()
        run_daily(settings)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(server, range(4)))
    assert assessments(database) == 1


def test_the_lock_goes_with_its_process(database: Database, settings: Settings, root: Path) -> None:
    """A server that is killed in the middle of the task leaves it free for the next."""
    held = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database.url.render_as_string(hide_password=False), str(settings.live)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert held.stdout is not None
    assert held.stdout.readline() == "True\n"
    with one_process(database, settings.live, JOB) as mine:
        assert not mine
    held.kill()
    held.wait()
    held.stdout.close()
    for _ in range(10_000):  # a PostgreSQL server needs a moment to see that the connection is gone
        with one_process(database, settings.live, JOB) as mine:
            if mine:
                break
    assert mine
