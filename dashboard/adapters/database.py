"""The one door to the store: reads that see one moment, and writes that are whole, ordered and in the ledger."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import pandas as pd
from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from dashboard.adapters import ledger
from dashboard.adapters.schema_version import check_schema
from dashboard.adapters.sqlite_engine import check_file, compact_json, database_path, sqlite_engine
from dashboard.adapters.standing import refuse_unless_current
from dashboard.adapters.transaction import Transaction
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.actors import Actor
from dashboard.domain.effort import go_on, saved
from dashboard.domain.texts import tidy
from dashboard.errors import InputRejected, OutcomeUnknown, Problem, StoreBusy, StoreUnusable

__all__ = ["Database", "Transaction", "parse_url"]

_WRITE_LOCK = 0x41494544  # the same for every process of this application on a PostgreSQL database
_LONGEST_KEY = 120
# no part of the books: forms saved at every answer, texts at every change, attempts to deliver letters, …
_PRIVATE = frozenset({"intake_drafts", "charter_drafts", "token_uses", "ended_sign_ins", "letters", "told"})
_BUSY = ("database is locked", "database table is locked", "lock timeout", "QueuePool limit")


@dataclass(slots=True)
class Written:
    """Another object after every write through one door; whoever kept the last one knows whether there was one."""

    last: object = field(default_factory=object)

    @contextmanager
    def moved(self) -> Iterator[None]:
        """A write: whether or not it came through, what was read before it may be old behind it."""
        try:
            yield
        finally:
            self.last = object()


@dataclass(frozen=True, slots=True)
class Database:
    """An open store with the schema that this program knows. Share one per process; it is thread-safe.

    A read inside a write sees the store as it was before; a write inside a read waits for itself on SQLite,
    so close the read first.
    """

    url: URL
    reader: Engine
    writer: Engine
    watch: WatchFile | None = None
    written: Written = field(default_factory=Written, compare=False, repr=False)

    @classmethod
    def open(cls, url: str, watch: WatchFile | None = None) -> Self:
        """Open an existing store; while the alarm of `watch` is on it can only be read.

        Raises:
            StoreUnusable: Missing, unreachable, not ours, or of another schema; it is left untouched.
        """
        parsed = parse_url(url)
        if parsed.get_backend_name() == "sqlite":
            check_file(database_path(parsed))
        database = cls(parsed, make_engine(parsed, writes=False), make_engine(parsed, writes=True), watch)
        try:
            with database.read() as connection:
                check_schema(connection, name(parsed))
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Close every pooled connection."""
        self.reader.dispose()
        self.writer.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only connection whose statements all see the same moment; nothing of work that was stopped."""
        go_on()
        with plain_errors(self.url), self.reader.connect() as connection:
            yield connection

    def frame(self, statement: Executable, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
        """The rows of one query as columns."""
        with self.read() as connection:
            result = connection.execute(statement, parameters)
            return pd.DataFrame.from_records([tuple(row) for row in result], columns=list(result.keys()))

    def data_version(self) -> int:
        """The number of the newest event; 0 in an empty store."""
        with self.read() as connection:
            return ledger.head(connection).seq

    @contextmanager
    def write(self, actor: Actor, key: str | None = None) -> Iterator[Transaction]:
        """One transaction, alone from its first statement to its commit; an exception undoes all of it.

        Args:
            actor: Who writes, refused unless still active in this role; what the role may is the service's to check.
            key: Names the command; a second transaction with the same key is `replayed` and changes nothing.

        Raises:
            NotPermitted: The person was deactivated, or given another role.
            ReadOnly: The ledger is not as it was written.
            StoreBusy: Somebody else is still writing after ten seconds.
            StoreUnusable: The disk is full, the server is gone, …
            OutcomeUnknown: The connection broke while saving, and the store cannot be asked.
        """
        if self.watch is not None:
            self.watch.refuse()
        committing: list[Transaction] = []
        with self.written.moved(), plain_errors(self.url):
            try:
                with self.writer.connect() as connection, connection.begin() as transaction:
                    with Session(connection, expire_on_commit=False) as session:
                        tx = _start(session, connection, actor, key)
                        seen = _watch(connection)
                        yield tx
                        session.flush()
                    go_on()  # the last moment at which it can be stopped
                    if seen and not tx.parts and not tx.replayed:
                        raise RuntimeError("rows were changed without an event; append one in the same transaction")
                    if tx.replayed:
                        transaction.rollback()
                    else:
                        committing.append(tx)
            except DBAPIError:
                if not committing or not self._came_through(committing[0]):
                    raise
            if committing:
                saved()

    def _came_through(self, tx: Transaction) -> bool:
        """After a commit that ended in an error: whether its events are there. Asked in line behind that commit.

        Raises:
            OutcomeUnknown: The store cannot be asked.
        """
        try:
            with self.writer.connect() as connection:
                connection.begin()  # waits for that commit to end, and is itself rolled back
                return ledger.replayed_seq(connection, tx.stamp.key) is not None
        except (DBAPIError, PoolTimeout):
            raise OutcomeUnknown(
                f"The connection to {name(self.url)} broke while saving, so it is not known whether it was saved. "
                "Once the store answers again, look before you try again; the same click is carried out once."
            ) from None


def _start(session: Session, connection: Connection, actor: Actor, key: str | None) -> Transaction:
    if key is not None and len(key) > _LONGEST_KEY:
        raise InputRejected(f"The key of a command has at most {_LONGEST_KEY} characters. Nothing was saved.")
    refuse_unless_current(connection, actor)
    stamp = ledger.Stamp(actor, datetime.now(UTC), tidy(key, what="The command") or uuid.uuid4().hex)
    replayed = ledger.replayed_seq(connection, stamp.key) if key else None
    return Transaction(session, connection, stamp, ledger.head(connection), replayed)


def _watch(connection: Connection) -> list[str]:
    """Notes the first change of a row: without an event it would leave every cache stale. No cache holds drafts."""
    seen: list[str] = []

    def note(_connection: Connection, statement: Any, *_parameters: Any) -> None:
        if not seen and getattr(statement, "is_dml", False) and str(statement.table) not in _PRIVATE:
            seen.append(str(statement.table))

    event.listen(connection, "before_execute", note)
    return seen


def verify_chain(
    database: Database, after: ledger.Head = ledger.START, reached: Callable[[ledger.Head], None] | None = None
) -> tuple[Problem, ...]:
    """Every place behind `after` where the ledger is not as it was written; empty when it is whole."""
    with database.read() as connection:
        return tuple(ledger.walk(connection, after, reached))


def parse_url(url: str) -> URL:
    """The URL with our drivers: SQLite, or PostgreSQL through psycopg."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number
        raise StoreUnusable("DATABASE_URL is not a URL such as sqlite:////srv/dashboard.db.") from None
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise StoreUnusable(
            f"DATABASE_URL names {parsed.drivername}; only sqlite and postgresql+psycopg are supported."
        )
    return parsed


def name(url: URL) -> str:
    """The store as messages call it, without its password and without parameters, which may hold another."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(query={}).render_as_string(hide_password=True)


def make_engine(url: URL, *, writes: bool) -> Engine:
    """A pooled engine; a reader's transactions are read-only and see one moment."""
    if url.get_backend_name() == "sqlite":
        return sqlite_engine(url, writes=writes)
    if not writes:
        pool = {"pool_size": 10, "max_overflow": 30}
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, isolation_level="REPEATABLE READ", **pool)
        return engine.execution_options(postgresql_readonly=True)
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, json_serializer=compact_json)
    event.listen(engine, "begin", _wait_in_line)
    return engine


def _wait_in_line(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Say in one sentence what the database driver says in many."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise _plain(error, url) or error from error


def _plain(error: Exception, url: URL) -> StoreUnusable | None:
    said = str(getattr(error, "orig", error))
    if any(phrase in said for phrase in _BUSY):
        return StoreBusy("The store is busy: somebody else is writing. Nothing was saved; please try again.")
    if type(error).__name__ in {"OperationalError", "DatabaseError", "InterfaceError"}:
        return StoreUnusable(f"The store {name(url)} cannot be used: {said.splitlines()[0]}. Nothing was saved.")
    return None
