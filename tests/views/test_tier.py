"""The tier on the page of a use case: raised at once, lowered by request, marked when its answers are out of date."""

from datetime import date
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.draft_record import Asked, record_of
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.ui import cache
from tests.registrations import ASSISTANT
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, click, text_of

LEAD = Actor("lead-0", Role.TEAM_LEAD)
ID = "refund-chat-assistant"


@pytest.fixture
def assistant(store: Database) -> Database:
    """The lead's assistant, with a reader beside."""
    add_users(store, AddUsers((User("a-reader", "A reader", Role.READER),)), SYSTEM)
    record = record_of(Asked(cache.intake(), cache.sources().charter, "lead-0", date(2026, 11, 28)), ASSISTANT)
    register_use_case(store, RegisterUseCase(record), LEAD)
    return store


def stored(store: Database) -> tuple[UseCase, int]:
    """The record."""
    found = use_case_record(store, ID)
    assert found is not None
    return found


def opened_box(opened: Opened, box: str) -> Any:
    """The page with one of the two boxes open."""
    app = as_person(opened("use_case", id=ID), "lead-0")
    app.session_state[f"open-{box}-{ID}"] = True
    return app.run()


def test_a_raise_holds_and_a_lower_tier_is_asked_for(assistant: Database, opened: Opened) -> None:
    """The page says which of the two will happen, who may grant it, and afterwards what happened."""
    app = opened_box(opened, "tier")
    assert "Chief AI Ethics Officer" in text_of(app)
    app.selectbox(key="tier-wanted").set_value("minimal")
    app.text_area(key="tier-reason").set_value("It only forwards")
    app = click(app, "Set tier")
    assert "The tier stays until somebody who is not involved grants it" in text_of(app)
    assert stored(assistant)[0].risk_tier == "limited"
    app.selectbox(key="tier-wanted").set_value("high")
    app.text_area(key="tier-reason").set_value("It scores people now")
    app = click(app, "Set tier")

    assert not app.exception
    assert stored(assistant)[0].risk_tier == "high"
    with assistant.read() as connection:
        assert [one.subject for one in waiting_requests(connection, ID)] == ["minimal"]


def test_a_record_that_departs_from_its_answers_is_marked(assistant: Database, opened: Opened) -> None:
    """The warning names the fields; answering again, with the answers filled in, takes it away."""
    use_case, revision = stored(assistant)
    changed = use_case.model_copy(update={"interacts_directly": False, "generative": False})
    change_use_case(assistant, ChangeUseCase(changed, revision), LEAD)
    app = opened_box(opened, "triage")
    assert "A new triage is due." in text_of(app)
    prefix = f"triage.{ID}.{revision + 1}."
    assert app.radio(key=f"{prefix}speaks").value == "yes"
    app.radio(key=f"{prefix}emotion").set_value("biometric").run()
    app.button_group(key=f"{prefix}emotion_of").set_value(["customer"]).run()
    app.radio(key=f"{prefix}emotion_purpose").set_value("other").run()
    app.text_area(key="triage-reason").set_value("It listens to voices now")
    assert "High tier by rule R6" in text_of(app)
    app = click(app, "Record the triage")

    assert not app.exception
    assert stored(assistant)[0].risk_tier == "high"
    assert "A new triage is due." not in text_of(app)


def test_a_reader_is_offered_nothing(assistant: Database, opened: Opened) -> None:
    """Who may not change use cases sees the tier and no way to another."""
    app = as_person(opened("use_case", id=ID), "a-reader")

    assert "Risk tier: Limited" in text_of(app)
    assert not {"Set another tier", "Answer the intake questions again"} & {one.label for one in app.expander}
