"""On the page of a use case: a waiver is asked for, and ruled on by somebody the page names beforehand."""

from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.requests_store import rulings_of, waiting_requests
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, labels, text_of

PEOPLE = (
    User("lead-bots", "Team lead, Bots", Role.TEAM_LEAD), User("the-officer", "Officer for bots", Role.OFFICER),
    User("an-auditor", "Auditor", Role.AUDITOR),
)  # fmt: skip


@pytest.fixture
def breached(store: Database) -> str:
    """A use case that misses a clause, with people beside."""
    add_users(store, AddUsers(PEOPLE), SYSTEM)
    missed = "SELECT use_case_id FROM findings WHERE status = 'non_compliant' AND use_case_id <> '' ORDER BY 1 LIMIT 1"
    return str(store.frame(text(missed)).iloc[0, 0])


def ask(app: Any) -> Any:
    """Fill the form in and send it."""
    app.text_area(key="waiver-reason").set_value("The vendor repairs it")
    app.text_area(key="waiver-measure").set_value("A person looks at each case")
    return next(button for button in app.button if button.label == "Ask for the waiver").click().run()


def opened_form(app: Any, use_case: str) -> Any:
    """The page with the form unfolded."""
    app.session_state[f"open-waiver-{use_case}"] = True
    return app.run()


def test_a_waiver_is_asked_for_and_granted_by_somebody_else(store: Database, breached: str, opened: Opened) -> None:
    """The asker sees who may rule and gets no button; the officer grants it and the clause reads waived next time."""
    app = opened_form(as_person(opened("use_case", id=breached), "lead-bots"), breached)
    app = ask(app)
    assert not app.exception
    assert "You may not rule on it, because you asked for it" in text_of(app)
    assert "Officer for bots" in text_of(app)
    assert not {"Grant", "Refuse"} & labels(app)

    app = as_person(opened("use_case", id=breached), "the-officer")
    with store.read() as connection:
        (number,) = [one.id for one in waiting_requests(connection, breached)]
    app.text_area(key=f"rule-reason-{number}").set_value("Short and watched")
    app = next(button for button in app.button if button.label == "Grant").click().run()
    assert not app.exception
    with store.read() as connection:
        (ruling,) = rulings_of(connection, breached)
    assert (ruling.granted, ruling.ruled_by) == (True, "the-officer")
    assert not {"Grant", "Refuse"} & labels(app)


def test_a_ruling_without_a_reason_is_refused_in_words(store: Database, breached: str, opened: Opened) -> None:
    """Nothing is stored and the sentence says what is missing."""
    ask(opened_form(as_person(opened("use_case", id=breached), "lead-bots"), breached))
    app = as_person(opened("use_case", id=breached), "the-officer")
    app = next(button for button in app.button if button.label == "Refuse").click().run()
    assert "found nothing but blanks; expected a reason in words" in text_of(app)
    with store.read() as connection:
        assert rulings_of(connection, breached) == ()


def test_an_auditor_reads_and_asks_for_nothing(store: Database, breached: str, opened: Opened) -> None:
    """An auditor sees what waits and has no form."""
    ask(opened_form(as_person(opened("use_case", id=breached), "lead-bots"), breached))
    app = as_person(opened("use_case", id=breached), "an-auditor")
    assert "A waiver of" in text_of(app)
    assert not {"Grant", "Refuse", "Ask for the waiver"} & labels(app)


def test_today_names_what_an_officer_may_decide(store: Database, breached: str, opened: Opened) -> None:
    """The request waits on the officer's Today, and not on that of whoever asked."""
    ask(opened_form(as_person(opened("use_case", id=breached), "the-officer"), breached))
    assert "Decide" not in waiting_on_today(as_person(opened(), "the-officer"))
    add_users(store, AddUsers((User("second-officer", "Second officer", Role.OFFICER),)), SYSTEM)
    app = as_person(opened(), "second-officer")
    assert not app.exception
    assert "Decide: A waiver of" in waiting_on_today(app)


def waiting_on_today(app: Any) -> str:
    """The links of the page."""
    return " ".join(link.proto.label for link in app.get("page_link"))
