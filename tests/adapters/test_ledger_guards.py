"""The database itself refuses to change history, whoever asks with the application's own rights."""

import re

import pytest
from sqlalchemy.exc import DBAPIError

from dashboard.adapters import ledger
from dashboard.adapters.database import Database, verify_chain
from dashboard.domain.actors import Actor

COLUMNS = (
    "seq, recorded_at, actor, role, authenticated, kind, entity, entity_id, revision, idempotency_key, part, "
    "body, prev, hash"
)
REFUSED = "append-only|only the next event|duplicate key|UNIQUE constraint"


def write_three(database: Database, actor: Actor) -> None:
    """Events 1, 2 and 3."""
    for size in range(3):
        with database.write(actor, f"key-{size}") as tx:
            tx.append("thing.changed", "thing", "a", {"size": size})


def copied(database: Database, verb: str, changed: dict[str, str], *, of: int = 2) -> str:
    """SQL that inserts a copy of event `of`; `changed` are columns with the SQL of another value."""
    fresh = {"seq": "4", "prev": f"'{database_head(database)}'", "hash": "'" + "f" * 64 + "'", "revision": "40",
             "idempotency_key": "'fresh'"} | changed  # fmt: skip
    chosen = ", ".join(fresh.get(column, column) for column in re.split(r",\s*", COLUMNS))
    return f"{verb} INTO events ({COLUMNS}) SELECT {chosen} FROM events WHERE seq = {of}"  # noqa: S608  # no input


def database_head(database: Database) -> str:
    """The hash at the end of the chain."""
    with database.read() as connection:
        return ledger.head(connection).hash


def assert_refused(database: Database, statement: str, *before: str) -> None:
    """The statement fails in the database and the chain is as it was."""
    head = database_head(database)
    with database.writer.connect() as connection:
        for pragma in before:
            connection.exec_driver_sql(pragma)
        with pytest.raises(DBAPIError, match=REFUSED):
            connection.exec_driver_sql(statement)

    assert database_head(database) == head
    assert verify_chain(database) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'somebody' WHERE seq = 2",
        "UPDATE events SET body = body WHERE seq = 2",
        "DELETE FROM events WHERE seq = 3",
        "DELETE FROM events",
    ],
)
def test_events_are_neither_changed_nor_removed(database: Database, officer: Actor, statement: str) -> None:
    """Update and delete of events fail in the database, on both engines."""
    write_three(database, officer)

    assert_refused(database, statement)


@pytest.mark.postgres
def test_the_ledger_cannot_be_emptied_at_once(postgres_database: Database, officer: Actor) -> None:
    """TRUNCATE, which no row trigger sees, is refused too."""
    write_three(postgres_database, officer)

    assert_refused(postgres_database, "TRUNCATE events")


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": "9"},
        {"seq": "3"},
        {"prev": "'" + "a" * 64 + "'"},
        {"prev": "(SELECT prev FROM events WHERE seq = 2)"},
        {"revision": "2"},
        {"idempotency_key": "'key-1'"},
        {"hash": "(SELECT hash FROM events WHERE seq = 1)"},
    ],
    ids=["gap", "twice", "loose", "fork", "revision", "key", "hash"],
)
def test_only_the_next_event_is_taken(database: Database, officer: Actor, changed: dict[str, str]) -> None:
    """An event that leaves a gap, forks the chain, or repeats a number, a revision, a key or a hash is refused."""
    write_three(database, officer)

    assert_refused(database, copied(database, "INSERT", changed))


@pytest.mark.parametrize("column", ["seq", "revision", "idempotency_key", "hash"])
def test_replacing_an_event_is_refused(sqlite_database: Database, officer: Actor, column: str) -> None:
    """INSERT OR REPLACE, which deletes without asking the delete trigger, is refused through every unique column."""
    write_three(sqlite_database, officer)
    old = {column: f"(SELECT {column} FROM events WHERE seq = 2)"}  # noqa: S608  # a column of the list above

    assert_refused(sqlite_database, copied(sqlite_database, "INSERT OR REPLACE", old), "PRAGMA recursive_triggers=OFF")


def test_many_events_of_one_command_are_taken(database: Database, officer: Actor) -> None:
    """The guard lets a command write several events in one statement."""
    with database.write(officer) as tx:
        tx.append_all([ledger.Entry("thing.changed", "thing", str(number), {}, 1) for number in range(2_000)])

    assert database.data_version() == 2_000
    assert verify_chain(database) == ()
