"""The two-models section of the Fairness page: nothing before a challenger is picked, then changes, flips, evidence."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.settings import load_settings
from tests.clock import today
from tests.decided import decide
from tests.scored import score, scored_rows
from tests.views.conftest import Opened, seen


@pytest.fixture
def decided(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """`loans` with two versions, and `churn`."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    store = DecisionStore(load_settings().decision_store)
    decide(empty_store, store, live, last=today())
    score(empty_store, store, live, scored_rows(today()))
    return empty_store


def test_nothing_is_compared_before_a_challenger_is_picked(decided: Database, opened: Opened) -> None:
    """The picker alone, with both versions and the other use case."""
    assert decided
    app = opened("fairness", use_case="loans", attribute="sex")
    assert not app.exception
    options = app.selectbox(key="pick_against").options
    assert options == ["Version 2 of this use case", "Version 1 of this use case", "churn"]
    assert "differences with an interval" not in seen(app)


def test_an_older_version_against_the_newest(decided: Database, opened: Opened) -> None:
    """By its address: both windows, how many changes are proven, the clauses, and the command that says the same."""
    assert decided
    app = opened("fairness", use_case="loans", attribute="sex", against="version 1")
    said = seen(app)
    assert not app.exception
    assert "loans, version 2 against loans, version 1 on" in said
    assert "Which clauses would flip" in said
    assert "compare-models loans --version 2 --against-version 1 --attribute sex" in said


def test_another_use_case_and_what_it_does_not_share(decided: Database, opened: Opened) -> None:
    """By sex X is left out; by age, which churn does not know, a sentence."""
    assert decided
    said = seen(opened("fairness", use_case="loans", attribute="sex", against="churn"))
    assert "loans against churn on" in said
    assert "Left out, too small or known to one only: sex X." in said
    app = opened("fairness", use_case="loans", attribute="age", against="churn")
    assert not app.exception
    assert "Nothing can be compared." in seen(app)
