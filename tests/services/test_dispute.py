"""A disputed finding stands until somebody else decides; what is to be corrected goes to the review item."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.disputes_store import open_disputes, settlements_of
from dashboard.adapters.findings_store import current_status
from dashboard.adapters.reviews_store import item
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.disputes import Correction
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.assess import run_assessment
from dashboard.services.dispute import RaiseDispute, SettleDispute, raise_dispute, settle_dispute
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from tests.assessing import charter, clause

DAY = date(2026, 11, 23)
LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY, AUDITOR = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("auditor", Role.AUDITOR)
PROMISE = charter(
    clause({"field": "human_review_route", "is": True}), clause({"field": "team", "present": True}, id="X-02")
)
FIX = Correction("Read the column again", "other-lead", DAY + timedelta(days=10))


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Database:
    """A store in which one clause of the lead's use case is breached and one is met, with an item about the breach."""
    people = (LEAD, OTHER, OFFICER, DEPUTY, AUDITOR)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)
    bot = UseCase(
        id="bot", title="Bot", owner="lead", team="Bots", lifecycle="live", human_review_route=False,
        registered_at=date(2025, 1, 1),
    )  # fmt: skip
    register_use_case(database, RegisterUseCase(bot), SYSTEM)
    assess_again(database, tmp_path, DAY)
    return database


def assess_again(database: Database, folder: Path, on: date) -> None:
    """What the daily task does."""
    run_assessment(database, PROMISE, as_of=on, actor=SYSTEM, store=DecisionStore(folder / "decisions"))


def dispute(database: Database, actor: Actor = LEAD, clause_id: str = "X-01", words: str = "The route exists") -> int:
    """Dispute a finding; returns the number."""
    number = raise_dispute(database, RaiseDispute("bot", clause_id, "bad_data", words, DAY), actor).dispute
    assert number is not None
    return number


def settle(database: Database, number: int, actor: Actor = OFFICER, fix: Correction | None = None) -> None:
    """Accept it with a correction, or uphold the finding."""
    outcome = "accepted" if fix else "upheld"
    settle_dispute(database, SettleDispute(number, outcome, "I looked", DAY, fix), actor)  # type: ignore[arg-type]


def status(database: Database) -> str:
    """What the finding says."""
    with database.read() as connection:
        return str(current_status(connection, "bot", "X-01"))


def notes(database: Database) -> list[str]:
    """What was said about the item, by action."""
    return list(database.frame(text("SELECT action FROM review_notes WHERE item_id = 1 ORDER BY id"))["action"])


def test_a_disputed_finding_stands(store: Database, tmp_path: Path) -> None:
    """Its status stays, also after the next assessment; it is marked, and the item says so."""
    dispute(store)
    assess_again(store, tmp_path, DAY + timedelta(days=1))

    assert status(store) == "non_compliant"
    with store.read() as connection:
        (found,) = open_disputes(connection).values()
    assert (found.use_case, found.clause, found.raised_by, found.status) == ("bot", "X-01", "lead", "non_compliant")
    assert notes(store) == ["opened", "disputed"]
    assert verify_chain(store) == ()


def test_the_officer_upholds_the_finding(store: Database) -> None:
    """The mark is gone, the status as it was, the reason on record."""
    settle(store, dispute(store))

    with store.read() as connection:
        assert open_disputes(connection) == {}
        assert [(one.outcome, one.decided_by) for one in settlements_of(connection, "bot")] == [("upheld", "officer")]
    assert status(store) == "non_compliant"
    assert notes(store)[-1] == "dispute upheld"


def test_an_accepted_dispute_hands_the_item_on(store: Database) -> None:
    """Who corrects it has the item now, with the day it is due; the status still waits for the next assessment."""
    settle(store, dispute(store), fix=FIX)

    with store.read() as connection:
        found = item(connection, 1)
    assert found is not None
    assert (found.assignee, found.due, found.state) == ("other-lead", FIX.due, "open")
    assert status(store) == "non_compliant"


def test_no_breach_gains_time_by_a_dispute(store: Database) -> None:
    """A later day for the correction leaves the day by which the breach must be put right."""
    with store.read() as connection:
        before = item(connection, 1)
    settle(store, dispute(store), fix=Correction("Read it again", "other-lead", DAY + timedelta(days=300)))

    with store.read() as connection:
        after = item(connection, 1)
    assert before is not None
    assert after is not None
    assert after.due == before.due == DAY + timedelta(days=30)


