"""A use case, a lead who submits it and people who decide, for tests of approvals."""

from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.adapters.approvals_store import decisions_of
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import Condition, Outcome
from dashboard.domain.registry import UseCase
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from tests.services.cast import AUDITOR, DEPUTY, LEAD, OFFICER, OTHER, enter, opened
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, two leads, and the lead's draft."""
    enter(database, LEAD, OTHER, OFFICER, DEPUTY, AUDITOR)
    draft = UseCase(id="bot", title="Bot", purpose="Answer", owner="lead")
    register_use_case(database, RegisterUseCase(draft), LEAD)
    return database


def change(database: Database, actor: Actor, **fields: Any) -> None:
    """Change some fields."""
    use_case, revision = opened(database)
    changed = UseCase.model_validate({**use_case.model_dump(exclude_none=True), **fields})
    change_use_case(database, ChangeUseCase(changed, revision), actor)


def submit(database: Database, actor: Actor = LEAD) -> None:
    """Ask for an approval of what stands there now."""
    submit_use_case(database, SubmitUseCase("bot", opened(database)[1], DAY), actor)


def decide(
    database: Database, actor: Actor, outcome: Outcome = "approved", *conditions: str, reason: str = "fine"
) -> None:
    """Decide about what stands there now."""
    asked = tuple(Condition(one, DAY + timedelta(days=30)) for one in conditions)
    command = DecideUseCase("bot", opened(database)[1], outcome, reason, DAY, asked)
    decide_use_case(database, CHARTER, command, actor)


def decided(database: Database) -> list[tuple[str, str]]:
    """Who decided what, newest first."""
    with database.read() as connection:
        return [(one.decided_by, one.outcome) for one in decisions_of(connection, "bot")]
