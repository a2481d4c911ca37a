"""Into service, to a stop and out of use: who may take each step, and what it asks for next."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.approvals import Condition
from dashboard.domain.charter import Charter
from dashboard.domain.decision_facts import DecisionFacts
from dashboard.domain.facts import build_facts
from dashboard.domain.findings import assess
from dashboard.domain.lifecycle import Move
from dashboard.domain.registry import Registry, UseCase
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotPermitted
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.lifecycle import MoveUseCase, move_use_case
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.reviews import ResolveItem, resolve_item
from tests.services.cast import AUDITOR, DEPUTY, LEAD, OFFICER, enter, opened
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
OVERSEER = Actor("overseer", Role.TEAM_LEAD)
STOP_CHARTER = Charter.model_validate({
    **CHARTER.model_dump(mode="json"),
    "clauses": [{"id": "OVS-09", "principle": "oversight", "title": "Silent", "requirement": "It stays silent.",
                 "applies_to": {"lifecycle": ["stop_ordered", "suspended", "retired"]},
                 "check": {"field": "decided_after_stop", "is": False}, "severity": "critical",
                 "remediate_within": "1d", "threshold_set_by": "policy"}],
})  # fmt: skip


@pytest.fixture
def store(database: Database) -> Database:
    """An officer, a deputy, an overseer, and the lead's draft with its overseer named."""
    enter(database, LEAD, OVERSEER, OFFICER, DEPUTY, AUDITOR)
    draft = UseCase.model_validate({
        "id": "bot", "title": "Bot", "purpose": "Answer", "owner": "lead", "risk_tier": "limited",
        "overseer": {"name": "overseer", "stop_authority": True, "active": True},
    })  # fmt: skip
    register_use_case(database, RegisterUseCase(draft), LEAD)
    return database


def step(database: Database, move: Move, actor: Actor, *, on: date = DAY, reason: str = "because") -> UseCase:
    """Take a step; returns the record after it."""
    move_use_case(database, CHARTER, MoveUseCase("bot", opened(database)[1], move, reason, on), actor)
    return opened(database)[0]


def approve(database: Database, *conditions: Condition, by: Actor = OFFICER) -> None:
    """Submit and approve."""
    submit_use_case(database, SubmitUseCase("bot", opened(database)[1], DAY), LEAD)
    outcome = "approved_with_conditions" if conditions else "approved"
    decision = DecideUseCase("bot", opened(database)[1], outcome, "fine", DAY, conditions)  # type: ignore[arg-type]
    decide_use_case(database, CHARTER, decision, by)


def change(database: Database, actor: Actor = LEAD, **fields: Any) -> None:
    """Change some fields."""
    use_case, revision = opened(database)
    record = {**use_case.model_dump(exclude_none=True), **fields}
    change_use_case(database, ChangeUseCase(UseCase.model_validate(record), revision), actor)


def items(database: Database) -> list[tuple[str, str, str, str | None]]:
    """Kind, title, state and assignee of every review item."""
    rows = database.frame(text("SELECT kind, title, state, assignee FROM review_items ORDER BY id"))
    return [(str(row.kind), str(row.title), str(row.state), row.assignee) for row in rows.itertuples()]  # type: ignore[misc]


def test_only_what_is_approved_goes_live(store: Database) -> None:
    """A draft does not; an approved use case does, and its first day is kept."""
    with pytest.raises(Conflict, match="bot is draft; from there it cannot become live"):
        step(store, "go_live", LEAD)
    approve(store)
    live = step(store, "go_live", LEAD)
    assert (live.lifecycle, live.go_live) == ("live", DAY)
    assert not list(verify_chain(store))


def test_a_material_change_after_the_approval_keeps_it_out_of_service(store: Database) -> None:
    """What was approved is no longer what would run; a new title is no material change."""
    approve(store)
    change(store, title="Another name")
    change(store, purpose="Something else")
    with pytest.raises(Conflict, match="it was changed materially since it was approved"):
        step(store, "go_live", LEAD)


def test_a_clause_that_changed_keeps_it_out_of_service(store: Database) -> None:
    """An approval was given against other words of a clause that applies."""
    approve(store)
    (clause,) = CHARTER.clauses
    stricter = CHARTER.model_copy(
        update={"clauses": [clause.model_copy(update={"requirement": "It can be stopped at once."})]}
    )
    with pytest.raises(Conflict, match=r"clauses that apply have changed since it was approved \(OVS-01\)"):
        move_use_case(store, stricter, MoveUseCase("bot", opened(store)[1], "go_live", "go", DAY), LEAD)


@pytest.mark.parametrize("tier", ["prohibited", "needs_review"])
def test_a_prohibited_or_open_tier_is_never_approved(store: Database, tier: str) -> None:
    """It can be rejected or sent back, not approved."""
    change(store, risk_tier=tier)
    with pytest.raises(Conflict, match=f"cannot be approved while its risk tier is {tier.replace('_', ' ')}"):
        approve(store)
    decision = DecideUseCase("bot", opened(store)[1], "rejected", "prohibited", DAY)
    decide_use_case(store, CHARTER, decision, OFFICER)
    assert opened(store)[0].lifecycle == "rejected"


def test_conditions_become_items_of_the_owner_that_somebody_else_closes(store: Database) -> None:
    """Each condition has its own due day; the owner cannot say that it is met."""
    approve(store, Condition("Test the stop switch", DAY + timedelta(days=9)))
    assert items(store) == [("condition", "Test the stop switch", "open", "lead")]
    with pytest.raises(NotPermitted):
        resolve_item(store, ResolveItem(1, "done", 1, DAY), LEAD)
    resolve_item(store, ResolveItem(1, "seen", 1, DAY), DEPUTY)
    assert items(store)[0][2] == "closed"


