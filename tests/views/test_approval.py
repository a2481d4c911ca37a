"""On the page of a use case: the screen says who may decide, offers only what may be done, and writes it once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.approvals_store import decisions_of
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record, users
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.settings import load_settings
from tests.views.conftest import Opened

LEAD = Actor("lead-bots", Role.TEAM_LEAD)
PEOPLE = (
    User("lead-bots", "Team lead, Bots", Role.TEAM_LEAD), User("the-officer", "Officer for bots", Role.OFFICER),
    User("the-deputy", "Deputy for bots", Role.DEPUTY),
)  # fmt: skip


@pytest.fixture
def draft(store: Database) -> Database:
    """A draft of the lead, with an officer and a deputy beside."""
    add_users(store, AddUsers(PEOPLE), SYSTEM)
    register_use_case(
        store, RegisterUseCase(UseCase(id="new-bot", title="New bot", purpose="A", owner="lead-bots")), LEAD
    )
    return store


def as_person(app: Any, user_id: str) -> Any:
    """The same page, acting as somebody else."""
    switch = next(box for box in app.selectbox if box.label == "Acting as")
    return switch.set_value(user_id).run()


def labels(app: Any) -> set[str]:
    """What can be clicked."""
    return {button.label for button in app.button}


def text_of(app: Any) -> str:
    """All plain text, captions and boxes of the page."""
    return " ".join(
        one.value for kind in ("markdown", "caption", "warning", "error", "success") for one in getattr(app, kind)
    )


def submitted(store: Database) -> None:
    """The lead submits it."""
    found = use_case_record(store, "new-bot")
    assert found is not None
    submit_use_case(store, SubmitUseCase("new-bot", found[1], date(2026, 11, 27)), LEAD)


def test_a_lead_submits_and_sees_who_has_it(draft: Database, opened: Opened) -> None:
    """After the click the page names those who may decide, and offers the lead no decision."""
    app = as_person(opened("use_case", id="new-bot"), "lead-bots")
    app = next(button for button in app.button if button.label == "Submit for approval").click().run()

    assert not app.exception
    assert "Waits for a decision since" in text_of(app)
    assert "Officer for bots" in text_of(app)
    assert not {"Submit for approval", "Record decision"} & labels(app)


def test_an_officer_records_a_decision_once(draft: Database, opened: Opened) -> None:
    """A decision with a condition is stored with its reason; clicking again writes nothing."""
    submitted(draft)
    app = as_person(opened("use_case", id="new-bot"), "the-officer")
    assert "**Waits for your decision:** [the approval](#approval)." in text_of(app)
    app.selectbox(key="decide-outcome").set_value("approved_with_conditions")
    app.text_area(key="decide-reason").set_value("Useful and small")
    app.text_input(key="condition-0").set_value("Test the stop switch")
    app.text_input(key="condition-2").set_value(" Tell agents ")
    app = next(button for button in app.button if button.label == "Record decision").click().run()

    with draft.read() as connection:
        decisions = decisions_of(connection, "new-bot")
    assert not app.exception
    assert [(one.decided_by, tuple(each.text for each in one.conditions)) for one in decisions] == [
        ("the-officer", ("Test the stop switch", "Tell agents"))
    ]
    assert "Record decision" not in labels(app)


def test_an_empty_reason_is_told_and_nothing_is_lost(draft: Database, opened: Opened) -> None:
    """A decision without words is refused in a sentence; the form keeps what was chosen."""
    submitted(draft)
    app = as_person(opened("use_case", id="new-bot"), "the-officer")
    app.selectbox(key="decide-outcome").set_value("rejected")
    app = next(button for button in app.button if button.label == "Record decision").click().run()

    assert "a reason in words" in text_of(app)
    assert app.selectbox(key="decide-outcome").value == "rejected"


def test_an_involved_officer_is_told_beforehand(draft: Database, opened: Opened) -> None:
    """Who owned it sees why they may not decide and who may, and no button."""
    found = use_case_record(draft, "new-bot")
    assert found is not None
    change = ChangeUseCase(found[0].model_copy(update={"owner": "the-officer"}), found[1])
    change_use_case(draft, change, LEAD)
    submitted(draft)
    app = as_person(opened("use_case", id="new-bot"), "the-officer")

    assert "You may not decide about it, because you own it." in text_of(app)
    assert "Deputy for bots" in text_of(app)
    assert "Record decision" not in labels(app)
    assert {user.id for user in users(draft)} >= {"the-officer"}


def click(app: Any, label: str) -> Any:
    """Press a button of the page."""
    return next(button for button in app.button if button.label == label).click().run()


def test_what_is_live_is_submitted_again_in_one_session(draft: Database, opened: Opened) -> None:
    """A second submission of an unchanged live use case is new, not a replay; the history says each in words."""
    live = UseCase(id="new-bot", title="New bot", owner="lead-bots", lifecycle="live", go_live=date(2026, 11, 1))
    change_use_case(draft, ChangeUseCase(live, 1), SYSTEM)
    app = as_person(opened("use_case", id="new-bot"), "lead-bots")
    app = as_person(click(app, "Submit for approval"), "the-officer")
    app.text_area(key="decide-reason").set_value("fine")
    app = as_person(click(app, "Record decision"), "lead-bots")
    app = click(app, "Submit for approval")

    assert "Waits for a decision since" in text_of(app)
    history = next(table.value for table in app.dataframe if "What happened" in table.value.columns)
    told = [str(sentence) for sentence in history["What happened"]]
    assert [one.split(" by ")[0] for one in told[:3]] == [
        "Submitted for approval",
        "Approved",
        "Submitted for approval",
    ]


def test_a_clause_that_changed_is_named(draft: Database, opened: Opened, tmp_path: Path, monkeypatch: Any) -> None:
    """An approval says which clauses demand more than they did when it was given."""
    submitted(draft)
    found, today = use_case_record(draft, "new-bot"), date.today()  # noqa: DTZ011
    assert found is not None
    now = load_charter(load_settings().charter)
    command = DecideUseCase("new-bot", found[1], "approved", "fine", today)
    decide_use_case(draft, now, command, Actor("the-officer", Role.OFFICER))
    stricter = tmp_path / "charter.yaml"
    text = load_settings().charter.read_text().replace("An owner, and an overseer who can stop it", "Another title")
    stricter.write_text(text.replace("Every use case has a named owner;", "Each use case has an owner;"))
    monkeypatch.setenv("DASHBOARD_CHARTER", str(stricter))

    app = as_person(opened("use_case", id="new-bot"), "lead-bots")
    assert "Changed since it was approved: clause GOV-02" in text_of(app)
