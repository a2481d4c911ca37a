"""A tier is raised by anybody who runs the use case and lowered by nobody alone, whatever road is taken."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.intake_file import load_intake
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.draft_form import triage_answers
from dashboard.domain.draft_record import Asked, record_of
from dashboard.domain.intake_record import departures
from dashboard.domain.registry import Tier, UseCase
from dashboard.domain.tiers import ORDER, lowers
from dashboard.domain.triage import Answer
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotPermitted, RegistryInvalid
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.tier import SetTier, TierSaved, TriageAgain, set_tier, triage_again
from tests.registrations import DECIDES

ROOT = Path(__file__).resolve().parents[2]
CHARTER, INTAKE = load_charter(ROOT / "charter" / "charter.yaml"), load_intake(ROOT / "charter" / "intake.yaml")
DAY = date(2026, 11, 28)
LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY, READER = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("reader", Role.READER)
SCORE = {**DECIDES, "title": "Score", "credit": "yes", "decides": "ai_alone"}
ID = "score"


@pytest.fixture
def store(database: Database) -> Database:
    """The lead's high-risk credit score, with people beside."""
    people = (LEAD, OTHER, OFFICER, DEPUTY, READER)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)
    record = record_of(Asked(INTAKE, CHARTER, "lead", DAY), SCORE)
    register_use_case(database, RegisterUseCase(record), LEAD)
    return database


def opened(database: Database) -> tuple[UseCase, int]:
    """The use case as a page shows it."""
    found = use_case_record(database, ID)
    assert found is not None
    return found


def choose(database: Database, tier: Tier, actor: Actor = LEAD, reason: str = "because") -> TierSaved:
    """Set another tier."""
    return set_tier(database, SetTier(ID, opened(database)[1], tier, reason, DAY), actor)


def answer_again(database: Database, actor: Actor = LEAD, **changes: Answer) -> TierSaved:
    """Answer the questions again, some of them otherwise."""
    answers = {**triage_answers(INTAKE, SCORE), **changes}
    command = TriageAgain(ID, opened(database)[1], answers, "the model no longer scores", DAY)
    return triage_again(database, INTAKE, command, actor)


def waiting(database: Database) -> list[tuple[int, str]]:
    """Number and tier of every request that waits."""
    with database.read() as connection:
        return [(one.id, one.subject) for one in waiting_requests(connection, ID)]


def rule(database: Database, actor: Actor, *, granted: bool = True) -> None:
    """Rule on the only request."""
    rule_on(database, RuleOn(waiting(database)[0][0], "small risk", DAY, granted=granted), actor)


def test_a_raise_holds_at_once(store: Database) -> None:
    """Anybody who runs it may raise the tier; an approval of the tier before is gone with it."""
    saved = choose(store, "prohibited", OTHER, "it manipulates")
    record = opened(store)[0]

    assert (record.risk_tier, saved.asked, waiting(store)) == ("prohibited", False, [])
    assert record.triage is not None
    assert (record.triage.reason, record.triage.approved_by, record.triage.rule) == ("it manipulates", None, "R8")


def test_a_lower_tier_waits_for_somebody_else(store: Database) -> None:
    """Until it is granted nothing changes; then the record says who granted it, when and why."""
    assert choose(store, "limited").asked
    assert opened(store)[0].risk_tier == "high"
    with pytest.raises(NotPermitted):
        rule(store, LEAD)
    rule(store, OFFICER)
    record = opened(store)[0]

    assert record.risk_tier == "limited"
    assert record.triage is not None
    assert (record.triage.approved_by, record.triage.approved_on, record.triage.reason) == (
        "officer",
        DAY,
        "small risk",
    )


def test_a_refusal_leaves_the_tier(store: Database) -> None:
    """What was refused can be asked for again, and the tier is what it was."""
    choose(store, "minimal")
    rule(store, DEPUTY, granted=False)

    assert opened(store)[0].risk_tier == "high"
    assert choose(store, "minimal").asked


def test_who_changed_it_grants_no_lower_tier(store: Database) -> None:
    """An officer who edited the record since the last decision is as involved as its owner."""
    use_case, revision = opened(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"purpose": "Mine"}), revision), OFFICER)
    choose(store, "limited")

    with pytest.raises(NotPermitted, match=r"because you changed it\. Deputy may\."):
        rule(store, OFFICER)
    rule(store, DEPUTY)
    assert opened(store)[0].risk_tier == "limited"


