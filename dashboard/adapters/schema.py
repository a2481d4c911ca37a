"""Create the store, bring it up to date, or take it back: Alembic without an ini file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import URL, Connection, inspect

from dashboard.adapters.database import make_engine, name, parse_url, plain_errors
from dashboard.adapters.schema_version import HEAD, KNOWN, stored_revision
from dashboard.adapters.sqlite_engine import APPLICATION_ID, check_disk, check_file, database_path
from dashboard.adapters.tables import Row
from dashboard.errors import StoreUnusable

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def upgrade(url: str, revision: str = "head") -> str:
    """Bring the store to a revision, creating the file (not the server) where it is missing; returns it.

    Raises:
        StoreUnusable: Another application's, or newer than this program; it is left untouched.
    """
    parsed = parse_url(url)
    target = HEAD if revision == "head" else revision
    _prepare_file(parsed)
    with _alone(parsed) as connection:
        stored = stored_revision(connection)
        if stored == target:
            return target
        _refuse_foreign(connection, stored, name(parsed))
        if stored is None and parsed.get_backend_name() == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        command.upgrade(_config(connection), target)
        return target


def downgrade(url: str, revision: str) -> None:
    """Take the store back to an older revision; `base` removes every table."""
    parsed = parse_url(url)
    _check(parsed)
    with _alone(parsed) as connection:
        command.downgrade(_config(connection), revision)


def current(url: str) -> str | None:
    """The revision of the store; None where there is none."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and not database_path(parsed).exists():
        return None
    _check(parsed)
    with _alone(parsed) as connection:
        return stored_revision(connection)


def head() -> str:
    """The revision that this program needs."""
    return HEAD


def differences(url: str) -> list[Any]:
    """What the tables have and the migrations lack, or the reverse; empty when they agree."""
    with _alone(parse_url(url)) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Row.metadata))


def _refuse_foreign(connection: Connection, stored: str | None, store: str) -> None:
    if stored is not None and stored not in KNOWN:
        raise StoreUnusable(f"The store {store} has schema {stored}, newer than this program knows ({HEAD}).")
    taken = sorted(set(inspect(connection).get_table_names()) & set(Row.metadata.tables))
    if stored is None and taken:
        raise StoreUnusable(f"The store {store} holds tables of another application ({', '.join(taken[:3])}).")


def _prepare_file(url: URL) -> None:
    """A missing file is ours to make; an existing one must already be ours."""
    if url.get_backend_name() != "sqlite" or database_path(url).exists():
        _check(url)
        return
    check_disk(database_path(url))
    folder = database_path(url).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusable(f"The folder {folder} cannot be made ({error.strerror}).") from None


def _check(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        check_file(database_path(url))


@contextmanager
def _alone(url: URL) -> Iterator[Connection]:
    engine = make_engine(url, writes=True)
    try:
        with plain_errors(url), engine.begin() as connection:
            yield connection
    except CommandError as error:
        raise StoreUnusable(f"The schema was not changed: {error}.") from None
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
