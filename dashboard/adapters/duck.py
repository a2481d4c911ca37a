"""DuckDB as a tool for one job: a fresh engine in memory that reads named folders and nothing else.

A damaged file can make a DuckDB connection refuse everything after it, and by default DuckDB reads any file and
any local variable by name. So no connection is ever shared or kept, and each is locked before it sees a file.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dashboard.domain.effort import LOOK, go_on, watching
from dashboard.errors import StoreUnusable

THREADS = 2
MEMORY_MB = 512
_TYPES = {"string": "VARCHAR", "timestamp": "TIMESTAMP", "boolean": "BOOLEAN", "int64": "BIGINT", "float64": "DOUBLE"}


@contextmanager
def locked_connection(
    folders: Sequence[Path], *, memory_mb: int = MEMORY_MB, threads: int = THREADS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new connection that reads files below `folders` only and whose settings cannot be changed any more.

    Raises:
        StoreUnusable: DuckDB itself failed (out of memory, an internal error); nothing was written.
    """
    with TemporaryDirectory(prefix="dashboard-spill-") as spill, duckdb.connect(":memory:") as connection:
        _lock(connection, [*folders, Path(spill)], spill, memory_mb=memory_mb, threads=threads)
        try:
            yield connection
        except (duckdb.OutOfMemoryException, duckdb.InternalException, duckdb.FatalException) as error:
            reason = str(error).splitlines()[0]
            raise StoreUnusable(f"The file needs more than this job may use, or is damaged: {reason}") from error


def _lock(
    connection: duckdb.DuckDBPyConnection, folders: Sequence[Path], spill: str, *, memory_mb: int, threads: int
) -> None:
    allowed = [f"{folder.resolve()}/" for folder in folders]
    connection.execute("SET allowed_directories = ?", [allowed])
    connection.execute("SET temp_directory = ?", [spill])
    connection.execute("SET memory_limit = ?", [f"{int(memory_mb)}MB"])
    connection.execute("SET threads = ?", [threads])
    for setting in (
        "TimeZone = 'UTC'",
        "enable_progress_bar = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "python_enable_replacements = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")


def compile_sql(expression: ir.Expr) -> str:
    """The DuckDB text of an Ibis expression; identifiers and literals are quoted by the compiler.

    The same expression is compiled once: on a small log that takes longer than running it.
    """
    return _compiled(expression.op())


@lru_cache(maxsize=1024)
def _compiled(operation: Any) -> str:
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))


def arrow(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """The whole result of a compiled expression; stopped work does not wait for it."""
    with _interrupted_when_stopped(connection):
        return connection.sql(sql).to_arrow_table()


@contextmanager
def _interrupted_when_stopped(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    effort, over = watching(), threading.Event()
    if effort is None:
        yield
        return

    def look() -> None:
        while not over.wait(LOOK):
            if effort.stopped:
                connection.interrupt()

    looking = threading.Thread(target=look, name="interrupts-duckdb", daemon=True)
    looking.start()
    try:
        yield
    except duckdb.InterruptException:
        go_on()
        raise
    finally:
        over.set()
        looking.join()


def batches(connection: duckdb.DuckDBPyConnection, sql: str, rows: int = 100_000) -> Iterator[pa.RecordBatch]:
    """The result of a compiled expression, in the order of its rows and never whole in memory."""
    yield from connection.sql(sql).to_arrow_reader(rows)


def parquet_view(
    connection: duckdb.DuckDBPyConnection, name: str, paths: Sequence[Path], wanted: Mapping[str, str] | None = None,
    *, ordered: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Name Parquet files as one view, matching columns by name; returns column -> DuckDB type.

    `wanted` maps columns to Ibis types; those that no file holds are added and null. `ordered` are all columns as Ibis
    knows them: it writes * for all of them, and a union takes what it finds by place.
    """
    relation = connection.read_parquet([str(path) for path in paths], union_by_name=True)
    absent = [(column, kind) for column, kind in (wanted or {}).items() if column not in relation.columns]
    if absent:
        relation = relation.project(", ".join(["*", *(f'CAST(NULL AS {_TYPES[kind]}) AS "{c}"' for c, kind in absent)]))
    if ordered:
        relation = relation.project(", ".join(f'"{column}"' for column in ordered))
    relation.create_view(name)
    return dict(zip(relation.columns, map(str, relation.types), strict=True))
