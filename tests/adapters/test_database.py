"""The one door to the store."""

import threading
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, OperationalError

from dashboard.adapters import sqlite_engine
from dashboard.adapters.database import Database, verify_chain
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


@pytest.mark.parametrize("key", ["a\x00b", "k" * 121])
def test_a_key_that_is_no_name_is_refused(sqlite_database: Database, officer: Actor, key: str) -> None:
    """An idempotency key is a short name, not a place to hide text."""
    with pytest.raises(InputRejected), sqlite_database.write(officer, key=key):
        pass
