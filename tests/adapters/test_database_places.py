"""Where a store may lie, how its commits reach the disk, and which write-ahead logs are safe."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from dashboard.adapters import schema, sqlite_engine
from dashboard.adapters.database import Database
from dashboard.adapters.mounts import network_system
from dashboard.domain.actors import Actor
from dashboard.errors import StoreUnusable


def test_a_store_deleted_while_it_is_open_is_missed(sqlite_url: str, officer: Actor) -> None:
    """Nothing is written into a file that has no name any more, and a file that takes its place is read instead."""
    database, path = Database.open(sqlite_url), Path(sqlite_url.removeprefix("sqlite:///"))
    with database.write(officer) as tx:
        tx.append("thing.made", "thing", "1", {})
    empty = path.with_name("other.db")
    path.rename(empty)
    with pytest.raises(StoreUnusable, match="no store at"):
        database.data_version()
    database.reader.dispose()
    with pytest.raises(StoreUnusable, match="no store at"):
        database.data_version()
    with pytest.raises(StoreUnusable, match="no store at"), database.write(officer) as tx:
        tx.append("thing.made", "thing", "2", {})
    assert not path.exists()

    shutil.copy(empty, path)
    assert database.data_version() == 1
    database.close()


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "not a url", "sqlite://", "sqlite:///:memory:", "postgresql://u:secret@host:port/db"]
)
def test_urls_that_cannot_hold_a_store_are_refused(url: str) -> None:
    """Only a SQLite file or a PostgreSQL database."""
    with pytest.raises(StoreUnusable):
        Database.open(url)


def test_commits_are_synced_and_guarded(sqlite_database: Database, officer: Actor) -> None:
    """DELETE journal, EXTRA syncing, foreign keys and recursive triggers are on for every writer."""
    with sqlite_database.write(officer) as tx:
        asked = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "trusted_schema")
        found = {name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}

    assert found == {
        "journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 7), True),
        ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 0), True),
    ],
)  # fmt: skip
def test_which_write_ahead_logs_are_repaired(version: tuple[int, int, int], *, safe: bool) -> None:
    """The versions that SQLite's own page names as repaired, and no other."""
    assert sqlite_engine.wal_is_safe(version) is safe


def test_an_unsafe_write_ahead_log_is_refused(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting on a store that could lose committed writes is refused, with the reason and the remedy."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    monkeypatch.setattr(sqlite_engine, "wal_is_safe", lambda: False)

    with pytest.raises(StoreUnusable, match=r"walresetbug.*journal_mode=DELETE"):
        Database.open(sqlite_url)


MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/shared nfs4 rw 0 0\n"
    "/dev/sdb1 /srv/shared/local ext4 rw 0 0\n//box/y /srv/two\\040words cifs rw 0 0\n"
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/shared/d.db", "nfs4"), ("/srv/shared/local/d.db", None), ("/srv/two words/d.db", "cifs"),
        ("/srv/d.db", None), ("/srv/sharedx/d.db", None),
    ],
)  # fmt: skip
def test_which_paths_lie_on_a_network(tmp_path: Path, path: str, kind: str | None) -> None:
    """The mount that holds a path most closely decides."""
    (tmp_path / "mounts").write_text(MOUNTS)

    assert network_system(Path(path), tmp_path / "mounts") == kind
    assert network_system(Path(path), tmp_path / "missing") is None


def test_a_store_on_a_network_is_refused(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither opened nor created: locks over a network do not keep two writers apart."""
    monkeypatch.setattr(sqlite_engine, "network_system", lambda _path: "nfs4")

    with pytest.raises(StoreUnusable, match="network file system"):
        Database.open(sqlite_url)
    with pytest.raises(StoreUnusable, match="network file system"):
        schema.upgrade(f"sqlite:///{tmp_path / 'new' / 'x.db'}")
    assert not (tmp_path / "new").exists()
