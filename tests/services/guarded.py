"""A store with its alarm, and hands that tamper with it, for tests."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.domain.users import User
from dashboard.services.ledger import make_checkpoint
from dashboard.services.people import AddUsers, add_users
from dashboard.services.sources import checkpoints_of, open_database
from dashboard.settings import Settings, load_settings
from tests.databases import disarm


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A live folder of its own, on each engine."""
    kept = tmp_path / "kept"
    return replace(
        load_settings(), live=tmp_path / "live", checkpoints=kept, signing_key=kept / "key.pem",
        database_url=database_url, migration_url=database_url,
    )  # fmt: skip


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Database]:
    """The store as the dashboard opens it: three events, and a checkpoint over them."""
    database = open_database(settings)
    write(database, 3)
    make_checkpoint(database, checkpoints_of(settings))
    yield database
    database.close()


def write(database: Database, count: int, name: str = "a") -> None:
    """Some people."""
    for number in range(count):
        people = (User(f"{name}-{number}", f"Lead {number}", Role.TEAM_LEAD),)
        add_users(database, AddUsers(people), Actor("officer", Role.OFFICER))


def tamper(database: Database, *statements: str) -> None:
    """As the owner of the tables."""
    disarm(database)
    with database.writer.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
