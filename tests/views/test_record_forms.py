"""On the page of a use case: one field is changed, or a model version put on record, by who may."""

from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.registry import UseCase
from tests.views.conftest import Opened
from tests.views.test_lifecycle import approved, as_person, text_of

__all__ = ["approved"]  # the fixture


def record(store: Database) -> UseCase:
    """The use case as it is stored."""
    found = use_case_record(store, "new-bot")
    assert found is not None
    return found[0]


def unfolded(opened: Opened, title: str) -> Any:
    """The page as its lead, with a form unfolded."""
    app = as_person(opened("use_case", id="new-bot"), "lead-bots")
    app.session_state[f"open-{title}-new-bot"] = True
    return app.run()


def press(app: Any, label: str) -> Any:
    """Click."""
    return next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize(
    ("path", "value", "stored"), [("owner", "the-officer", "the-officer"), ("team", "Bots", "Bots")]
)
def test_a_field_is_changed(approved: Database, opened: Opened, path: str, value: str, stored: str) -> None:
    """A person is chosen by title, text is typed, and the page says that it was saved."""
    app = unfolded(opened, "field")
    app.selectbox(key="record-field").set_value(path).run()
    held = [one for one in (*app.selectbox, *app.text_area) if one.label == "Value"]
    held[-1].set_value(value)
    app = press(app, "Save this field")
    assert not app.exception
    assert getattr(record(approved), path) == stored
    assert "Saved" in text_of(app)


def test_a_model_version_makes_the_approval_out_of_date(approved: Database, opened: Opened) -> None:
    """What was approved had no model; the page says that it changed."""
    app = unfolded(opened, "model")
    app.text_input(key="model-name").set_value("ranker")
    app.text_input(key="model-version").set_value("7")
    app = press(app, "Save this version")
    assert [(one.name, one.version) for one in record(approved).models] == [("ranker", "7")]
    assert "Changed since it was approved: models" in text_of(app)
    changes = next(one.value for one in app.dataframe if "Material" in one.value.columns)
    assert [(row.Field, row.Was, row.Material) for row in changes.itertuples()] == [("Models", "", "yes")]
    assert "version: 7" in changes.iloc[0]["Is"]


def test_an_auditor_has_no_form(approved: Database, opened: Opened) -> None:
    """Auditors read."""
    app = as_person(opened("use_case", id="new-bot"), "an-auditor")
    assert not [box for box in app.expander if box.label in ("Change a field", "Put a model version on record")]
