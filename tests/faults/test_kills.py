"""Whoever is killed in the middle of a write loses nothing that was acknowledged, on either engine.

`make faults` kills 1,000 writers on SQLite and 50 PostgreSQL servers; here it is a few of each.
"""

import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters import schema
from dashboard.adapters.database import Database, verify_chain
from dashboard.domain.actors import Role
from dashboard.domain.users import User
from dashboard.errors import StoreUnusable
from dashboard.services.people import AddUsers, add_users
from tests.faults.servers import Server, own_server
from tests.faults.writers import OFFICER, PRELOADED, lost_promises, promised, whole, write_for_ever

__all__ = ["own_server"]
KILLS = int(os.environ.get("DASHBOARD_KILLS", "25"))
SERVER_KILLS = int(os.environ.get("DASHBOARD_SERVER_KILLS", "2"))
WRITERS = 3
pytestmark = [pytest.mark.faults, pytest.mark.slow]


@pytest.fixture(scope="module")
def children() -> multiprocessing.context.ForkServerContext:
    """Processes that start in milliseconds, because what they need is loaded once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


Start = multiprocessing.context.ForkServerContext


def started(context: Start, url: str, promises: Path) -> BaseProcess:
    """A writer."""
    child = context.Process(target=write_for_ever, args=(url, str(promises)), daemon=True)
    child.start()
    return child


def killed(child: BaseProcess) -> None:
    """SIGKILL, which nothing can catch; only ever for a child of ours."""
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    child.close()


def heard(promises: Path, count: int) -> None:
    """Wait, on however slow a machine, until that many commands were acknowledged: kills prove nothing before."""
    until = time.monotonic() + 120
    while promised(promises) < count and time.monotonic() < until:
        time.sleep(0.02)


def say(capsys: pytest.CaptureFixture[str], figures: str) -> None:
    """Figures belong on the screen of whoever runs the large campaign."""
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")


def test_killed_writers_lose_nothing_on_sqlite(
    children: Start, sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three write at once, one of them is killed at a random moment and replaced: no promise, row or event is lost."""
    chance, promises = random.Random(20261128), tmp_path / "promises"  # noqa: S311
    crowd = [started(children, sqlite_url, promises) for _ in range(WRITERS)]
    wrong: list[str] = []
    for number in range(KILLS):
        if number % 5 == 0:
            heard(promises, promised(promises) + 1)
        time.sleep(chance.uniform(0.005, 0.12))
        killed(crowd.pop(0))
        crowd.append(started(children, sqlite_url, promises))
        if number % 100 == 99:
            wrong += lost_promises(sqlite_url, promises)
    time.sleep(0.5)
    for child in crowd:
        killed(child)

    assert wrong + lost_promises(sqlite_url, promises) == []
    assert whole(Path(sqlite_url.removeprefix("sqlite:///")))
    assert promised(promises) >= KILLS // 5
    say(capsys, f"SQLite: {KILLS} kills, {promised(promises):,} acknowledged, 0 lost")


@pytest.mark.postgres
def test_killed_servers_lose_nothing_on_postgres(
    children: Start, own_server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole server is killed under four writers: it comes back by itself with every acknowledged event."""
    schema.upgrade(own_server.url)
    chance, promises, back = random.Random(20261128), tmp_path / "promises", [0.0]  # noqa: S311
    crowd = [started(children, own_server.url, promises) for _ in range(4)]
    wrong: list[str] = []
    for _ in range(SERVER_KILLS):
        heard(promises, promised(promises) + 1)
        time.sleep(chance.uniform(0.2, 1.0))
        own_server.kill()
        back.append(own_server.start())
        wrong += lost_promises(own_server.url, promises)
    for child in crowd:
        killed(child)

    assert wrong + lost_promises(own_server.url, promises) == []
    assert promised(promises) >= SERVER_KILLS
    say(
        capsys,
        f"PostgreSQL: {SERVER_KILLS} kills, {promised(promises):,} acknowledged, 0 lost, back in {max(back):.1f} s",
    )


@pytest.mark.postgres
def test_a_server_that_restarts_in_the_middle_saves_nothing(own_server: Server) -> None:
    """The transaction is gone with the server and the sentence says so; the next command is carried out."""
    schema.upgrade(own_server.url)
    database = Database.open(own_server.url)
    before = database.data_version()

    def interrupted() -> None:
        with database.write(OFFICER) as tx:
            tx.append("thing.made", "thing", "half", {})
            own_server.kill()
            own_server.start()
            tx.append("thing.made", "thing", "other half", {})

    with pytest.raises(StoreUnusable, match="Nothing was saved"):
        interrupted()
    assert database.data_version() == before
    add_users(database, AddUsers((User("after", "After", Role.READER),)), OFFICER)

    assert database.data_version() == before + 1
    assert verify_chain(database) == ()
    database.close()


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file of this process grows beyond 1 MiB, as on a disk that is full: a real error from the operating system."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_fills_up_loses_nothing(sqlite_url: str, small_disk: None) -> None:
    """The command that does not fit is refused in a sentence; what was acknowledged is there, and reads go on."""
    database, acknowledged = Database.open(sqlite_url), 0

    def fill() -> None:
        nonlocal acknowledged
        for number in range(10_000):
            with database.write(OFFICER) as tx:
                tx.append("thing.made", "thing", str(number), {"text": "x" * 5_000})
            acknowledged += 1

    with pytest.raises(StoreUnusable, match=r"cannot be used.*Nothing was saved"):
        fill()

    assert acknowledged > 20
    assert database.data_version() == acknowledged
    assert verify_chain(database) == ()
    assert len(database.frame(text("SELECT seq FROM events"))) == acknowledged
    database.close()
    assert whole(Path(sqlite_url.removeprefix("sqlite:///")))
