"""The Staff page counts everybody, names ids only to who leads them, and says what to do while there is nothing."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters import staff_store
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.demo_staff import demo_staff
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from dashboard.services.screens.ahead import load_ahead
from dashboard.services.seed_staff import write_staff
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.views.conftest import Opened
from tests.views.test_review_items import as_person

AUTHORED: Mapping[str, Any] = {
    "courses": [{"course": "ai_literacy", "title": "AI literacy"}],
    "trained": {"ai_literacy": {"last": "-100d"}},
    "groups": [
        {"team": "Voice", "role": "service_agent", "people": 3, "joined": "-900d",
         "trained": {"ai_literacy": {"last": "-358d"}}},
        {"team": "Sales", "role": "service_agent", "people": 4, "joined": "-900d",
         "trained": {"ai_literacy": {"last": "-100d", "lacking": 1}}},
        {"team": "Voice", "role": "team_lead", "users": ["voice-lead"], "joined": "-900d"},
    ],
}  # fmt: skip


@pytest.fixture
def staffed(empty_store: Database) -> Database:
    """Eight people in two teams, one of whom lacks the course; three lapse in a week."""
    people = (
        User("chief", "Officer", Role.OFFICER), User("voice-lead", "Lead", Role.TEAM_LEAD, "Voice"),
        User("checker", "Auditor", Role.AUDITOR),
    )  # fmt: skip
    add_users(empty_store, AddUsers(people), SYSTEM)
    write_staff(empty_store, AUTHORED, load_charter(load_settings().charter), date.today())  # noqa: DTZ011
    return empty_store


def frames(app: AppTest) -> list[Any]:
    """The tables on the page."""
    return [frame.value for frame in app.dataframe]


def test_an_empty_store_says_which_command_brings_the_data(empty_store: Database, opened: Opened) -> None:
    """No staff, no claim: the page says what to run."""
    app = opened("staff")

    assert not app.exception
    assert any("ingest staff FILE" in part.value for part in app.markdown)


def test_the_officer_sees_counts_lapses_and_whom_to_remind(staffed: Database, opened: Opened) -> None:
    """Seven of eight have it; three of Voice lapse within 30 days; one id to remind."""
    app = as_person(opened("staff"), "chief")

    assert not app.exception
    clauses, lapses, *_, missing = frames(app)
    literacy = clauses[clauses["What"] == "AI literacy"].iloc[0]
    assert (literacy["Have it"], literacy["Must have it"]) == (7, 8)
    voice = lapses[lapses["Team"] == "Voice"].iloc[0]
    assert (voice["In 30 days"], voice["Have it"]) == (3, 4)
    assert voice["Last valid day"] == date.today() + timedelta(days=7)  # noqa: DTZ011
    assert list(missing["Person"]) == ["P0007"]


def test_a_lead_sees_ids_of_the_own_team_and_an_auditor_none(staffed: Database, opened: Opened) -> None:
    """In Voice nobody lacks anything; an auditor reads counts and no person."""
    lead = as_person(opened("staff"), "voice-lead")
    assert any("Nobody lacks anything" in part.value for part in lead.markdown)

    checker = as_person(opened("staff"), "checker")
    assert not checker.exception
    assert not any("Person" in frame.columns for frame in frames(checker))


def test_a_completion_is_recorded_by_hand(staffed: Database, opened: Opened) -> None:
    """The officer enters one completion; it is there, and the page counts it."""
    app = as_person(opened("staff"), "chief")
    app.text_input(key="completion-person").set_value("P0007")
    app = next(button for button in app.button if button.label == "Record").click().run()

    assert not app.exception
    assert [part.value for part in app.success] == ["Recorded\\."]
    clauses = frames(app)[0]
    assert clauses[clauses["What"] == "AI literacy"].iloc[0]["Have it"] == 8


def test_a_wrong_entry_is_taken_back(staffed: Database, opened: Opened) -> None:
    """What was recorded by mistake is counted no more; without a reason nothing happens."""
    app = as_person(opened("staff"), "chief")
    app.text_input(key="completion-person").set_value("P0007")
    app = next(button for button in app.button if button.label == "Record").click().run()
    app.text_input(key="wrong-person").set_value("P0007")
    app = next(button for button in app.button if button.label == "Take back").click().run()
    assert "why the entry was wrong" in app.error[0].value
    app.text_input(key="wrong-reason").set_value("another person sat the test")
    app = next(button for button in app.button if button.label == "Take back").click().run()

    assert not app.exception
    clauses = frames(app)[0]
    assert clauses[clauses["What"] == "AI literacy"].iloc[0]["Have it"] == 7


def test_somebody_unknown_is_told_and_nothing_is_written(staffed: Database, opened: Opened) -> None:
    """A mistyped id is a sentence."""
    before = staffed.data_version()
    app = as_person(opened("staff"), "chief")
    app.text_input(key="completion-person").set_value("P9999")
    app = next(button for button in app.button if button.label == "Record").click().run()

    assert "Nobody on the staff list has the id" in app.error[0].value
    assert staffed.data_version() == before


def test_the_charter_is_acknowledged_with_one_button(staffed: Database, opened: Opened) -> None:
    """An auditor clicks once; then the page says when, and the button is gone."""
    app = as_person(opened("charter"), "checker")
    app = app.button(key="acknowledge").click().run()

    assert not app.exception
    assert any("You acknowledged it on" in part.value for part in app.markdown)
    assert not [button for button in app.button if button.key == "acknowledge"]
    with staffed.read() as connection:
        assert [one.person for one in staff_store.completions(connection) if one.edition] == ["checker"]


def test_the_demonstration_files_hold_no_names() -> None:
    """Pseudonymous ids, roles and teams; nobody completed anything before joining or after today."""
    files = demo_staff(AUTHORED, today=date(2026, 11, 23), version="1")
    people, training = files["staff"][1], files["training"][1]

    assert [row[0] for row in people] == [f"P{number:04}" for number in range(1, 9)]
    assert all(row[2] <= date(2026, 11, 23) for row in training)


def test_today_says_what_training_lapses(staffed: Database) -> None:
    """Coming up holds the course, how many people and their team, and not who."""
    sources = cache_free_sources(staffed)
    found = [(one.when, one.what, one.with_whom) for one in load_ahead(sources) if one.kind == "Training"]

    assert found == [(date.today() + timedelta(days=7), "AI literacy · fewer than 10 people", "Voice")]  # noqa: DTZ011


def cache_free_sources(database: Database) -> Sources:
    """What a page reads, without a page."""
    settings = load_settings()
    return Sources(database, load_charter(settings.charter), None, settings.decision_store, date.today())  # noqa: DTZ011
