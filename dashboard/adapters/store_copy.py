"""A whole store as one SQLite file, whatever engine it runs on; and such a file poured into either engine.

One format means one verification, and a store that began on SQLite can go on in PostgreSQL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, func, insert, inspect, select, text

from dashboard.adapters import schema
from dashboard.adapters.database import Database, make_engine, parse_url, plain_errors
from dashboard.adapters.sqlite_engine import database_path
from dashboard.adapters.tables import (
    AttachedModelRow,
    BatchRow,
    CountSetRow,
    EventCountRow,
    EvidenceRow,
    FeatureFileRow,
    Row,
)
from dashboard.errors import StoreUnusable

_ROWS = 2_000
_BATCH: Any = BatchRow
_COUNTS: Any = CountSetRow
_EVENTS: Any = EventCountRow
_FEATURES: Any = FeatureFileRow
_MODELS: Any = AttachedModelRow
_FILES = (
    _BATCH.path,
    _BATCH.quarantine_path,
    _COUNTS.single_path,
    _COUNTS.joint_path,
    _EVENTS.path,
    _FEATURES.path,
    _MODELS.path,
)
_TOLD = (_BATCH.columns, _COUNTS.attributes)


def copy_store(database: Database, path: Path) -> None:
    """Write what the store holds at one moment into a new SQLite file, while others go on writing.

    Raises:
        StoreUnusable: The file cannot be written, or is not what was read.
    """
    try:
        if database.url.get_backend_name() == "sqlite":
            _copy_pages(database, path)
        else:
            schema.upgrade(f"sqlite:///{path}")
            with database.read() as source, _writing(parse_url(f"sqlite:///{path}")) as target:
                _pour(source, target)
    except sqlite3.Error as error:
        raise StoreUnusable(f"The copy {path} cannot be made: {error}.") from None
    check_integrity(path)


def _copy_pages(database: Database, path: Path) -> None:
    """All pages in one step: a copy in several steps begins anew whenever somebody writes."""
    with database.read() as connection, _closing(sqlite3.connect(path)) as target:
        source: Any = connection.connection.driver_connection
        source.backup(target, pages=-1)


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()


def check_integrity(path: Path) -> None:
    """Let SQLite read every page and every index.

    Raises:
        StoreUnusable: The file is damaged.
    """
    try:
        with _closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        said, loose = [str(error)], []
    if said != ["ok"] or loose:
        raise StoreUnusable(f"{path} is damaged: {said[0] if said != ['ok'] else 'rows that belong to no other'}.")


def pour_into(url: str, source: Database) -> None:
    """Fill a migrated, empty PostgreSQL store with everything that `source` holds, in one transaction."""
    with source.read() as rows, _writing(parse_url(url)) as target:
        _pour(rows, target)
        for table in Row.metadata.sorted_tables:
            _set_sequence(target, table)


def _pour(source: Connection, target: Connection) -> None:
    for table in Row.metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS).execute(select(table).order_by(*table.primary_key.columns))
        for chunk in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in chunk])
        counts = [connection.scalar(select(func.count()).select_from(table)) for connection in (source, target)]
        if counts[0] != counts[1]:
            raise StoreUnusable(f"{counts[1]} of {counts[0]} rows of {table.name} were copied. Nothing was kept.")


def _set_sequence(target: Connection, table: Table) -> None:
    column = table.autoincrement_column
    if column is not None:
        sequence = "pg_get_serial_sequence(:name, :column)"
        highest = f'(SELECT coalesce(max("{column.name}"), 0) + 1 FROM "{table.name}")'  # noqa: S608  # our own names
        target.execute(
            text(f"SELECT setval({sequence}, {highest}, false)"), {"name": table.name, "column": column.name}
        )


def set_aside(url: str) -> str | None:
    """Move whatever is at this place out of the way, and say where it is now; None where nothing was.

    SQLite: the file is renamed. PostgreSQL: the schema `public` is, and an empty one takes its place.
    """
    parsed, suffix = parse_url(url), datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    if parsed.get_backend_name() != "sqlite":
        return _set_schema_aside(parsed, f"before_restore_{suffix.lower()}")
    path, moved = database_path(parsed), None
    for name in (f"{path.name}-journal", path.name):  # a hot journal belongs to its file
        old = path.with_name(name)
        if old.exists():
            moved = old.rename(old.with_name(name.replace(path.name, f"{path.name}.before-restore-{suffix}")))
    return str(moved) if moved is not None else None


def _set_schema_aside(url: URL, name: str) -> str | None:
    with _writing(url) as connection:
        if not inspect(connection).get_table_names():
            return None
        connection.exec_driver_sql(f"ALTER SCHEMA public RENAME TO {name}")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA public TO PUBLIC")
    return f"schema {name}"


@contextmanager
def _writing(url: URL) -> Iterator[Connection]:
    engine: Engine = make_engine(url, writes=True)
    try:
        with plain_errors(url), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def named_files(database: Database) -> list[str]:
    """Every file of the decision store that a row names, by its path in it."""
    with database.read() as connection:
        named: set[str | None] = {name for column in _FILES for name in connection.scalars(select(column))}
        told = [about for column in _TOLD for about in connection.scalars(select(column))]
    return sorted({name for name in named if name} | {name for about in told for name in _paths(about)})


def _paths(about: Any) -> Iterator[str]:
    """The files that a record of files made beside others names: cells, scores, sums over people."""
    if isinstance(about, dict):
        yield from [about["path"]] if isinstance(about.get("path"), str) else []
        for part in about.values():
            yield from _paths(part)


def named_documents(database: Database) -> list[str]:
    """The SHA-256 of every document that a record names."""
    digest: Any = EvidenceRow.sha256
    with database.read() as connection:
        return sorted(connection.scalars(select(digest).where(digest.is_not(None)).distinct()))
