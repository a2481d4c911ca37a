"""On the page of a use case: the next step of its life, offered only to who may take it, and recorded once."""

from datetime import date
from typing import Any

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings import load_settings
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, labels, text_of

LEAD, OFFICER = Actor("lead-bots", Role.TEAM_LEAD), Actor("the-officer", Role.OFFICER)
PEOPLE = (
    User("lead-bots", "Team lead, Bots", Role.TEAM_LEAD), User("the-officer", "Officer for bots", Role.OFFICER),
    User("the-overseer", "Overseer", Role.TEAM_LEAD), User("an-auditor", "Auditor", Role.AUDITOR),
)  # fmt: skip


@pytest.fixture
def approved(store: Database) -> Database:
    """An approved use case of the lead with an overseer."""
    add_users(store, AddUsers(PEOPLE), SYSTEM)
    bot = UseCase.model_validate({
        "id": "new-bot", "title": "New bot", "purpose": "A", "owner": "lead-bots",
        "overseer": {"name": "the-overseer", "stop_authority": True, "active": True},
    })  # fmt: skip
    register_use_case(store, RegisterUseCase(bot), LEAD)
    today, charter = date.today(), load_charter(load_settings().charter)  # noqa: DTZ011
    submit_use_case(store, SubmitUseCase("new-bot", 1, today), LEAD)
    decide_use_case(store, charter, DecideUseCase("new-bot", 2, "approved", "fine", today), OFFICER)
    return store


def lifecycle(store: Database) -> str:
    """Where it stands."""
    found = use_case_record(store, "new-bot")
    assert found is not None
    return found[0].lifecycle


def take(opened: Opened, user: str, move: str, reason: str = "It is time") -> Any:
    """Open the page as somebody, unfold the form, choose a step and record it."""
    app = as_person(opened("use_case", id="new-bot"), user)
    app.session_state["open-step-new-bot"] = True
    app = app.run()
    next(box for box in app.selectbox if box.label == "Step").set_value(move)
    next(area for area in app.text_area if area.label == "Why").set_value(reason)
    return next(button for button in app.button if button.label == "Record this step").click().run()


def test_it_goes_live_and_is_stopped_by_who_may(approved: Database, opened: Opened) -> None:
    """The owner puts it into service, the officer orders the stop, the page names the overseer, who confirms it."""
    assert not take(opened, "lead-bots", "go_live").exception
    assert lifecycle(approved) == "live"
    app = take(opened, "the-officer", "order_stop", "Wrong answers")
    assert lifecycle(approved) == "stop_ordered"
    assert "Overseer: Overseer" in text_of(app)
    assert "confirm_stop" not in next(box for box in app.selectbox if box.label == "Step").options
    take(opened, "the-overseer", "confirm_stop", "Switched off at noon")
    assert lifecycle(approved) == "suspended"


def test_a_step_without_words_is_refused(approved: Database, opened: Opened) -> None:
    """Nothing moves, and the sentence says what is missing."""
    app = take(opened, "lead-bots", "go_live", " ")
    assert lifecycle(approved) == "approved"
    assert "found nothing but blanks" in text_of(app)


def test_an_auditor_is_offered_no_step(approved: Database, opened: Opened) -> None:
    """Auditors read."""
    app = as_person(opened("use_case", id="new-bot"), "an-auditor")
    assert "Record this step" not in labels(app)
    assert not [box for box in app.expander if box.label == "Next step in its life"]
