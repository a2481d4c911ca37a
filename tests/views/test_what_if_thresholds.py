"""The thresholds section of the Fairness page: closed at first, said in a sentence where nothing can be tried."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.services.people import add_user
from dashboard.settings import load_settings
from tests.clock import today
from tests.decided import decide
from tests.views.conftest import Opened, seen

OFFICER = User("o", "Chief AI Ethics Officer", Role.OFFICER)


def test_without_scores_one_sentence(
    empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch, opened: Opened
) -> None:
    """A log without scores: what it would need, and no pickers."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    decide(empty_store, DecisionStore(load_settings().decision_store), live, last=today())
    said = seen(opened("fairness"))
    assert "No scores were logged here. Thresholds can be tried" in said


def test_a_single_threshold_needs_no_lawyer(scored: Database, opened: Opened) -> None:
    """Asked for by its address: cost against what was decided, the gap that is left, the command that says the same."""
    assert scored
    app = opened("fairness", what_if="true", strategy="single threshold")
    said = seen(app)
    assert not app.exception
    assert "Single threshold: cost" in said
    assert "as decided" in said
    assert "thresholds churn --attribute sex --strategy single-threshold" in said
    assert "ask Legal" not in said


def test_group_thresholds_wait_for_the_acknowledgement(scored: Database, opened: Opened) -> None:
    """The note stands alone until it is acknowledged, on record; then the result, and the frontier."""
    add_user(scored, OFFICER, SYSTEM)
    app = opened("fairness", what_if="true", strategy="group thresholds")
    assert "ask Legal" in seen(app)
    assert "Group thresholds: cost" not in seen(app)
    app.button(key="acknowledge-thresholds").click().run()
    assert not app.exception
    assert "Acknowledged by Chief AI Ethics Officer" in seen(app)
    assert "Group thresholds: cost" in seen(app)
    assert "What a smaller gap costs" in seen(app)


def test_custom_thresholds_and_a_charter_that_cannot_be_kept(scored: Database, opened: Opened) -> None:
    """A hundred people a group are too few for the charter; custom thresholds are typed per group."""
    add_user(scored, OFFICER, SYSTEM)
    app = opened("fairness", what_if="true", strategy="keeps the charter")
    app.button(key="acknowledge-thresholds").click().run()
    assert "fewer than two groups have the 200 people" in seen(app)
    app.selectbox(key="pick_strategy").select("custom thresholds").run()
    app.number_input(key="from_0").set_value(0.4).run()
    assert not app.exception
    assert "--threshold F=0.4" in seen(app)
