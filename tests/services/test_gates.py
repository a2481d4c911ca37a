"""Without the courses that the charter names nobody owns, oversees, signs or approves; a stop never waits."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import Overseer, UseCase
from dashboard.domain.users import User
from dashboard.errors import NotPermitted
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.hand_over import HandOver, belongings, hand_over
from dashboard.services.lifecycle import MoveUseCase, move_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.sign_off import SignUseCase, sign_use_case
from dashboard.services.staff import Kind, RecordCompletion, Rows, record_completion, take_in_rows
from dashboard.services.waive import AskWaiver, ask_waiver
from tests.assessing import charter, clause
from tests.services.test_publish import text

DAY = date(2026, 11, 23)
LEAD, HEIR = Actor("lead", Role.TEAM_LEAD), Actor("heir", Role.TEAM_LEAD)
OFFICER, DEPUTY = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY)
GATED = text(**{"clauses:": "defaults: {training_gates: [ai_literacy]}\nclauses:"})
PROMISE = load_charter(GATED)
STAFF = [["P1", "lead", "Voice", "lead"], ["P2", "lead", "Voice", "heir"], ["P3", "officer", "Ethics", "officer"]]


def rows(kind: Kind, headers: list[str], cells: list[list[str]]) -> Rows:
    """A file with these cells."""
    return Rows(kind, f"{kind}.csv", f"{hash(repr(cells)) & 0xFFFF:064d}", headers, cells)


@pytest.fixture
def gated(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Two leads, officer and deputy; the charter's gate is AI literacy; nobody has it yet."""
    file = tmp_path / "charter.yaml"
    file.write_bytes(GATED)
    monkeypatch.setenv("DASHBOARD_CHARTER", str(file))
    everybody = (LEAD, HEIR, OFFICER, DEPUTY)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id, one.role) for one in everybody)), SYSTEM)
    take_in_rows(database, rows("staff", ["person", "role", "team", "user"], STAFF), DAY, SYSTEM)
    return database


def trained(database: Database, *people: str, on: str = "2026-11-01") -> None:
    """Training is loaded: these people have the course."""
    cells = [[person, "ai_literacy", on] for person in people]
    take_in_rows(database, rows("training", ["person", "course", "completed"], cells), DAY, SYSTEM)


def register(database: Database, name: str, owner: str = "lead", overseer: str | None = None) -> None:
    """The lead registers a draft."""
    watch = Overseer(name=overseer, stop_authority=True, active=True) if overseer else None
    register_use_case(database, RegisterUseCase(UseCase(id=name, title=name, owner=owner, overseer=watch)), LEAD)


def test_there_is_no_gate_before_any_training_is_loaded(gated: Database) -> None:
    """The charter names the course, yet nobody can have it: work goes on."""
    register(gated, "a", overseer="heir")
    assert use_case_record(gated, "a") is not None


def test_owners_and_overseers_need_the_course(gated: Database) -> None:
    """The refusal names who, what, which course and where it is brought; nothing is written."""
    trained(gated, "P1")
    register(gated, "a")
    before = gated.data_version()
    with pytest.raises(NotPermitted, match=r"heir may not own b without a current course “Ai literacy” .ai_literacy."):
        register(gated, "b", owner="heir")
    with pytest.raises(NotPermitted, match=r"heir may not oversee b .*The Staff page .*ingest training FILE"):
        register(gated, "b", overseer="heir")
    assert gated.data_version() == before


def test_who_owns_already_may_go_on(gated: Database) -> None:
    """A gate that comes later stops nobody from keeping their record in order; a new overseer is asked."""
    register(gated, "a")
    trained(gated, "P2")
    stored, revision = use_case_record(gated, "a") or pytest.fail("not stored")
    changed = stored.model_copy(update={"team": "Voice"})
    change_use_case(gated, ChangeUseCase(changed, revision), LEAD)
    watched = changed.model_copy(update={"overseer": Overseer(name="lead", stop_authority=True, active=True)})
    with pytest.raises(NotPermitted, match="You may not oversee a"):
        change_use_case(gated, ChangeUseCase(watched, revision + 1), LEAD)