def test_a_finding_without_item_gets_one(store: Database, tmp_path: Path) -> None:
    """A dispute of a met clause that is accepted opens an item, which no assessment closes."""
    settle(store, dispute(store, clause_id="X-02"), fix=FIX)
    assess_again(store, tmp_path, DAY + timedelta(days=1))

    with store.read() as connection:
        found = item(connection, 2)
    assert found is not None
    assert (found.kind, found.assignee, found.due, found.state) == ("correction", "other-lead", FIX.due, "open")


def test_nobody_decides_about_their_own_dispute(store: Database) -> None:
    """The officer raised it: the deputy decides. An owner of any time decides neither."""
    number = dispute(store, OFFICER)
    with pytest.raises(NotPermitted, match="because you raised it"):
        settle(store, number)
    with store.read() as connection:
        found = open_disputes(connection)["bot", "X-01"]
    assert found.raised_by == "officer"
    for owner in ("deputy", "lead"):
        with store.read() as connection:
            revision = int(connection.execute(text("SELECT revision FROM use_cases")).scalar_one())
        bot = UseCase(
            id="bot", title="Bot", owner=owner, team="Bots", lifecycle="live", human_review_route=False,
            registered_at=date(2025, 1, 1),
        )  # fmt: skip
        change_use_case(store, ChangeUseCase(bot, revision), LEAD)
    with pytest.raises(NotPermitted, match="because you owned it once"):
        settle(store, number, DEPUTY)


@pytest.mark.parametrize("actor", [LEAD, OTHER, AUDITOR])
def test_only_officer_and_deputy_decide(store: Database, actor: Actor) -> None:
    """By role."""
    number = dispute(store)
    with pytest.raises(NotPermitted, match="may not decide about disputes"):
        settle(store, number, actor)


def test_refusals_write_nothing(store: Database) -> None:
    """No words, no such finding or category, disputed already, decided already, and corrections that do not fit."""
    number = dispute(store)
    version = store.data_version()
    with pytest.raises(InputRejected, match="nothing but blanks"):
        dispute(store, clause_id="X-02", words=" ")
    with pytest.raises(NotFound):
        dispute(store, clause_id="X-99")
    with pytest.raises(InputRejected, match="category"):
        raise_dispute(store, RaiseDispute("bot", "X-02", "mood", "no", DAY), LEAD)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="is disputed since"):
        dispute(store, OTHER)
    for fix, outcome in ((FIX, "upheld"), (None, "accepted"), (Correction("x", "nobody", DAY), "accepted"),
                         (Correction("x", "lead", DAY - timedelta(days=1)), "accepted")):  # fmt: skip
        with pytest.raises(InputRejected):
            settle_dispute(store, SettleDispute(number, outcome, "r", DAY, fix), OFFICER)  # type: ignore[arg-type]
    assert store.data_version() == version
    settle(store, number)
    with pytest.raises(Conflict, match="was decided already"):
        settle(store, number, DEPUTY)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE disputes SET text = 'x'",
        "DELETE FROM disputes",
        'INSERT INTO settlements (dispute_id, raised_by, decided_by, outcome, reason, "on") '
        "VALUES (1, 'lead', 'lead', 'upheld', 'r', '2026-11-23')",
        'INSERT INTO settlements (dispute_id, raised_by, decided_by, outcome, reason, "on") '
        "VALUES (1, 'somebody', 'lead', 'upheld', 'r', '2026-11-23')",
    ],
)
def test_sql_settles_nothing(store: Database, sql: str) -> None:
    """The database refuses a changed dispute, one's own settlement, and one under a false name."""
    dispute(store)
    with pytest.raises(DBAPIError), store.writer.begin() as connection:
        connection.exec_driver_sql(sql)


def test_a_double_click_disputes_once(store: Database) -> None:
    """The same key is the same command."""
    command = RaiseDispute("bot", "X-01", "bad_data", "no", DAY, "k")
    assert [raise_dispute(store, command, LEAD).replayed for _ in range(2)] == [False, True]
