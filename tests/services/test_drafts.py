"""A draft survives, is its owner's alone, and becomes one use case, however often somebody clicks."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.drafts_store import draft_in, drafts_of, registered_as
from dashboard.adapters.intake_file import load_intake
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.drafts import IntakeDraft
from dashboard.domain.triage import Answer
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, InputRejected, NotFound, NotPermitted
from dashboard.services.drafts import (
    BeginDraft,
    EndDraft,
    SaveAnswers,
    begin_draft,
    discard_draft,
    register_draft,
    save_answers,
)
from dashboard.services.people import AddUsers, add_users
from tests.registrations import ASSISTANT

ROOT = Path(__file__).resolve().parents[2]
CHARTER, INTAKE = load_charter(ROOT / "charter" / "charter.yaml"), load_intake(ROOT / "charter" / "intake.yaml")
DAY = date(2026, 11, 28)
LEAD, OTHER, READER = (
    Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD), Actor("reader", Role.READER),
)  # fmt: skip


def save(database: Database, draft: str, revision: int, **changes: Answer | None) -> int:
    """Save some answers of the lead."""
    return save_answers(database, INTAKE, CHARTER, SaveAnswers(draft, revision, changes), LEAD)


def stored(database: Database, draft: str, owner: str = "lead") -> IntakeDraft:
    """The draft as another device would read it."""
    with database.read() as connection:
        found = draft_in(connection, draft, owner)
    assert found is not None
    return found


def filled(database: Database, answers: Mapping[str, Answer] = ASSISTANT) -> str:
    """A draft with all answers."""
    draft = begin_draft(database, BeginDraft(), LEAD)
    save(database, draft, 1, **answers)
    return draft


def register(database: Database, draft: str) -> str:
    """Register it as it stands."""
    command = EndDraft(draft, 2, DAY)
    return register_draft(database, INTAKE, CHARTER, command, LEAD)


def events(database: Database) -> list[tuple[str, str]]:
    """Kind and body of every event about a draft."""
    with database.read() as connection:
        rows = connection.execute(text("SELECT kind, body FROM events WHERE entity = 'draft' ORDER BY seq"))
        return [(row.kind, row.body) for row in rows]


def test_every_answer_is_there_on_another_device(database: Database) -> None:
    """Answers are saved one by one, whole lists too, and an answer taken back is gone."""
    draft = begin_draft(database, BeginDraft(), LEAD)
    assert save(database, draft, 1, title="Bot", channels=("chat", "voice")) == 2
    assert save(database, draft, 2, title=" ", emotion="none") == 3

    assert stored(database, draft).answers == {"channels": ("chat", "voice"), "emotion": "none"}


def test_a_stale_device_is_told_and_loses_nothing(database: Database) -> None:
    """The second device changes it; the first is told, what is stored stays, and saving again after a look works."""
    draft = begin_draft(database, BeginDraft(), LEAD)
    save(database, draft, 1, title="Elsewhere")

    with pytest.raises(ChangedSinceOpened, match="nothing of yours is lost"):
        save(database, draft, 1, purpose="Here")
    assert stored(database, draft).answers == {"title": "Elsewhere"}
    assert save(database, draft, 2, purpose="Here") == 3
    assert stored(database, draft).answers == {"title": "Elsewhere", "purpose": "Here"}


def test_saving_the_same_again_is_no_conflict(database: Database) -> None:
    """A second click of the same answer changes nothing, whatever revision it was given in."""
    draft = begin_draft(database, BeginDraft(), LEAD)
    save(database, draft, 1, title="Bot")

    assert save(database, draft, 1, title="Bot") == 2


def test_the_ledger_knows_that_there_was_a_draft_and_nothing_of_its_content(database: Database) -> None:
    """Begun and discarded are two events; forty answers in between are none, and caches stay valid."""
    draft = begin_draft(database, BeginDraft(), LEAD)
    before = database.data_version()
    revision = 1
    for number in range(40):
        revision = save(database, draft, revision, title=f"Secret {number}")
    assert database.data_version() == before
    discard_draft(database, EndDraft(draft, revision, DAY), LEAD)
    discard_draft(database, EndDraft(draft, revision, DAY), LEAD)

    told = events(database)
    assert [kind for kind, _ in told] == ["draft.begun", "draft.discarded"]
    assert all("Secret" not in body for _, body in told)
    assert verify_chain(database) == ()
    with database.read() as connection:
        assert drafts_of(connection, "lead") == ()


def test_a_draft_is_its_owners_alone(database: Database) -> None:
    """Somebody else sees, changes, discards and registers nothing of it; readers begin none."""
    draft = filled(database)

    with pytest.raises(NotFound, match="somebody else's"):
        save_answers(database, INTAKE, CHARTER, SaveAnswers(draft, 2, {"title": "Mine"}), OTHER)
    with pytest.raises(NotFound):
        discard_draft(database, EndDraft(draft, 2, DAY), OTHER)
    with pytest.raises(NotPermitted):
        begin_draft(database, BeginDraft(), READER)
    assert stored(database, draft).title == "Refund chat assistant"


def test_registering_stores_the_whole_record_once(database: Database) -> None:
    """The record with its triage is registered, the draft is gone, and a second click gives the same use case."""
    draft = filled(database)
    use_case = register(database, draft)

    assert register(database, draft) == use_case == "refund-chat-assistant"
    found = use_case_record(database, use_case)
    assert found is not None
    record, revision = found
    assert (record.owner, record.risk_tier, revision) == ("lead", "limited", 1)
    assert record.triage is not None
    assert (record.triage.rule, record.triage.decided_on, record.triage.approved_by) == ("R13", DAY, None)
    assert [kind for kind, _ in events(database)] == ["draft.begun", "draft.registered"]
    assert json.loads(events(database)[1][1])["record"]["use_case"] == use_case
    with database.read() as connection:
        assert registered_as(connection, draft, "lead") == use_case
        assert registered_as(connection, draft, "other-lead") is None


def test_a_namesake_gets_its_own_id(database: Database) -> None:
    """Two use cases of one title are two use cases."""
    register(database, filled(database))

    assert register(database, filled(database)) == "refund-chat-assistant-2"


def test_what_must_be_answered_first_is_named(database: Database) -> None:
    """An open intake question or no purpose: refused, every gap named, and the draft is still there."""
    answers = {name: answer for name, answer in ASSISTANT.items() if name not in {"purpose", "emotion"}}
    draft = filled(database, answers)

    with pytest.raises(InputRejected, match=r"(?s)What is it for.*From what"):
        register(database, draft)
    assert stored(database, draft).revision == 2


def test_a_stale_draft_is_not_registered(database: Database) -> None:
    """Answers given on another device meanwhile are looked at first."""
    draft = filled(database)
    save(database, draft, 2, title="Renamed")

    with pytest.raises(ChangedSinceOpened):
        register(database, draft)


@pytest.mark.parametrize(("changes", "clause", "title"), [
    ({"acceptable_use": "unlisted", "unlisted_use": "Sing"}, "ACC-06", "May this use be accepted?"),
    ({"persuades": "targets_vulnerable"}, "ACC-01", "Is this prohibited?"),
    ({"emotion": "unsure"}, "ACC-01", "Which tier is it?"),
])  # fmt: skip
def test_what_only_the_officer_can_answer_reaches_the_officer(
    database: Database, changes: dict[str, Answer], clause: str, title: str
) -> None:
    """An unlisted use, a prohibited practice, an unsure answer: registered as a draft, with an item for the officer."""
    add_users(database, AddUsers((User("the-officer", "Officer", Role.OFFICER),)), SYSTEM)
    use_case = register(database, filled(database, {**ASSISTANT, **changes}))

    with database.read() as connection:
        items = connection.execute(text("SELECT use_case_id, clause, title, assignee, state FROM review_items")).all()
    assert [tuple(item) for item in items] == [(use_case, clause, title, "the-officer", "open")]
