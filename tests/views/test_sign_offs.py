"""On the page of a use case: reviews are due on a day, and whoever may sign says what they looked at."""

from datetime import date

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.registry import SignOff, UseCase
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, click, labels, text_of

PEOPLE = (
    User("lead-bots", "Team lead, Bots", Role.TEAM_LEAD), User("the-officer", "Officer for bots", Role.OFFICER),
    User("the-deputy", "Deputy for bots", Role.DEPUTY),
)  # fmt: skip


@pytest.fixture
def reviewed(store: Database) -> Database:
    """A live use case of high risk whose last review is of January 2025."""
    add_users(store, AddUsers(PEOPLE), SYSTEM)
    old = SignOff(kind="review", by="the-deputy", role="deputy", on=date(2025, 1, 10))
    bot = UseCase(id="new-bot", title="New bot", owner="lead-bots", lifecycle="live", risk_tier="high", sign_offs=[old])
    register_use_case(store, RegisterUseCase(bot), SYSTEM)
    return store


def test_a_review_is_signed_and_restarts(reviewed: Database, opened: Opened) -> None:
    """Overdue since 12 July 2025; the officer signs, the text is on record, and nothing is overdue."""
    app = as_person(opened("use_case", id="new-bot"), "the-officer")
    assert "next due 12 Jul 2025" in text_of(app)
    assert "Deputy for bots" in text_of(app)
    app.session_state["open-sign-new-bot"] = True
    app = app.run()
    app.text_area(key="sign-looked-at").set_value("October's log and ten calls")
    app = click(app, "I have reviewed it")

    assert not app.exception
    found = use_case_record(reviewed, "new-bot")
    assert found is not None
    assert found[0].sign_offs[-1].kind == "review"
    assert (found[0].sign_offs[-1].by, found[0].sign_offs[-1].looked_at) == (
        "the-officer", "October's log and ten calls",
    )  # fmt: skip
    assert "The next one is counted from today" in text_of(app)
    assert "overdue" not in " ".join(header.value for header in app.header if "sign-off" in header.value)


def test_an_owner_is_offered_nothing(reviewed: Database, opened: Opened) -> None:
    """The owner sees who may sign and has no form."""
    app = as_person(opened("use_case", id="new-bot"), "lead-bots")
    app.session_state["open-sign-new-bot"] = True
    app = app.run()

    assert "Who may sign: " in text_of(app)
    assert "I have reviewed it" not in labels(app)
