"""An approval that no longer covers what runs opens one item to decide again, and a new approval settles it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.domain.charter import Charter
from dashboard.domain.registry import UseCase
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.assess import run_assessment
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.assessing import charter, clause
from tests.services.test_lifecycle import DAY, LEAD, OFFICER, approve, change, items, opened, step, store
from tests.small_charter import CHARTER

__all__ = ["store"]  # the fixture
_NOTES = text("SELECT text FROM review_notes ORDER BY id DESC LIMIT 1")
OUT_OF_DATE = ("approval", "The approval is out of date", "open", "lead")


@pytest.fixture
def live(store: Database) -> Database:
    """The lead's use case, approved and live."""
    approve(store)
    step(store, "go_live", LEAD)
    return store


def assessed(database: Database, folder: Path, promise: Charter = CHARTER, day: date = DAY) -> list[tuple[str, ...]]:
    """Assess a day; returns the items about approvals."""
    run_assessment(database, promise, as_of=day, actor=SYSTEM, store=DecisionStore(folder))
    return [one for one in items(database) if one[0] == "approval"]  # type: ignore[misc]


def test_nothing_opens_while_the_approval_covers_what_runs(live: Database, tmp_path: Path) -> None:
    """An assessment of what was approved, and a change that does not matter, ask for nothing."""
    assert assessed(live, tmp_path) == []
    change(live, title="Another name", expected_benefit="Shorter waiting")
    assert assessed(live, tmp_path) == []


def test_a_material_change_opens_one_item_that_an_approval_closes(live: Database, tmp_path: Path) -> None:
    """The second assessment repeats nothing; the item closes with the new decision, and only with an approval."""
    change(live, purpose="Sell")
    assert assessed(live, tmp_path) == [OUT_OF_DATE]
    assert assessed(live, tmp_path, day=DAY + timedelta(days=1)) == [OUT_OF_DATE]
    note = live.frame(_NOTES)
    assert note.iloc[0, 0] == "Changed since: purpose."
    approve(live)
    assert [one[2] for one in items(live) if one[0] == "approval"] == ["closed"]


def test_taking_the_change_back_settles_it(live: Database, tmp_path: Path) -> None:
    """What was approved runs again, so the item closes at the next assessment."""
    before = opened(live)[0].purpose
    change(live, purpose="Sell")
    assessed(live, tmp_path)
    change(live, purpose=before)
    assert [one[2] for one in assessed(live, tmp_path)] == ["closed"]


def test_a_stricter_clause_that_applies_opens_it_and_one_that_does_not_apply_opens_nothing(
    live: Database, tmp_path: Path
) -> None:
    """An approval was given against what the charter demanded then."""
    check = {"field": "overseer.stop_authority", "is": True}
    elsewhere = clause(check, id="OVS-02", applies_to={"risk_tier": "high"})
    same = charter(clause(check, id="OVS-01", title="Only another name"), elsewhere)
    assert assessed(live, tmp_path, same) == []
    more = charter(clause(check, id="OVS-01"), clause({"field": "team", "present": True}, id="OVS-03"))
    assert assessed(live, tmp_path, more) == [OUT_OF_DATE]
    assert live.frame(_NOTES).iloc[0, 0] == "Clauses that changed: OVS-03."


def test_a_rejected_use_case_that_is_still_live_is_asked_about(live: Database, tmp_path: Path) -> None:
    """A rejection switches nothing off, so somebody has to."""
    submit_use_case(live, SubmitUseCase("bot", opened(live)[1], DAY), LEAD)
    decide_use_case(live, CHARTER, DecideUseCase("bot", opened(live)[1], "rejected", "harmful", DAY), OFFICER)
    assert assessed(live, tmp_path) == [("approval", "Rejected, and still live", "open", "lead")]


def test_a_system_found_in_service_is_to_be_decided(store: Database, tmp_path: Path) -> None:
    """Taken in as live without an approval, it is asked about; a draft is not, and the approval settles it."""
    for name in ("found", "later"):
        inventoried = UseCase(id=name, title=name.title(), owner="lead", lifecycle="inventoried")
        register_use_case(store, RegisterUseCase(inventoried), SYSTEM)
    onboard_use_case(store, OnboardUseCase("found", 1, "live", {"go_live": "2026-01-01"}, DAY), LEAD)
    onboard_use_case(store, OnboardUseCase("later", 1, "draft", {}, DAY), LEAD)
    assert assessed(store, tmp_path) == [("approval", "In service, and never decided", "open", "lead")]

    revision = use_case_revision(store, "found")
    submit_use_case(store, SubmitUseCase("found", revision, DAY), LEAD)
    decide_use_case(store, CHARTER, DecideUseCase("found", revision, "approved", "useful", DAY), OFFICER)
    assert [one[2] for one in assessed(store, tmp_path)] == ["closed"]


def use_case_revision(database: Database, name: str) -> int:
    """The revision that is stored."""
    found = use_case_record(database, name)
    assert found is not None
    return found[1]
