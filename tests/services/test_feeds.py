"""A calendar address is a secret of one person: seen once, ended at will, and it shows what they may see."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.repository import users
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import NotFound, NotPermitted
from dashboard.services.feeds import EndCalendar, MakeCalendar, end_calendar, load_calendar, make_calendar, reader_of
from dashboard.services.people import AddUsers, ChangeRole, add_users, change_role
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.portfolio import plant

DAY = date(2026, 6, 1)
LEAD, OFFICER = Actor("lead", Role.TEAM_LEAD), Actor("officer", Role.OFFICER)


@pytest.fixture
def store(database: Database) -> Database:
    """An officer and a lead."""
    people = (User("officer", "Officer", Role.OFFICER), User("lead", "Lead", Role.TEAM_LEAD))
    add_users(database, AddUsers(people), SYSTEM)
    return database


def secret_of(path: str | None) -> str:
    """The secret in a path."""
    assert path is not None
    return path.removeprefix("/calendar/").removesuffix(".ics")


def who(database: Database, path: str | None) -> str | None:
    """Whose calendar it is."""
    user = reader_of(database, secret_of(path))
    return user.id if user else None


def test_an_address_works_until_it_ends(store: Database) -> None:
    """A new one ends the old one; the end ends it; the ledger holds no secret."""
    first = make_calendar(store, MakeCalendar("lead"), LEAD)
    assert who(store, first) == "lead"
    second = make_calendar(store, MakeCalendar("lead"), LEAD)
    assert (who(store, first), who(store, second)) == (None, "lead")
    end_calendar(store, EndCalendar("lead"), LEAD)
    assert who(store, second) is None
    with pytest.raises(NotFound, match="There is no calendar address that works"):
        end_calendar(store, EndCalendar("lead"), LEAD)
    with store.read() as connection:
        bodies = " ".join(connection.execute(text("SELECT body FROM events")).scalars())
    assert secret_of(first) not in bodies
    assert secret_of(second) not in bodies
    assert verify_chain(store) == ()


def test_a_second_click_makes_nothing(store: Database) -> None:
    """And the first address still works."""
    command = MakeCalendar("lead", "k")
    first = make_calendar(store, command, LEAD)
    assert make_calendar(store, command, LEAD) is None
    assert who(store, first) == "lead"


def test_it_is_everybodys_own(store: Database) -> None:
    """Not even the officer makes or ends another's; an auditor has none."""
    with pytest.raises(NotPermitted, match="Everybody makes and ends their own calendar address"):
        make_calendar(store, MakeCalendar("lead"), OFFICER)
    make_calendar(store, MakeCalendar("lead"), LEAD)
    with pytest.raises(NotPermitted):
        end_calendar(store, EndCalendar("lead"), OFFICER)
    with pytest.raises(NotPermitted):
        make_calendar(store, MakeCalendar("lead"), Actor("lead", Role.AUDITOR))
    with pytest.raises(NotFound):
        make_calendar(store, MakeCalendar("ghost"), SYSTEM)


@pytest.mark.parametrize(("role", "active"), [(Role.TEAM_LEAD, False), (Role.READER, True)])
def test_whoever_leaves_or_only_reads_loses_it(store: Database, role: Role, active: bool) -> None:  # noqa: FBT001  # a parameter
    """The role is asked at every request, not when the address was made."""
    path = make_calendar(store, MakeCalendar("lead"), LEAD)
    change_role(store, ChangeRole("lead", role, active=active, revision=1), OFFICER)
    assert who(store, path) is None


@pytest.mark.parametrize("secret", ["", "x", "0" * 64, "ä\ud800", "../../etc/passwd"])
def test_a_wrong_secret_is_nobodys(store: Database, secret: str) -> None:
    """Whatever it is made of."""
    make_calendar(store, MakeCalendar("lead"), LEAD)
    assert reader_of(store, secret) is None


def test_each_sees_what_is_theirs(sqlite_database: Database, tmp_path: Path) -> None:
    """The officer all use cases, a lead their own and no others', both the laws; every kind has its day."""
    settings = load_settings()
    charter, frameworks = load_charter(settings.charter), load_frameworks(settings.frameworks)
    plant(sqlite_database, charter, as_of=DAY, live=24, inventoried=2)
    sources = Sources(sqlite_database, charter, frameworks, tmp_path, DAY)
    people = {user.id: user for user in users(sqlite_database)}
    everything = load_calendar(sources, people["ethics-officer"])
    own = load_calendar(sources, people["lead-0"])
    with sqlite_database.read() as connection:
        mine = set(connection.execute(text("SELECT id FROM use_cases WHERE owner = 'lead-0'")).scalars())

    assert {one.kind for one in everything} >= {"Review item", "Waiver", "Evidence", "Law"}
    assert {one.path.removeprefix("/use-case?id=") for one in own if one.path.startswith("/use-case")} <= mine
    assert 0 < len(own) < len(everything)
    assert {one for one in own if one.kind == "Law"} == {one for one in everything if one.kind == "Law"}
    assert len({one.key for one in everything}) == len(everything)
    assert all(one.when <= DAY + timedelta(days=90) for one in everything if one.kind != "Review item")
