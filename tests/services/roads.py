"""A use case and its people, and what they do about it, for tests of roads round an approval."""

from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.approvals import Condition, Outcome
from dashboard.domain.lifecycle import Move
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.lifecycle import MoveUseCase, move_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import (
    ChangeUseCase,
    RegisterUseCase,
    change_use_case,
    register_use_case,
)
from dashboard.services.waive import AskWaiver, ask_waiver
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY)


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """Two leads, an officer, a deputy, and the lead's draft with an overseer."""
    people = (LEAD, OTHER, OFFICER, DEPUTY)
    users = tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)
    add_users(sqlite_database, AddUsers(users), SYSTEM)
    draft = UseCase.model_validate({
        "id": "bot", "title": "Bot", "purpose": "Answer", "owner": "lead", "risk_tier": "limited",
        "registered_at": date(2026, 1, 1), "overseer": {"name": "other-lead", "active": True},
    })  # fmt: skip
    register_use_case(sqlite_database, RegisterUseCase(draft), LEAD)
    return sqlite_database


def opened(store: Database, name: str = "bot") -> tuple[UseCase, int]:
    """A use case as a page shows it."""
    found = use_case_record(store, name)
    assert found is not None
    return found


def change(store: Database, actor: Actor = LEAD, **fields: Any) -> UseCase:
    """Change some fields; returns what was stored."""
    use_case, revision = opened(store)
    record = {**use_case.model_dump(exclude_none=True), **fields}
    change_use_case(store, ChangeUseCase(UseCase.model_validate(record), revision), actor)
    return opened(store)[0]


def submit(store: Database, actor: Actor = LEAD) -> None:
    """Submit the use case."""
    submit_use_case(store, SubmitUseCase("bot", opened(store)[1], DAY), actor)


def decide(store: Database, actor: Actor, outcome: Outcome = "approved", *conditions: Condition) -> None:
    """Decide about it."""
    command = DecideUseCase("bot", opened(store)[1], outcome, "fine", DAY, conditions)
    decide_use_case(store, CHARTER, command, actor)


def step(store: Database, move: Move, actor: Actor) -> UseCase:
    """Take a step with it."""
    move_use_case(store, CHARTER, MoveUseCase("bot", opened(store)[1], move, "because", DAY), actor)
    return opened(store)[0]


def live(store: Database) -> None:
    """Approve it by the officer and put it into service."""
    submit(store)
    decide(store, OFFICER)
    step(store, "go_live", LEAD)


def ask_for_waiver(store: Database, name: str, actor: Actor) -> int:
    """Ask for a waiver; returns its number."""
    ask_waiver(store, CHARTER, AskWaiver(name, "OVS-01", DAY + timedelta(days=30), "r", "m", DAY), actor)
    with store.read() as connection:
        return waiting_requests(connection, name)[0].id