def test_a_condition_that_is_due_today_is_refused(store: Database) -> None:
    """A due day lies ahead."""
    with pytest.raises(InputRejected, match="due day of a condition: found 2026-11-27; expected a day after"):
        approve(store, Condition("Test it", DAY))


def test_a_stop_is_ordered_and_only_its_overseer_confirms_it(store: Database) -> None:
    """Ordering suspends nothing yet; the item goes to the overseer and closes with the confirmation."""
    approve(store)
    step(store, "go_live", LEAD)
    ordered = step(store, "order_stop", OFFICER, reason="Wrong answers")
    assert (ordered.lifecycle, ordered.stop_ordered_on) == ("stop_ordered", DAY)
    assert items(store) == [("stop", "Confirm that it has stopped", "open", "overseer")]
    with pytest.raises(Conflict, match="it closes when the overseer confirms the stop"):
        resolve_item(store, ResolveItem(1, "done", 1, DAY), OFFICER)
    with pytest.raises(NotPermitted, match=r"Only the overseer \(overseer\) confirms"):
        step(store, "confirm_stop", OFFICER)
    suspended = step(store, "confirm_stop", OVERSEER, on=DAY + timedelta(days=1))
    assert (suspended.lifecycle, suspended.stopped_on) == ("suspended", DAY + timedelta(days=1))
    assert items(store)[0][2] == "closed"


def test_an_owner_withdraws_no_stop(store: Database) -> None:
    """Somebody who could decide about it withdraws the order; it is live again and the item is settled."""
    change(store, owner="officer")
    approve(store, by=DEPUTY)
    step(store, "go_live", LEAD)
    step(store, "order_stop", DEPUTY)
    with pytest.raises(NotPermitted, match="You own bot"):
        step(store, "withdraw_stop", OFFICER)
    live = step(store, "withdraw_stop", DEPUTY)
    assert (live.lifecycle, live.stop_ordered_on, items(store)[0][2]) == ("live", None, "closed")


def test_a_suspended_use_case_needs_a_new_approval(store: Database) -> None:
    """It goes live again only after it was submitted and approved again, and then it is no longer stopped."""
    approve(store)
    step(store, "go_live", LEAD)
    step(store, "order_stop", OFFICER)
    step(store, "confirm_stop", OVERSEER)
    with pytest.raises(Conflict, match="bot is suspended; from there it cannot become live"):
        step(store, "go_live", LEAD)
    approve(store)
    again = step(store, "go_live", LEAD)
    assert (again.lifecycle, again.stopped_on, again.stop_ordered_on) == ("live", None, None)


def test_what_is_live_is_stopped_before_it_is_retired(store: Database) -> None:
    """Retiring hides no running system."""
    approve(store)
    step(store, "go_live", LEAD)
    with pytest.raises(Conflict, match="bot is live; from there it cannot become retired"):
        step(store, "retire", LEAD)
    step(store, "order_stop", LEAD)
    step(store, "confirm_stop", OVERSEER)
    assert step(store, "retire", LEAD).lifecycle == "retired"


def test_a_step_is_in_words_by_who_may_on_what_was_seen(store: Database) -> None:
    """Blank reasons, auditors, the program itself and stale tabs are refused; a double click is one step."""
    with pytest.raises(InputRejected, match="nothing but blanks"):
        step(store, "retire", LEAD, reason=" ")
    for actor in (AUDITOR, SYSTEM):
        with pytest.raises(NotPermitted):
            step(store, "retire", actor)
    command = MoveUseCase("bot", opened(store)[1], "retire", "not needed", DAY)
    move_use_case(store, CHARTER, command, LEAD)
    assert move_use_case(store, CHARTER, command, LEAD).replayed
    with pytest.raises(ChangedSinceOpened):
        move_use_case(store, CHARTER, MoveUseCase("bot", 1, "retire", "again", DAY), LEAD)


@pytest.mark.parametrize(
    ("lifecycle", "fields", "last", "status"),
    [
        ("suspended", {"stopped_on": DAY}, DAY, None),
        ("suspended", {"stopped_on": DAY}, DAY + timedelta(days=1), "non_compliant"),
        ("retired", {"stopped_on": DAY}, DAY + timedelta(days=9), "non_compliant"),
        ("stop_ordered", {"stop_ordered_on": DAY}, DAY + timedelta(days=1), "not_assessed"),
        ("stop_ordered", {"stop_ordered_on": DAY}, DAY + timedelta(days=2), "non_compliant"),
        ("stop_ordered", {"stop_ordered_on": DAY}, None, "not_assessed"),
        ("suspended", {}, DAY, None),
    ],
)
def test_decisions_after_a_stop_are_a_critical_finding(
    lifecycle: str, fields: dict[str, date], last: date | None, status: str | None
) -> None:
    """Traffic after the stop brings a use case out of use back to judgement; a log that was not read proves nothing."""
    as_of = DAY + timedelta(days=10)
    case = UseCase.model_validate({"id": "bot", "title": "Bot", "lifecycle": lifecycle, **fields})
    days = pd.array([last], dtype="datetime64[ns]").to_numpy().astype("datetime64[D]")
    facts = build_facts(Registry(use_cases=[case]), as_of, DecisionFacts(first_day=days, last_day=days))
    found = assess(STOP_CHARTER, facts, as_of)
    assert bool(found.judged[0]) is (status is not None)
    if status is not None:
        assert found.use_cases.says(0, 0)[0] == status
