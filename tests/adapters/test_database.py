"""The one door to the store."""

import shutil
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, OperationalError

from dashboard.adapters import schema, sqlite_engine
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.mounts import network_system
from dashboard.adapters.tables import UserRow
from dashboard.domain.actors import Actor
from dashboard.errors import InputRejected, OutcomeUnknown, StoreBusy, StoreUnusable


def test_an_event_moves_the_data_version(database: Database, officer: Actor) -> None:
    """Every write is an event, and the newest event is the data version."""
    with database.write(officer) as tx:
        tx.append("thing.made", "thing", "a", {"size": 1})

    assert tx.seq == database.data_version() == 1
    assert verify_chain(database) == ()


def test_a_failed_write_leaves_nothing(database: Database, officer: Actor) -> None:
    """An exception inside a transaction undoes rows and events alike."""

    def fail() -> None:
        with database.write(officer) as tx:
            tx.session.add(UserRow(id="a", title="A", role="reader"))
            tx.append("user.saved", "user", "a", {"size": 1 / 0})

    with pytest.raises(ZeroDivisionError):
        fail()

    assert database.data_version() == 0
    assert database.frame(text("SELECT * FROM users")).empty


def test_the_same_command_twice_is_one_event(database: Database, officer: Actor) -> None:
    """A double click carries the same key and is carried out once."""
    for size in (1, 2):
        with database.write(officer, key="click") as tx:
            tx.append("thing.made", "thing", "a", {"size": size})

    assert tx.replayed
    assert tx.seq == 1
    assert database.data_version() == 1


def test_a_replayed_command_undoes_whatever_it_does(database: Database, officer: Actor) -> None:
    """A service that forgets to look at `replayed` still changes nothing."""
    for name in ("a", "b"):
        with database.write(officer, key="click") as tx:
            tx.session.add(UserRow(id=name, title=name, role="reader"))
            tx.append("user.saved", "user", name, {})

    assert list(database.frame(text("SELECT id FROM users"))["id"]) == ["a"]


@pytest.mark.parametrize("through", ["session", "connection"])
def test_a_row_without_an_event_is_refused(sqlite_database: Database, officer: Actor, through: str) -> None:
    """No change escapes the ledger, by whichever way a service writes."""
    values = {"id": "a", "title": "A", "role": "reader", "active": True}

    def write_silently() -> None:
        with sqlite_database.write(officer) as tx:
            if through == "session":
                tx.session.add(UserRow(**values))
            else:
                tx.connection.execute(insert(UserRow), [values])

    with pytest.raises(RuntimeError, match="without an event"):
        write_silently()

    assert sqlite_database.frame(text("SELECT * FROM users")).empty


def test_reads_never_write(database: Database) -> None:
    """A statement that writes is refused on the reading side, by the engine itself."""
    with (
        pytest.raises((DBAPIError, StoreUnusable), match=r"(?i)read-?only"),
        database.read() as reader,
    ):
        reader.execute(text("DELETE FROM events"))


def test_a_read_sees_one_moment(database: Database, officer: Actor) -> None:
    """Two queries of one read agree although somebody writes between them."""
    done = threading.Event()

    def write() -> None:
        with database.write(officer) as tx:
            tx.append("thing.made", "thing", "a", {})
        done.set()

    with database.read() as connection:
        before = connection.scalar(text("SELECT count(*) FROM events"))
        thread = threading.Thread(target=write)
        thread.start()
        done.wait(0.3)
        after = connection.scalar(text("SELECT count(*) FROM events"))
    thread.join()

    assert before == after == 0
    assert database.data_version() == 1


