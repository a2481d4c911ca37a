"""Everything of somebody who leaves goes over at once, as it was shown, and nobody becomes free to decide by it."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.adapters.reviews_store import items_of
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import Overseer, UseCase
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, NotFound, NotPermitted
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.assess import run_assessment
from dashboard.services.hand_over import Belongings, HandOver, belongings, hand_over
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCases, register_use_cases
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.waive import AskWaiver, ask_waiver
from tests.assessing import charter, clause

DAY = date(2026, 11, 23)
LEAD, HEIR = Actor("lead", Role.TEAM_LEAD), Actor("heir", Role.TEAM_LEAD)
OFFICER, DEPUTY, AUDITOR = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("auditor", Role.AUDITOR)
PROMISE = charter(clause({"field": "human_review_route", "is": True}))
OLD = date(2025, 1, 1)


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Database:
    """The lead owns two use cases, oversees one of them and a third, and has the items of two breaches."""
    people = tuple(User(one.user_id, one.user_id.title(), one.role) for one in (LEAD, HEIR, OFFICER, DEPUTY, AUDITOR))
    add_users(database, AddUsers((*people, User("gone", "Gone", Role.TEAM_LEAD, active=False))), SYSTEM)
    watch = Overseer(name="lead", stop_authority=True, active=True)
    cases = [
        UseCase(id="a", title="A", owner="lead", lifecycle="live", human_review_route=False, registered_at=OLD),
        UseCase(id="b", title="B", owner="lead", lifecycle="live", human_review_route=False, registered_at=OLD,
                overseer=watch),
        UseCase(id="c", title="C", owner="heir", lifecycle="live", human_review_route=True, registered_at=OLD,
                overseer=watch),
        UseCase(id="d", title="D", owner="heir", lifecycle="live", human_review_route=True, registered_at=OLD),
    ]  # fmt: skip
    register_use_cases(database, RegisterUseCases(cases), SYSTEM)
    run_assessment(database, PROMISE, as_of=DAY, actor=SYSTEM, store=DecisionStore(tmp_path / "decisions"))
    return database


def give(database: Database, actor: Actor = OFFICER, heir: str = "heir", mark: str | None = None) -> None:
    """Hand everything of the lead over, as it was just shown."""
    shown = mark or belongings(database, "lead").mark
    hand_over(database, HandOver("lead", heir, shown, DAY), actor)


def test_the_preview_counts_what_goes_over(store: Database) -> None:
    """Two owned, two overseen, two items, and what waits stays where it was asked."""
    submit_use_case(store, SubmitUseCase("a", 1, DAY), LEAD)
    ask_waiver(store, PROMISE, AskWaiver("b", "X-01", date(2027, 1, 1), "r", "m", DAY), LEAD)

    assert belongings(store, "lead") == Belongings(
        ("a", "b"), ("b", "c"), (1, 2), ("waiver X-01 of b", "approval of a")
    )
    assert belongings(store, "auditor").nothing


def test_everything_goes_over_in_one_step(store: Database) -> None:
    """Owner, overseer and items; the fourth use case is untouched; the ledger is whole and says so per record."""
    before = use_case_record(store, "d")
    give(store)

    cases = {one.id: one for one in load_registry(store).use_cases}
    assert {name: one.owner for name, one in cases.items()} == {"a": "heir", "b": "heir", "c": "heir", "d": "heir"}
    assert [cases[name].overseer for name in ("b", "c")] == [
        Overseer(name="heir", stop_authority=True, active=True)
    ] * 2
    assert use_case_record(store, "d") == before
    with store.read() as connection:
        assert {one.assignee for one in items_of(connection)} == {"heir"}
    assert belongings(store, "lead").nothing
    assert verify_chain(store) == ()


def test_what_was_shown_is_what_goes_over(store: Database) -> None:
    """Something came in between: nothing goes over."""
    mark = belongings(store, "lead").mark
    late = UseCase(id="e", title="E", owner="lead")
    register_use_cases(store, RegisterUseCases([late]), LEAD)

    with pytest.raises(ChangedSinceOpened, match="than was shown"):
        give(store, mark=mark)
    assert len(belongings(store, "lead").owned) == 3


def test_nobody_becomes_free_to_decide(store: Database) -> None:
    """Who owned it once and who owns it now decide and rule on nothing; the officer who handed it over still may."""
    submit_use_case(store, SubmitUseCase("a", 1, DAY), LEAD)
    ask_waiver(store, PROMISE, AskWaiver("b", "X-01", date(2027, 1, 1), "r", "m", DAY), LEAD)
    give(store, heir="deputy")
    with store.read() as connection:
        (asked,) = waiting_requests(connection)
    decide = DecideUseCase("a", 2, "approved", "fine", DAY)

    with pytest.raises(NotPermitted, match="because you own it"):
        decide_use_case(store, PROMISE, decide, DEPUTY)
    with pytest.raises(NotPermitted, match="because you own it"):
        rule_on(store, RuleOn(asked.id, "fine", DAY, granted=True), DEPUTY)
    decide_use_case(store, PROMISE, DecideUseCase("a", 2, "approved", "fine", DAY), OFFICER)
    rule_on(store, RuleOn(asked.id, "fine", DAY, granted=True), OFFICER)


@pytest.mark.parametrize(
    ("heir", "error"), [("lead", Conflict), ("gone", Conflict), ("auditor", Conflict), ("nobody", NotFound)]
)
def test_the_heir_can_own(store: Database, heir: str, error: type[Exception]) -> None:
    """Not the leaver, nobody who is gone, nobody who only reads, nobody unknown."""
    with pytest.raises(error):
        give(store, heir=heir)
    assert len(belongings(store, "lead").owned) == 2


@pytest.mark.parametrize("actor", [LEAD, HEIR, AUDITOR])
def test_only_officer_and_deputy_hand_over(store: Database, actor: Actor) -> None:
    """Neither who leaves nor who inherits."""
    with pytest.raises(NotPermitted, match="may not hand over somebody's work"):
        give(store, actor)


def test_nothing_twice(store: Database) -> None:
    """A double click hands over once; a second one finds nothing."""
    command = HandOver("lead", "heir", belongings(store, "lead").mark, DAY, "k")
    assert [hand_over(store, command, OFFICER).replayed for _ in range(2)] == [False, True]
    with pytest.raises(Conflict, match="nothing to hand over"):
        give(store)
