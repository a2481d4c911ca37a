"""The schema goes up, down and up again, and migrations and tables are the same thing."""

import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.adapters.schema_version import HEAD, KNOWN
from dashboard.adapters.tables import Row
from dashboard.domain.actors import Actor
from dashboard.errors import StoreUnusable


def tables_of(url: str) -> set[str]:
    """Names of the tables that are there."""
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_migrations_go_up_down_and_up(bare_url: str, officer: Actor) -> None:
    """A store can be taken back to nothing and made again, on both engines."""
    schema.upgrade(bare_url)
    schema.downgrade(bare_url, "base")
    assert tables_of(bare_url) == {"alembic_version"}
    schema.upgrade(bare_url)

    database = Database.open(bare_url)
    with database.write(officer) as tx:
        tx.append("thing.made", "thing", "a", {})
    database.close()
    assert schema.current(bare_url) == schema.head()


def test_migrations_and_tables_agree(bare_url: str) -> None:
    """What the migrations make is what the table classes say, so that none can be forgotten."""
    schema.upgrade(bare_url)

    assert schema.differences(bare_url) == []
    assert tables_of(bare_url) == {*Row.metadata.tables, "alembic_version"}


def test_the_known_revisions_are_those_on_disk() -> None:
    """The quick check at start and the migration folder cannot drift apart."""
    scripts = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))

    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(KNOWN)
    assert scripts.get_current_head() == HEAD


def test_upgrading_twice_changes_nothing(sqlite_url: str) -> None:
    """An up-to-date store is left byte for byte as it is."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    before = path.read_bytes()
    schema.upgrade(sqlite_url)

    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00"])
def test_a_file_that_is_no_store_is_left_untouched(tmp_path: Path, content: bytes) -> None:
    """Text, nothing at all or half a header: refused in one sentence, by opening and by upgrading."""
    path = tmp_path / "dashboard.db"
    path.write_bytes(content)

    for action in (Database.open, schema.upgrade):
        with pytest.raises(StoreUnusable, match="is not a database"):
            action(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_another_applications_file_is_left_untouched(tmp_path: Path) -> None:
    """A SQLite file without our mark is somebody else's."""
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE users (id)")
    theirs.close()
    before = path.read_bytes()

    for action in (Database.open, schema.upgrade):
        with pytest.raises(StoreUnusable, match="another application"):
            action(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.postgres
def test_another_applications_tables_are_left_untouched(postgres_server: str, new_postgres) -> None:  # noqa: ANN001
    """On a shared PostgreSQL we do not build around somebody else's tables."""
    url = new_postgres("template0")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE users (id int)")
    engine.dispose()

    with pytest.raises(StoreUnusable, match="another application"):
        schema.upgrade(url)
    assert tables_of(url) == {"users"}


@pytest.mark.parametrize("action", [Database.open, schema.upgrade])
def test_a_newer_schema_is_refused(database_url: str, action) -> None:  # noqa: ANN001
    """An older program does not write into a newer store."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    with pytest.raises(StoreUnusable, match="newer than this program knows"):
        action(database_url)


def test_an_empty_server_database_is_told_to_upgrade(bare_url: str) -> None:
    """A store that is not there yet says how to make it; looking makes nothing."""
    with pytest.raises(StoreUnusable, match="db upgrade"):
        Database.open(bare_url)


def test_an_unknown_revision_is_refused(sqlite_url: str) -> None:
    """A mistyped revision is a sentence, not a stack trace."""
    with pytest.raises(StoreUnusable, match="not changed"):
        schema.downgrade(sqlite_url, "0000000")


def test_a_missing_store_has_no_revision(tmp_path: Path) -> None:
    """Asking for the revision does not create the file."""
    assert schema.current(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert list(tmp_path.iterdir()) == []
