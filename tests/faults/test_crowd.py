"""Many people write at once, each from a process of their own: nothing is lost, forked or decided twice.

`make faults` sends 50 at once; here it is a few.
"""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, GovernanceError, StoreBusy
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.assessing import charter, clause
from tests.faults.writers import OFFICER, PRELOADED, count_up

CROWD = int(os.environ.get("DASHBOARD_CROWD", "6"))
TIMES = 3
DAY = date(2026, 11, 28)
pytestmark = [pytest.mark.faults, pytest.mark.slow]


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    """An open store on each engine."""
    database = Database.open(database_url)
    yield database
    database.close()


def at_once(acts: list[object]) -> list[object]:
    """What each of many calls gave back, or was refused with."""

    def carried_out(act: object) -> object:
        try:
            return act()  # type: ignore[operator]  # a call without arguments
        except GovernanceError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(carried_out, acts))


def test_no_update_is_lost(store: Database, database_url: str) -> None:
    """Everybody adds one to the same number, as they read it: the end is the sum, and the chain is one line."""
    register_use_case(store, RegisterUseCase(UseCase(id="counter", title="Counter", purpose="0")), OFFICER)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    crowd = [context.Process(target=count_up, args=(database_url, "counter", TIMES)) for _ in range(CROWD)]
    for child in crowd:
        child.start()
    for child in crowd:
        child.join(600)
    codes = [child.exitcode for child in crowd]
    found = use_case_record(store, "counter")

    assert codes == [0] * CROWD
    assert found is not None
    assert (found[0].purpose, found[1]) == (str(CROWD * TIMES), CROWD * TIMES + 1)
    assert verify_chain(store) == ()
    assert list(store.frame(text("SELECT seq FROM events ORDER BY seq"))["seq"]) == list(range(1, CROWD * TIMES + 2))


def test_one_decision_is_made_once(store: Database) -> None:
    """Everybody who may decides about the same request in the same moment: one does, the others are told."""
    deciders = [Actor(f"officer-{number}", Role.OFFICER) for number in range(CROWD)]
    people = (User("lead", "Lead", Role.TEAM_LEAD), *(User(one.user_id, one.user_id, one.role) for one in deciders))
    add_users(store, AddUsers(people), SYSTEM)
    register_use_case(store, RegisterUseCase(UseCase(id="bot", title="Bot", owner="lead")), SYSTEM)
    submit_use_case(store, SubmitUseCase("bot", 1, DAY), Actor("lead", Role.TEAM_LEAD))
    found = use_case_record(store, "bot")
    assert found is not None
    promise = charter(clause({"field": "team", "present": True}))
    acts = [
        lambda who=who: decide_use_case(store, promise, DecideUseCase("bot", found[1], "rejected", "r", DAY), who)
        for who in deciders
    ]
    outcomes = at_once([*acts])

    assert len([one for one in outcomes if not isinstance(one, Exception)]) == 1
    assert all(
        isinstance(one, Conflict | ChangedSinceOpened | StoreBusy) for one in outcomes if isinstance(one, Exception)
    )
    assert len(store.frame(text("SELECT * FROM decisions"))) == 1
    assert len(store.frame(text("SELECT * FROM events WHERE kind = 'approval.rejected'"))) == 1


def test_one_click_sent_often_is_one_event(store: Database) -> None:
    """The same command from everywhere at once is carried out once, and everybody is told the same."""
    command = AddUsers((User("new", "New", Role.READER),), key="click")
    outcomes = at_once([lambda: add_users(store, command, OFFICER) for _ in range(CROWD)])
    told = {getattr(one, "seq", one) for one in outcomes if not isinstance(one, StoreBusy)}

    assert told == {1}
    assert store.data_version() == 1
