"""Thresholds, remedies and two models can each be attached to a review item from the page, whole, and asked again."""

from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.reviews_store import attached_to
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.services.assess import run_assessment
from dashboard.services.people import add_user
from dashboard.settings import load_settings
from tests.clock import today
from tests.scored import score, scored_rows
from tests.views.conftest import Opened

SECTIONS = {
    "thresholds": ("thresholds-answer", {"what_if": "true", "strategy": "single threshold"}, "costs"),
    "remedies": ("remedies-answer", {"remedies": "true", "remedy": "equalized odds"}, "rates"),
    "two_models": ("two_models", {"against": "lead"}, "clauses"),
}


@pytest.mark.parametrize("kind", SECTIONS)
def test_an_answer_is_attached_from_the_page(
    empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch, opened: Opened, kind: str
) -> None:
    """The first open item gets the answer with its numbers, its command and the address that opens it again."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    settings = load_settings()
    decisions = DecisionStore(settings.decision_store)
    for name in ("churn", "lead"):
        score(empty_store, decisions, live, scored_rows(today()), name)
    add_user(empty_store, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
    charter = load_charter(settings.charter)
    run_assessment(empty_store, charter, as_of=today(), actor=SYSTEM, store=decisions)
    place, query, held = SECTIONS[kind]
    app = opened("fairness", use_case="churn", attribute="sex", **query)
    app.text_area(key=f"attach-words-{place}").set_value("Shows what it would do")
    app.button(key=f"FormSubmitter:attach-{place}-Attach").click().run()
    assert not app.exception
    number = app.selectbox(key=f"attach-item-{place}").value
    with empty_store.read() as connection:
        (row,) = attached_to(connection, number)
    record = row["attached"]
    assert record["kind"] == kind
    assert held in record["result"]
    assert f"python -m dashboard {kind.replace('two_models', 'compare-models')} churn" in record["command"]
    assert record["query"].items() >= query.items()
