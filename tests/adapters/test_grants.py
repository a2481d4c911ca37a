"""On PostgreSQL the application's role can do its work, and can neither change history nor take the guards off."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.database import Database
from dashboard.adapters.grants import grant
from dashboard.domain.actors import Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.errors import InputRejected, NotFound
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case

ATTACKS = [
    "UPDATE events SET actor = 'x'",
    "DELETE FROM events",
    "TRUNCATE events",
    "TRUNCATE events CASCADE",
    "DROP TABLE events",
    "ALTER TABLE events DISABLE TRIGGER ALL",
    "DROP TRIGGER events_no_change ON events",
    "ALTER TABLE events ALTER COLUMN actor TYPE text USING 'x'",
    "CREATE RULE r AS ON INSERT TO events DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "ALTER TABLE events OWNER TO CURRENT_USER",
    "INSERT INTO events SELECT * FROM events ON CONFLICT (seq) DO UPDATE SET actor = 'x'",
    "UPDATE identities SET user_id = 'x'",
    "DELETE FROM identities",
    "TRUNCATE identities",
    "UPDATE alembic_version SET version_num = '0001'",
]


@pytest.fixture
def application(postgres_url: str, postgres_database: Database) -> Iterator[Database]:
    """The store, opened as the application's own role."""
    role = f"app_{uuid.uuid4().hex[:8]}"
    with postgres_database.writer.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
    grant(postgres_url, role)
    grant(postgres_url, role)
    opened = Database.open(make_url(postgres_url).set(username=role).render_as_string(hide_password=False))
    yield opened
    opened.close()
    with postgres_database.writer.begin() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {role}")
        connection.exec_driver_sql(f"DROP ROLE {role}")


@pytest.mark.postgres
def test_the_applications_role_can_work(application: Database) -> None:
    """Registering and changing a use case needs no right of the owner."""
    lead = Actor("lead", Role.TEAM_LEAD)
    register_use_case(application, RegisterUseCase(UseCase(id="bot", title="Bot")), lead)
    change_use_case(application, ChangeUseCase(UseCase(id="bot", title="Robot"), 1), lead)

    assert application.data_version() == 2


@pytest.mark.postgres
@pytest.mark.parametrize("attack", ATTACKS)
def test_the_applications_role_cannot_change_history(application: Database, attack: str) -> None:
    """Whoever has only the application's password is refused by the server."""
    register_use_case(application, RegisterUseCase(UseCase(id="bot", title="Bot")), Actor("lead", Role.TEAM_LEAD))

    with pytest.raises(DBAPIError), application.writer.begin() as connection:
        connection.exec_driver_sql(attack)
    assert application.data_version() == 1


@pytest.mark.postgres
def test_the_owner_is_no_application_role(postgres_url: str) -> None:
    """A role that owns the ledger could take its guards off, so it is refused; an unknown one is named."""
    with pytest.raises(InputRejected, match="owns the ledger"):
        grant(postgres_url, str(make_url(postgres_url).username))
    with pytest.raises(NotFound, match="nobody-here"):
        grant(postgres_url, "nobody-here")


def test_a_file_has_no_roles(sqlite_url: str) -> None:
    """On SQLite the command says so instead of pretending."""
    with pytest.raises(InputRejected, match="A file has no roles"):
        grant(sqlite_url, "app")
