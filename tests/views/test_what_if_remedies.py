"""The remedies section of the Fairness page: effects for everybody, the file only after the officer took note."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.remedies import REMEDIES
from dashboard.domain.users import User
from dashboard.services.legal_note import acknowledged
from dashboard.services.people import add_user
from dashboard.settings import load_settings
from tests.clock import today
from tests.decided import decide
from tests.scored import score, scored_rows
from tests.views.conftest import Opened, seen


@pytest.mark.parametrize("remedy", REMEDIES)
def test_every_remedy_shows_its_effect(scored: Database, opened: Opened, remedy: str) -> None:
    """Opened by its address: headline, what it cannot do, the command; no file yet, and the reader is told why."""
    add_user(scored, User("r", "Reader", Role.READER), SYSTEM)
    app = opened("fairness", remedies="true", remedy=remedy)
    app.session_state["acting_as_switch"] = "r"
    said = seen(app.run())
    assert not app.exception
    assert f"{remedy.capitalize()}:" in said
    assert "Limits:" in said
    assert f"--remedy {remedy.replace(' ', '-')}" in said
    assert "The file is given once the officer or the deputy has acknowledged this here." in said
    assert not [one for one in app.get("download_button") if "JSON" in one.label]


def test_the_file_after_the_officer_took_note(scored: Database, opened: Opened) -> None:
    """The button writes one event under the officer; then the file, and who took note, for every reader."""
    add_user(scored, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
    app = opened("fairness", remedies="true", remedy="equalized odds")
    app.button(key="acknowledge-remedies").click().run()
    assert not app.exception
    note = acknowledged(scored, "churn", "sex")
    assert note is not None
    assert (note.person, note.role) == ("o", "officer")
    assert "Acknowledged by Chief AI Ethics Officer" in seen(app)
    assert [one for one in app.get("download_button") if "JSON" in one.label]


def test_without_scores_two_remedies_are_left(
    empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch, opened: Opened
) -> None:
    """A log with outcomes and no scores: weights and equalized odds, and the others are said to need scores."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    decide(empty_store, DecisionStore(load_settings().decision_store), live, last=today())
    app = opened("fairness", remedies="true")
    assert not app.exception
    assert app.selectbox(key="pick_remedy").options == ["Reweighing", "Equalized odds"]
    assert "Four more remedies need scores" in seen(app)


def test_one_outcome_is_a_sentence(
    empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch, opened: Opened
) -> None:
    """Everybody qualifies: nothing can be worked out, and the page says why."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    rows = scored_rows(today(), labels="one")
    score(empty_store, DecisionStore(load_settings().decision_store), live, rows)
    app = opened("fairness", remedies="true")
    assert not app.exception
    assert "Nothing can be worked out. Every known outcome is the same" in seen(app).replace("**", "")
