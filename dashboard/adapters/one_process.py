"""A job that one process does while others look on: a lock in PostgreSQL, or beside a SQLite file.

Both go with the process that holds them, however it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from sqlalchemy import Connection, text

from dashboard.adapters.alone import alone
from dashboard.adapters.database import Database, plain_errors
from dashboard.errors import StoreBusy

_SPACE = 0x41494544  # keeps our locks apart from those of others on the same server


@contextmanager
def one_process(database: Database, folder: Path, job: str) -> Iterator[bool]:
    """Whether the job is this process's to do now; False where another one, on whatever machine, is at it.

    Args:
        database: the store that the job is about.
        folder: where the lock of a SQLite store lies, shared by all its processes.
        job: its name.

    Raises:
        StoreUnusable: the database or the folder cannot be used.
    """
    if database.url.get_backend_name() == "sqlite":
        with _beside(folder, job) as mine:
            yield mine
        return
    with plain_errors(database.url), database.reader.connect() as pooled:
        connection = pooled.execution_options(isolation_level="AUTOCOMMIT")
        mine = _asked(connection, "pg_try_advisory_lock", job)
        try:
            yield mine
        finally:
            if mine:
                _asked(connection, "pg_advisory_unlock", job)


@contextmanager
def _beside(folder: Path, job: str) -> Iterator[bool]:
    lock = alone(folder, job, "")
    try:
        lock.__enter__()
    except StoreBusy:
        yield False
        return
    try:
        yield True
    finally:
        lock.__exit__(None, None, None)


def _asked(connection: Connection, function: str, job: str) -> bool:
    number = crc32(job.encode()) & 0x7FFFFFFF
    return bool(connection.execute(text(f"SELECT {function}({_SPACE}, {number})")).scalar_one())