@pytest.mark.parametrize("on", ["2026-11-23", "2025-11-23"])
def test_the_course_must_be_current(gated: Database, on: str) -> None:
    """A course of 365 days counts on its last day and not on the next."""
    take_in_rows(gated, rows("courses", ["course", "title", "valid_days"], [["ai_literacy", "L", "365"]]), DAY, SYSTEM)
    trained(gated, "P1", on=on)
    command = SubmitUseCase("a", 1, DAY)
    if on == "2025-11-23":
        with pytest.raises(NotPermitted, match=r"“L” .ai_literacy."):
            register(gated, "a")
    else:
        register(gated, "a")
        assert submit_use_case(gated, command, LEAD).revisions == {"a": 2}


def decide(database: Database, outcome: str) -> None:
    """The officer decides about the newest submission."""
    decide_use_case(database, PROMISE, DecideUseCase("a", 2, outcome, "Because.", DAY), OFFICER)  # type: ignore[arg-type]


def test_approving_needs_the_course_and_rejecting_does_not(gated: Database) -> None:
    """An untrained officer may not let it in, and may send it back; once somebody else recorded it, approve."""
    trained(gated, "P1")
    register(gated, "a")
    submit_use_case(gated, SubmitUseCase("a", 1, DAY), LEAD)
    with pytest.raises(NotPermitted, match="You may not approve a without"):
        decide(gated, "approved")
    record_completion(gated, RecordCompletion("P3", "ai_literacy", DAY, DAY), DEPUTY)
    decide(gated, "approved")
    assert (use_case_record(gated, "a") or pytest.fail("gone"))[0].lifecycle == "approved"


def test_an_untrained_officer_may_reject(gated: Database) -> None:
    """Saying no is never held up."""
    trained(gated, "P1")
    register(gated, "a")
    submit_use_case(gated, SubmitUseCase("a", 1, DAY), LEAD)
    decide(gated, "rejected")
    assert (use_case_record(gated, "a") or pytest.fail("gone"))[0].lifecycle == "rejected"


def live(database: Database) -> None:
    """A use case of the lead that serves customers, loaded from a file."""
    watch = Overseer(name="lead", stop_authority=True, active=True)
    use_case = UseCase(
        id="a", title="A", owner="lead", overseer=watch, lifecycle="live", registered_at=DAY, go_live=DAY
    )
    register_use_case(database, RegisterUseCase(use_case), SYSTEM)


def test_stopping_and_handing_over_are_never_gated(gated: Database) -> None:
    """Nobody in this store may own anything; the stop and the change of hands go through all the same."""
    trained(gated, "P3")
    live(gated)
    move_use_case(gated, PROMISE, MoveUseCase("a", 1, "order_stop", "Harm.", DAY), LEAD)
    hand_over(gated, HandOver("lead", "heir", belongings(gated, "lead").mark, DAY), OFFICER)
    stored = (use_case_record(gated, "a") or pytest.fail("gone"))[0]
    assert (stored.lifecycle, stored.owner) == ("stop_ordered", "heir")


def test_granting_a_waiver_needs_the_course(gated: Database) -> None:
    """A waiver is an approval: granting is gated, refusing is not."""
    trained(gated, "P1")
    live(gated)
    ask_waiver(gated, PROMISE, AskWaiver("a", "X-01", date(2026, 12, 23), "Soon.", "More checks.", as_of=DAY), LEAD)
    with pytest.raises(NotPermitted, match="You may not grant the waiver of a"):
        rule_on(gated, RuleOn(1, granted=True, reason="Fine.", as_of=DAY), OFFICER)
    rule_on(gated, RuleOn(1, granted=False, reason="No.", as_of=DAY), OFFICER)


def test_signing_needs_the_course(gated: Database) -> None:
    """An untrained officer signs no review."""
    trained(gated, "P1")
    live(gated)
    asked = charter(clause({"sign_off": "review", "by_role": ["officer"], "max_age": "90d"}))
    with pytest.raises(NotPermitted, match="You may not sign off a without"):
        sign_use_case(gated, asked, SignUseCase("a", 1, "review", "All calls of a day", DAY), OFFICER)
