"""Several items go to one person at once: all of them or none."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, GovernanceError, InputRejected, NotFound, NotPermitted
from dashboard.services.assess import run_assessment
from dashboard.services.people import AddUsers, add_users
from dashboard.services.reassign import MOST, AssignItems, Reassigned, assign_items
from dashboard.services.register import RegisterUseCases, register_use_cases
from tests.assessing import charter, clause

DAY = date(2026, 11, 23)
OFFICER = Actor("officer", Role.OFFICER)
PROMISE = charter(clause({"field": "human_review_route", "is": True}))


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Database:
    """Three breaches, each with an open item."""
    people = (User("officer", "O", Role.OFFICER), User("lead", "L", Role.TEAM_LEAD),
              User("gone", "G", Role.TEAM_LEAD, active=False))  # fmt: skip
    add_users(database, AddUsers(people), SYSTEM)
    cases = [UseCase(id=name, title=name, lifecycle="live", human_review_route=False, registered_at=date(2025, 1, 1))
             for name in ("a", "b", "c")]  # fmt: skip
    register_use_cases(database, RegisterUseCases(cases), SYSTEM)
    run_assessment(database, PROMISE, as_of=DAY, actor=SYSTEM, store=DecisionStore(tmp_path / "decisions"))
    return database


def assignees(database: Database) -> list[str | None]:
    """Whose the items are, by number."""
    found = database.frame(text("SELECT assignee FROM review_items ORDER BY id"))["assignee"]
    return [value if isinstance(value, str) else None for value in found]


def test_chosen_items_change_hands_together(store: Database) -> None:
    """Two of three, one event each; who has one already is not assigned again."""
    assert assign_items(store, AssignItems(((1, 1), (3, 1)), "lead", DAY), OFFICER).changed == 2
    assert assignees(store) == ["lead", None, "lead"]
    assert assign_items(store, AssignItems(((1, 2), (2, 1)), "lead", DAY), OFFICER).changed == 1
    assert assign_items(store, AssignItems(((1, 2),), None, DAY), OFFICER).changed == 1
    assert assignees(store) == [None, "lead", "lead"]
    assert verify_chain(store) == ()


@pytest.mark.parametrize(
    ("items", "assignee", "error"),
    [
        (((1, 1), (2, 9)), "lead", ChangedSinceOpened),
        (((1, 1), (9, 1)), "lead", NotFound),
        (((1, 1),), "gone", Conflict),
        (((1, 1),), "nobody", NotFound),
        ((), "lead", InputRejected),
        (tuple((number, 1) for number in range(MOST + 1)), "lead", InputRejected),
    ],
)
def test_all_or_none(
    store: Database, items: tuple[tuple[int, int], ...], assignee: str, error: type[GovernanceError]
) -> None:
    """One that is stale, unknown or cannot be had, and nothing moves."""
    with pytest.raises(error):
        assign_items(store, AssignItems(items, assignee, DAY), OFFICER)
    assert assignees(store) == [None, None, None]


def test_a_closed_item_stops_all(store: Database) -> None:
    """It is named."""
    with store.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE review_items SET state = 'closed' WHERE id = 2")
    with pytest.raises(Conflict, match="Item 2 is closed"):
        assign_items(store, AssignItems(((1, 1), (2, 1)), "lead", DAY), OFFICER)
    assert assignees(store) == [None, None, None]


def test_readers_assign_nothing_and_a_double_click_once(store: Database) -> None:
    """By role, and by the key."""
    with pytest.raises(NotPermitted):
        assign_items(store, AssignItems(((1, 1),), "lead", DAY), Actor("r", Role.READER))
    command = AssignItems(((1, 1),), "lead", DAY, "k")
    first, second = (assign_items(store, command, OFFICER) for _ in range(2))
    assert (first.changed, second) == (1, Reassigned(0, first.seq, replayed=True))