@pytest.mark.parametrize("lifecycle", ["draft", "live"])
def test_no_plain_change_lowers_a_tier(store: Database, lifecycle: str) -> None:
    """Neither in a draft nor live does editing the record get around the second person."""
    use_case, revision = opened(store)
    moved = UseCase.model_validate({**use_case.model_dump(exclude_none=True), "lifecycle": lifecycle})
    change_use_case(store, ChangeUseCase(moved, revision), SYSTEM)
    use_case, revision = opened(store)
    for tier in ("limited", None):
        lowered = use_case.model_copy(update={"risk_tier": tier})
        with pytest.raises(RegistryInvalid, match="Ask for a lower one on its page"):
            change_use_case(store, ChangeUseCase(lowered, revision), LEAD)

    assert opened(store) == (use_case, revision)


@pytest.mark.parametrize("triage", [{"rule": "R14"}, {"answers": {"credit": "no"}}, {"approved_by": "officer"}])
def test_no_plain_change_rewrites_the_triage(store: Database, triage: dict[str, Any]) -> None:
    """Answers, rule and approver of a triage are what happened, not what somebody types."""
    use_case, revision = opened(store)
    assert use_case.triage is not None
    forged = use_case.model_copy(update={"triage": use_case.triage.model_copy(update=triage)})

    with pytest.raises(RegistryInvalid, match="triage"):
        change_use_case(store, ChangeUseCase(forged, revision), LEAD)


def test_new_answers_that_raise_or_keep_the_tier_hold_at_once(store: Database) -> None:
    """The record says what the new answers say; the triage keeps them with its day."""
    saved = answer_again(store, speaks="yes", persuades="targets_vulnerable")
    record = opened(store)[0]

    assert (saved.asked, record.risk_tier, record.interacts_directly) == (False, "prohibited", True)
    assert record.triage is not None
    assert record.triage.answers is not None
    assert (record.triage.rule, record.triage.answers["speaks"]) == ("R3", "yes")
    assert departures(INTAKE, record) == ()


def test_new_answers_that_lower_the_tier_wait(store: Database) -> None:
    """Nothing of them holds before the ruling; granted, they hold as a whole."""
    assert answer_again(store, credit="no", decides="person").asked
    assert opened(store)[0].automated_decision is True
    rule(store, OFFICER)
    record = opened(store)[0]

    assert (record.risk_tier, record.automated_decision, record.decision_support) == ("minimal", False, True)
    assert record.triage is not None
    assert (record.triage.rule, record.triage.approved_by) == ("R14", "officer")
    assert departures(INTAKE, record) == ()


def test_a_material_change_marks_the_tier(store: Database) -> None:
    """A record that departs from its answers is marked until it is triaged again."""
    use_case, revision = opened(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"special_category": True}), revision), LEAD)
    assert departures(INTAKE, opened(store)[0]) == ("special_category",)
    answer_again(store, data=("personal", "special"))

    assert departures(INTAKE, opened(store)[0]) == ()


def test_a_grant_that_came_too_late_changes_nothing(store: Database) -> None:
    """The tier was raised while the request waited: the lower one has to be asked for again."""
    choose(store, "limited")
    choose(store, "prohibited", OTHER)

    with pytest.raises(Conflict, match="has to be asked for again"):
        rule(store, OFFICER)
    assert opened(store)[0].risk_tier == "prohibited"


def test_refusals_say_why(store: Database) -> None:
    """No reason, the same tier, an old page, an open question, a reader: each is refused, and nothing is written."""
    before = store.data_version()
    with pytest.raises(InputRejected, match="a reason in words"):
        choose(store, "limited", reason=" ")
    with pytest.raises(Conflict, match="this tier already"):
        choose(store, "high")
    with pytest.raises(ChangedSinceOpened):
        set_tier(store, SetTier(ID, 9, "limited", "because", DAY), LEAD)
    with pytest.raises(InputRejected, match="emotion"):
        triage_again(store, INTAKE, TriageAgain(ID, 1, {"infers": "infers"}, "because", DAY), LEAD)
    with pytest.raises(NotPermitted):
        choose(store, "limited", READER)

    assert store.data_version() == before


def test_a_double_click_asks_once(store: Database) -> None:
    """The same command twice is one request, and both clicks are told that it was asked for."""
    command = SetTier(ID, 1, "limited", "because", DAY)
    first, second = set_tier(store, command, LEAD), set_tier(store, command, LEAD)

    assert (first.asked, second.asked, second.saved.replayed) == (True, True, True)
    assert len(waiting(store)) == 1


@given(st.sampled_from([*ORDER, None]), st.sampled_from([*ORDER, None]))
def test_of_two_tiers_one_is_lower(one: Tier | None, other: Tier | None) -> None:
    """Two different tiers lower each other in one direction only; losing a tier lowers it."""
    if one is not None and other is not None and one != other:
        assert lowers(one, other) is not lowers(other, one)
    assert not lowers(one, one)
    assert lowers(one, None) is (one is not None)
