"""A table of many use cases tells how far it is, and stopped at any step it registers none of them."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from dashboard.adapters.database import Database
from dashboard.adapters.repository import table
from dashboard.adapters.tables import UseCaseRow
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.effort import Effort, Reached, watched
from dashboard.domain.users import User
from dashboard.errors import Cancelled
from dashboard.services.people import AddUsers, add_users
from tests.registrations import DECIDES
from tests.services.test_bulk import as_csv, look, register

ROWS = as_csv({**DECIDES, "title": f"Assistant {number}"} for number in range(1, 61))


@pytest.fixture
def store(database: Database) -> Database:
    """A store with a lead and an officer, who is asked about every use case."""
    people = (User("lead", "Team lead", Role.TEAM_LEAD), User("officer", "Officer", Role.OFFICER))
    add_users(database, AddUsers(people), SYSTEM)
    return database


def registered(store: Database) -> int:
    """Rows of use cases."""
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table(UseCaseRow))).scalar_one())


def heard(act: Callable[[], object], *, stop_at: str = "") -> list[str]:
    """What it told; stopped once it told `stop_at`, it must end with that."""
    told: list[str] = []
    effort = Effort()

    def hear(reached: Reached) -> None:
        told.append(reached.words)
        if reached.words == stop_at:
            effort.stop()

    effort.tell = hear
    with watched(effort):
        if stop_at:
            with pytest.raises(Cancelled):
                act()
            assert told[-1] == stop_at
        else:
            act()
    assert effort.saved is (not stop_at and "60 of 60 use cases" in told)
    return told


def test_it_tells_rows_that_were_checked_then_use_cases(store: Database) -> None:
    """Every row on the way, then the use cases in steps of 25; looking alone tells no use cases."""
    told = heard(lambda: look(store, ROWS))
    assert (told[0], told[1], told[-1]) == ("Reading the table", "0 of 60 rows checked", "59 of 60 rows checked")
    told = heard(lambda: register(store, ROWS))
    assert told[-4:] == ["0 of 60 use cases", "25 of 60 use cases", "50 of 60 use cases", "60 of 60 use cases"]
    assert registered(store) == 60


@pytest.mark.parametrize("at", ["30 of 60 rows checked", "0 of 60 use cases", "50 of 60 use cases",
                                "60 of 60 use cases"])  # fmt: skip
def test_stopped_it_registers_nothing(store: Database, at: str) -> None:
    """While rows are checked, midway in the write, right before its end: no row, no entry, and it can begin again."""
    before = store.data_version()
    heard(lambda: register(store, ROWS), stop_at=at)
    assert (registered(store), store.data_version()) == (0, before)
    done = register(store, ROWS)
    assert (len(done.registered), done.replayed, registered(store)) == (60, False, 60)


def test_a_second_click_registers_nothing_twice(store: Database) -> None:
    """The table once more, whole, after it was registered: the same sixty, and not one entry more."""
    register(store, ROWS)
    before = store.data_version()
    again = register(store, ROWS)
    assert (again.registered, again.replayed) == ((), True)
    assert (registered(store), store.data_version()) == (60, before)