def test_a_busy_store_says_so(sqlite_url: str, officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else holds the store for too long: one sentence, and nothing saved."""
    monkeypatch.setattr(sqlite_engine, "BUSY_TIMEOUT_MS", 50)
    database = Database.open(sqlite_url)
    with database.write(officer), pytest.raises(StoreBusy, match="busy"), database.write(officer) as tx:
        tx.append("thing.made", "thing", "a", {})

    assert database.data_version() == 0
    database.close()


def test_a_full_disk_is_one_sentence(sqlite_database: Database, officer: Actor) -> None:
    """When the file cannot grow, nothing is half written and the store can be read on."""

    def fill() -> None:
        with sqlite_database.write(officer) as tx:
            tx.connection.exec_driver_sql("PRAGMA max_page_count=1")
            tx.append("thing.made", "thing", "a", {"text": ["x" * 60_000] * 20})

    with pytest.raises(StoreUnusable, match="full"):
        fill()

    assert sqlite_database.data_version() == 0


def fail_commits(database: Database, monkeypatch: pytest.MonkeyPatch, *, saved: bool, then_gone: bool = False) -> None:
    """From now on a commit ends with a broken connection, before or after the store has saved it."""
    commit, error = database.writer.dialect.do_commit, database.writer.dialect.dbapi.OperationalError  # type: ignore[union-attr]  # it has one

    def broken(connection: Any) -> None:
        if saved:
            commit(connection)
        else:
            connection.rollback()
        if then_gone:
            monkeypatch.setattr(database.writer, "connect", gone)
        raise error("server closed the connection unexpectedly")

    def gone(*_given: object, **_named: object) -> None:
        raise OperationalError("BEGIN", None, error("connection refused"))

    monkeypatch.setattr(database.writer.dialect, "do_commit", broken)


def test_a_commit_that_came_through_is_told_as_saved(
    database: Database, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection broke after the commit: it is looked up by the command's key, and nobody is told to try again."""
    fail_commits(database, monkeypatch, saved=True)
    with database.write(officer, key="click") as tx:
        tx.append("thing.made", "thing", "a", {})
    monkeypatch.undo()

    assert database.data_version() == tx.seq == 1


def test_a_commit_that_did_not_come_through_is_told_as_not_saved(
    database: Database, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection broke before the commit: nothing was saved, which was looked up before it was said."""

    def write() -> None:
        with database.write(officer, key="click") as tx:
            tx.append("thing.made", "thing", "a", {})

    fail_commits(database, monkeypatch, saved=False)
    with pytest.raises(StoreUnusable, match="Nothing was saved"):
        write()
    monkeypatch.undo()

    assert database.data_version() == 0


@pytest.mark.parametrize("saved", [True, False])
def test_an_outcome_that_nobody_knows_is_told_as_unknown(
    database: Database, officer: Actor, monkeypatch: pytest.MonkeyPatch, *, saved: bool
) -> None:
    """Where the store cannot be asked any more, neither saved nor not saved is claimed; the same click later is one."""

    def write() -> None:
        with database.write(officer, key="click") as tx:
            tx.append("thing.made", "thing", "a", {})

    fail_commits(database, monkeypatch, saved=saved, then_gone=True)
    with pytest.raises(OutcomeUnknown, match="not known whether it was saved") as told:
        write()
    monkeypatch.undo()
    write()

    assert "Nothing was saved" not in str(told.value)
    assert database.data_version() == 1


def test_a_stopped_server_is_one_sentence() -> None:
    """A server that cannot be reached is named without its password."""
    with pytest.raises(StoreUnusable, match="cannot be used") as refused:
        Database.open("postgresql://gov:secret@127.0.0.1:1/gone")

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("word", ["password", "sslpassword"])
def test_a_password_among_the_parameters_is_masked(word: str) -> None:
    """A password may also stand behind the question mark; no message shows it."""
    with pytest.raises(StoreUnusable, match="cannot be used") as refused:
        Database.open(f"postgresql://gov@127.0.0.1:1/gone?{word}=secret&connect_timeout=2")

    assert "secret" not in str(refused.value)


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


@pytest.mark.parametrize("key", ["a\x00b", "k" * 121])
def test_a_key_that_is_no_name_is_refused(sqlite_database: Database, officer: Actor, key: str) -> None:
    """An idempotency key is a short name, not a place to hide text."""
    with pytest.raises(InputRejected), sqlite_database.write(officer, key=key):
        pass
