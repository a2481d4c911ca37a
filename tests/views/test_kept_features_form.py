"""On the page of a use case: which features may be kept, with what that means and what a change does."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.settings import load_settings
from tests.featured import taken
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, click, text_of

OPEN = "open-kept-churn"


@pytest.fixture
def featured(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A store with five decisions and their features."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    taken(empty_store, DecisionStore(load_settings().decision_store), live)
    return empty_store


def unfolded(opened: Opened, person: str) -> Any:
    """The page as somebody, with the form unfolded."""
    app = as_person(opened("use_case", id="churn"), person)
    app.session_state[OPEN] = True
    return app.run()


def test_a_feature_is_taken_out_on_the_page(featured: Database, opened: Opened) -> None:
    """It says what is stored and that it is personal data; after the click, what becomes of what is stored."""
    app = unfolded(opened, "lead")
    said = text_of(app).replace("\\", "")
    assert "Features of single decisions are personal data" in said
    assert "Stored now: age, job of 5 decisions." in said
    assert "A change is material: it needs a new approval" in said
    names = next(one for one in app.text_area if one.label.startswith("Features, as the log"))
    assert names.value == "age, job"
    names.set_value("age")
    app = click(app, "Save what may be kept")
    assert not app.exception
    assert "Saved. Taken out: job; read no more, and erased within a day." in text_of(app).replace("\\", "")
    found = use_case_record(featured, "churn")
    assert found is not None
    assert found[0].kept_features is not None
    assert found[0].kept_features.names == ["age"]


def test_bad_names_are_a_sentence_and_nothing_is_saved(featured: Database, opened: Opened) -> None:
    """What was typed is still there."""
    before = featured.data_version()
    app = unfolded(opened, "officer")
    next(one for one in app.text_area if one.label.startswith("Features, as the log")).set_value("Age of person")
    app = click(app, "Save what may be kept")
    assert "expected a name as the log's mapping has it" in text_of(app).replace("\\", "")
    assert featured.data_version() == before


def test_who_may_not_is_told_who_may(featured: Database, opened: Opened) -> None:
    """A lead of another team reads who changes it; a reader has no form at all."""
    assert featured
    app = unfolded(opened, "other-lead")
    assert "The officer, the deputy and the lead of its own team change this." in text_of(app)
    assert "Save what may be kept" not in [one.label for one in app.button]
    titles = [one.label for one in as_person(opened("use_case", id="churn"), "reader").expander]
    assert "Keep features of single decisions" not in titles
