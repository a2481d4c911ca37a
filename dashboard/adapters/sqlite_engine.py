"""SQLite as a store of record: rollback journal, fully synced commits, writers that queue instead of failing.

The write-ahead log of SQLite 3.7.0 to 3.51.2 (3.44.6 and 3.50.7 apart) can lose committed writes when two
connections write (https://www.sqlite.org/wal.html#walresetbug). The rollback journal does not have that fault.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from dashboard.adapters.mounts import network_system
from dashboard.errors import StoreUnusable

APPLICATION_ID = 0x41494544  # "AIED", so that a foreign file is known before it is opened
BUSY_TIMEOUT_MS = 10_000
_MAGIC = b"SQLite format 3\x00"
_MISSING = "There is no store at {path}. Create it with: python -m dashboard db upgrade"
_REPAIRED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def compact_json(value: Any) -> str:
    """JSON without spaces and with letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]) -> bool:
    """Whether this SQLite has the repaired write-ahead log."""
    return version >= _REPAIRED[0] or any(version[:2] == fixed[:2] and version >= fixed for fixed in _REPAIRED[1:])


def database_path(url: URL) -> Path:
    """The file behind the URL; a database in memory is refused, since reader and writer would see two."""
    if url.database in {None, "", ":memory:"} or "mode=memory" in str(url):
        raise StoreUnusable("A SQLite store needs a file, such as sqlite:////srv/dashboard/dashboard.db.")
    return Path(str(url.database))


def check_disk(path: Path) -> None:
    """Locks over a network do not keep two writers apart, and SQLite rests on them; raises StoreUnusable."""
    kind = network_system(path)
    if kind is not None:
        raise StoreUnusable(
            f"{path} lies on a network file system ({kind}), where two writers can damage a SQLite store "
            "(https://www.sqlite.org/howtocorrupt.html). Nothing was opened. Put it on a local disk, or use PostgreSQL."
        )


def check_file(path: Path) -> None:
    """Look at the header without opening the file: it must be ours, and its journal must be safe.

    Raises:
        StoreUnusable: On a network, not a file, not SQLite, another application's, or in an unsafe journal mode.
    """
    check_disk(path)
    if path.is_dir():
        raise StoreUnusable(f"{path} is a folder, not a database. Nothing was changed.")
    try:
        header = _head(path)
    except FileNotFoundError:
        raise StoreUnusable(_MISSING.format(path=path)) from None
    except OSError as error:
        raise StoreUnusable(f"The store {path} cannot be read ({error.strerror}). Nothing was changed.") from None
    if header[:16] != _MAGIC or len(header) < 100:
        raise StoreUnusable(f"{path} is not a database. It was left untouched; choose another DATABASE_URL.")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreUnusable(f"{path} belongs to another application. It was left untouched.")
    if 2 in header[18:20] and not wal_is_safe():
        raise StoreUnusable(
            f"{path} uses a write-ahead log, which SQLite {sqlite3.sqlite_version} can corrupt "
            "(https://www.sqlite.org/wal.html#walresetbug). Nothing was opened. Turn it back once with: "
            f"sqlite3 '{path}' 'PRAGMA journal_mode=DELETE'"
        )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)


def sqlite_engine(url: URL, *, writes: bool) -> Engine:
    """An engine whose transactions begin at once: IMMEDIATE to write, DEFERRED (one snapshot) to read."""
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=30,
        hide_parameters=True,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        json_serializer=compact_json,
    )
    event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
    _watch_file(engine, database_path(url))
    event.listen(engine, "begin", _begin_immediate if writes else _begin_deferred)
    return engine


def _watch_file(engine: Engine, path: Path) -> None:
    """A file that is deleted stays readable and writable for whoever has it open, and all of it is lost at the end."""
    seen: list[tuple[int, int] | None] = []

    def opening(*_arguments: Any) -> None:
        if seen and _identity(path) is None:  # SQLite would make an empty file
            raise StoreUnusable(_MISSING.format(path=path))

    def opened(_connection: Any, record: Any) -> None:
        record.info["file"] = _identity(path)
        seen[:] = [record.info["file"]]

    def taken(_connection: Any, record: Any, _proxy: Any) -> None:
        there = _identity(path)
        if there is None:
            raise StoreUnusable(_MISSING.format(path=path))
        if there != record.info["file"]:
            raise DisconnectionError

    event.listen(engine, "do_connect", opening)
    event.listen(engine, "connect", opened)
    event.listen(engine, "checkout", taken)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return state.st_dev, state.st_ino


def _prepare(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None  # the begin event speaks for itself; the driver must not
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", "trusted_schema=OFF", *pragmas):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_writer(connection: Any, _record: Any) -> None:
    # without cache_spill=OFF a large write would need to be alone before it commits
    _prepare(connection, "synchronous=EXTRA", "recursive_triggers=ON", "cache_spill=OFF")


def _prepare_reader(connection: Any, _record: Any) -> None:
    _prepare(connection, "query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
