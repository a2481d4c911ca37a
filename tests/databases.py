"""Fresh stores for tests: SQLite in a file, and PostgreSQL on a server that the tests start themselves.

Use the fixture `database` (both engines, one after the other), `sqlite_database` or `postgres_database`, or the
same with `_url` for a migrated store that nobody has opened. Each test gets its own copy of a migrated template.
"""

import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from tests.conftest import unavailable

DEBIAN = Path("/usr/lib/postgresql")
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def officer() -> Actor:
    """The person who may do most."""
    return Actor("officer", Role.OFFICER)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite store."""
    return f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'dashboard.db')}"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running PostgreSQL; skipped visibly where none can be started."""
    folder = tmp_path_factory.mktemp("postgres")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    for start in (_bundled, _debian):
        started = start(folder)
        if started:
            url, stop = started
            yield url
            stop()
            return
    unavailable("PostgreSQL", "pip install pgserver, or apt-get install postgresql")


@pytest.fixture(scope="session")
def new_postgres(postgres_server: str) -> Iterator[Callable[[str], str]]:
    """Make a database from a template; returns its URL."""
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")

    def make(template: str) -> str:
        fresh = f"t_{uuid.uuid4().hex[:12]}"
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {fresh} TEMPLATE {template}")
        return make_url(postgres_server).set(database=fresh).render_as_string(hide_password=False)

    yield make
    admin.dispose()


@pytest.fixture(scope="session")
def empty_postgres(new_postgres: Callable[[str], str]) -> str:
    """The name of a migrated PostgreSQL database to copy from."""
    url = new_postgres("template0")
    schema.upgrade(url)
    return str(make_url(url).database)


@pytest.fixture
def postgres_url(new_postgres: Callable[[str], str], empty_postgres: str) -> str:
    """A fresh, migrated PostgreSQL store."""
    return new_postgres(empty_postgres)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated store on each engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a store, without any table, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.db'}"
    make: Callable[[str], str] = request.getfixturevalue("new_postgres")
    return make("template0")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open, empty store on each engine."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """An open, empty store on SQLite alone, where the engine does not matter."""
    yield from _opened(sqlite_url)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """An open, empty store on PostgreSQL alone; mark such tests `postgres`."""
    yield from _opened(postgres_url)


def disarm(database: Database) -> None:
    """Take the guards off the ledger, as only the owner of the tables can."""
    with database.writer.begin() as connection:
        if connection.dialect.name == "sqlite":
            for trigger in ("events_no_update", "events_no_delete", "events_only_next"):
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        else:
            connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER USER")


def _opened(url: str) -> Iterator[Database]:
    database = Database.open(url)
    yield database
    database.close()


def _bundled(folder: Path) -> tuple[str, Callable[[], None]] | None:
    try:
        pgserver = import_module("pgserver")
    except ImportError:
        return None
    server = pgserver.get_server(folder / "bundled", cleanup_mode="stop")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    return url, server.cleanup


def _debian(folder: Path) -> tuple[str, Callable[[], None]] | None:
    versions = sorted(DEBIAN.glob("*/bin/initdb"))
    if not versions:
        return None
    programs, data = versions[-1].parent, Path("/tmp") / f"dash-{uuid.uuid4().hex[:8]}"  # noqa: S108
    as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []

    def run(program: str, *arguments: object) -> None:
        command = [*as_owner, str(programs / program), "-D", str(data), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True)

    run("initdb", "-A", "trust", "-U", "gov", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses='' -k {data} -c fsync=off"
    run("pg_ctl", "-w", "-t", "300", "-l", data / "log", "-o", options, "start")

    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(data, ignore_errors=True)

    return f"postgresql+psycopg://gov@/postgres?host={data}", stop
