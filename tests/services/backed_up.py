"""A store with a backup of it, for tests that harm either."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import Row
from dashboard.domain.actors import Actor, Role
from dashboard.domain.users import User
from dashboard.services.backup import make_backup
from dashboard.services.ledger import make_checkpoint
from dashboard.services.people import AddUsers, add_users
from dashboard.services.restore import Restore, Restored, restore
from dashboard.services.sources import checkpoints_of, open_database
from dashboard.settings import Settings, load_settings


def quiet(_fraction: float, _what: str) -> None:
    """No progress bar."""


def settings_for(url: str, live: Path, kept: Path) -> Settings:
    """A live folder, and checkpoints outside it."""
    return replace(
        load_settings(), live=live, checkpoints=kept, signing_key=kept / "key.pem", database_url=url, migration_url=url
    )


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A store on each engine."""
    return settings_for(database_url, tmp_path / "live", tmp_path / "kept")


@pytest.fixture
def here(sqlite_url: str, tmp_path: Path) -> Settings:
    """A store on SQLite."""
    return settings_for(sqlite_url, tmp_path / "live", tmp_path / "kept")


def write(settings: Settings, count: int, name: str = "a") -> None:
    """Some people, one event each."""
    database = open_database(settings)
    for number in range(count):
        person = User(f"{name}-{number}", f"Lead {number}", Role.TEAM_LEAD)
        add_users(database, AddUsers((person,)), Actor("officer", Role.OFFICER))
    database.close()


def sign(settings: Settings) -> None:
    """A checkpoint now."""
    database = open_database(settings)
    make_checkpoint(database, checkpoints_of(settings))
    database.close()


def backed_up(settings: Settings, tmp_path: Path) -> Path:
    """Three events, a checkpoint, and a backup of the four: the fifth records it."""
    write(settings, 3)
    sign(settings)
    return make_backup(settings, tmp_path / "backups", quiet).folder


def put_back(settings: Settings, folder: Path, **options: object) -> Restored:
    """Restore."""
    return restore(settings, Restore(folder, **options), quiet)  # type: ignore[arg-type]  # options by name


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    database = Database.open(url)
    with database.read() as connection:
        found = {
            table.name: int(connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in Row.metadata.sorted_tables
        }
    database.close()
    return found
