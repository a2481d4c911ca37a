"""Owners are reminded before a document lapses, and the officer is told of what is overdue: once, by the daily task."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.reviews_store import items_of
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import Evidence, Organisation, UseCase
from dashboard.domain.reviews import ReviewItem
from dashboard.domain.users import User
from dashboard.errors import NotPermitted
from dashboard.services.assess import run_assessment
from dashboard.services.daily import remind_daily
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import (
    ChangeUseCase,
    RegisterUseCase,
    SaveOrganisation,
    change_use_case,
    register_use_case,
    save_organisation,
)
from dashboard.services.reminders import Reminded, remind
from tests.assessing import charter, clause

DAY = date(2026, 6, 1)
PEOPLE = (User("officer", "Officer", Role.OFFICER), User("lead", "Lead", Role.TEAM_LEAD))
PROMISE = charter(
    clause({"evidence": "dpia", "max_age": "365d"}),
    clause({"all_of": [{"evidence": "dpia"}, {"evidence": "model_card"}]}, id="X-02"),
    clause({"field": "human_review_route", "is": True}, id="X-03", remediate_within="10d"),
    clause({"evidence": "charter_approval", "max_age": "365d"}, id="X-04", scope="organisation"),
)


def paper(kind: str, effective: date, **other: object) -> Evidence:
    """A document that somebody else accepted."""
    return Evidence(type=kind, effective=effective, uploaded_by="lead", accepted_by="officer", **other)  # type: ignore[arg-type]


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Database:
    """A use case whose assessment lapses in 20 days, whose card never does, and a charter approved 355 days ago."""
    add_users(database, AddUsers(PEOPLE), SYSTEM)
    papers = [paper("dpia", DAY - timedelta(days=345)), paper("dpia", DAY - timedelta(days=700)),
              paper("model_card", DAY - timedelta(days=900))]  # fmt: skip
    bot = UseCase(id="bot", title="Bot", owner="lead", lifecycle="live", human_review_route=True,
                  registered_at=date(2025, 1, 1), evidence=papers)  # fmt: skip
    idea = bot.model_copy(update={"id": "idea", "lifecycle": "inventoried"})
    for one in (bot, idea):
        register_use_case(database, RegisterUseCase(one), SYSTEM)
    own = Organisation(name="O", evidence=[paper("charter_approval", DAY - timedelta(days=355))])
    save_organisation(database, SaveOrganisation(own), SYSTEM)
    assess(database, tmp_path, DAY)
    return database


def assess(database: Database, folder: Path, on: date) -> None:
    """The assessment of a day."""
    run_assessment(database, PROMISE, as_of=on, actor=SYSTEM, store=DecisionStore(folder / "decisions"))


def open_now(database: Database) -> list[ReviewItem]:
    """Items that are not closed."""
    with database.read() as connection:
        return list(items_of(connection))


def change(database: Database, **fields: object) -> None:
    """Change the use case as the machine's owner."""
    found = use_case_record(database, "bot")
    assert found is not None
    change_use_case(database, ChangeUseCase(found[0].model_copy(update=fields), found[1]), SYSTEM)


def test_the_owner_is_reminded_once(store: Database) -> None:
    """Due on the last day, with the owner and the officer; a second run, and one of the next day, repeat nothing."""
    first = remind(store, PROMISE, DAY, SYSTEM)
    again = remind(store, PROMISE, DAY, SYSTEM)
    later = remind(store, PROMISE, DAY + timedelta(days=1), SYSTEM)

    assert (first, again, later) == (Reminded(opened=2), Reminded(), Reminded())
    assert [(one.use_case, one.clause, one.kind, one.due, one.assignee) for one in open_now(store)] == [
        ("bot", "X-01", "renewal", DAY + timedelta(days=20), "lead"),
        ("", "X-04", "renewal", DAY + timedelta(days=10), "officer"),
    ]  # fmt: skip
    assert verify_chain(store) == ()


def test_nobody_is_reminded_too_early(store: Database) -> None:
    """Thirty days before, by the charter's default, and not one earlier."""
    before = DAY - timedelta(days=11)

    assert remind(store, PROMISE, before, SYSTEM).opened == 1
    assert [one.clause for one in open_now(store)] == ["X-04"]
    assert remind(store, PROMISE, before + timedelta(days=1), SYSTEM).opened == 1


def test_a_renewed_document_closes_the_reminder(store: Database, tmp_path: Path) -> None:
    """A new one that somebody accepted: closed by the next run, and no assessment touches it meanwhile."""
    remind(store, PROMISE, DAY, SYSTEM)
    fresh = paper("dpia", DAY)
    found = use_case_record(store, "bot")
    assert found is not None
    waiting = fresh.model_copy(update={"accepted_by": None})
    change(store, evidence=[*found[0].evidence, waiting])
    assert remind(store, PROMISE, DAY, SYSTEM).closed == 0
    change(store, evidence=[*found[0].evidence, fresh])
    assess(store, tmp_path, DAY + timedelta(days=1))

    assert len(open_now(store)) == 2
    assert remind(store, PROMISE, DAY + timedelta(days=1), SYSTEM) == Reminded(closed=1)
    assert [one.clause for one in open_now(store)] == ["X-04"]


def test_a_lapse_hands_over_to_the_finding(store: Database, tmp_path: Path) -> None:
    """The day after the last one: the reminder closes and the breach has an item of its own."""
    remind(store, PROMISE, DAY, SYSTEM)
    after = DAY + timedelta(days=21)
    assess(store, tmp_path, after)
    remind(store, PROMISE, after, SYSTEM)

    assert [(one.clause, one.kind) for one in open_now(store)] == [("X-01", "breach"), ("X-04", "breach")]


def test_what_is_overdue_reaches_the_officer_once(store: Database, tmp_path: Path) -> None:
    """Due after ten days, told over fourteen days later, once; an item that nobody has goes to the officer."""
    change(store, human_review_route=False, owner=None)
    assess(store, tmp_path, DAY)
    (breach,) = [one for one in open_now(store) if one.kind == "breach"]
    assert (breach.due, breach.assignee) == (DAY + timedelta(days=10), None)

    runs = [remind(store, PROMISE, DAY + timedelta(days=after), SYSTEM).escalated for after in (24, 25, 26)]
    assert runs == [0, 1, 0]
    (breach,) = [one for one in open_now(store) if one.kind == "breach"]
    assert breach.assignee == "officer"
    notes = store.frame(text("SELECT action, text FROM review_notes WHERE action LIKE 'escalated%'"))
    assert notes.to_numpy().tolist() == [["escalated to the officer", "Overdue by 15 days."]]


def test_only_who_assesses_reminds(store: Database) -> None:
    """A reader is refused."""
    with pytest.raises(NotPermitted):
        remind(store, PROMISE, DAY, Actor("reader", Role.READER))


def test_the_daily_task_reminds(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the server does once a day opens the items, and the next hour repeats nothing."""
    monkeypatch.setattr("dashboard.services.daily.charter_of", lambda *_: PROMISE)
    for _ in range(2):
        remind_daily(store, Path("charter.yaml"), DAY)

    assert [one.kind for one in open_now(store)] == ["renewal", "renewal"]
