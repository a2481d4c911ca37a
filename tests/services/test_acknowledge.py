"""Whoever has read the charter in force says so, whatever their role, once for each version."""

from datetime import date

import pytest

from dashboard.adapters import staff_store as store
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, NotPermitted
from dashboard.services.acknowledge import AcknowledgeCharter, acknowledge_charter
from dashboard.services.people import add_user
from dashboard.services.staff import Rows, take_in_rows
from tests.assessing import charter, clause

DAY = date(2026, 11, 23)
PROMISE = charter(clause({"field": "team", "present": True})).model_copy(update={"digest": "sha256:" + "a" * 64})
READ = AcknowledgeCharter("1", PROMISE.digest, DAY)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_every_role_acknowledges_once(sqlite_database: Database, role: Role) -> None:
    """Auditors and readers too; the second click, also in another session, writes nothing."""
    add_user(sqlite_database, User("u", "U", role), SYSTEM)
    actor = Actor("u", role)

    assert not acknowledge_charter(sqlite_database, PROMISE, READ, actor).replayed
    version = sqlite_database.data_version()
    assert acknowledge_charter(sqlite_database, PROMISE, READ, actor).replayed
    assert sqlite_database.data_version() == version
    with sqlite_database.read() as connection:
        (done,) = store.completions(connection)
    assert (done.person, done.edition, done.on) == ("u", "1", DAY)


def test_it_counts_for_the_person_on_the_staff_list(database: Database) -> None:
    """A user whom the staff list names acknowledges as that pseudonymous person, on both engines."""
    given = Rows("staff", "s.csv", "0" * 64, ["person", "role", "team", "user"], [["P1", "lead", "V", "u"]])
    take_in_rows(database, given, DAY, SYSTEM)
    add_user(database, User("u", "U", Role.READER), SYSTEM)
    acknowledge_charter(database, PROMISE, READ, Actor("u", Role.READER))

    with database.read() as connection:
        assert [one.person for one in store.completions(connection)] == ["P1"]


def test_another_charter_in_force_is_told(sqlite_database: Database) -> None:
    """A page that shows an older charter acknowledges nothing."""
    add_user(sqlite_database, User("u", "U", Role.READER), SYSTEM)
    old = AcknowledgeCharter("0", PROMISE.digest, DAY)
    with pytest.raises(ChangedSinceOpened, match="Version 1 of the charter is in force by now"):
        acknowledge_charter(sqlite_database, PROMISE, old, Actor("u", Role.READER))
    with pytest.raises(NotPermitted, match="Only a person"):
        acknowledge_charter(sqlite_database, PROMISE, READ, SYSTEM)
