"""The model on the page of single decisions: said what to install or attach, asked with a click, recorded."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters import model_runner
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of
from dashboard.services.attach_model import AttachModel, attach_model
from dashboard.settings import load_settings
from tests.exported import decided_by_model
from tests.featured import LEAD
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, click
from tests.views.test_what_if_thresholds import seen

pytest.importorskip("onnxruntime")


@pytest.fixture
def content(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A store whose log a model decided; the model's ONNX, not attached yet."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    return decided_by_model(empty_store, DecisionStore(load_settings().decision_store), live)[1]


def said(app: Any) -> str:
    """Everything the page says, outcomes too."""
    told = [one.value for kind in (app.error, app.success) for one in kind]
    return seen(app) + "\n".join(told).replace("\\", "")


def looks(database: Database) -> int:
    """How many looks the ledger has."""
    return len(events_of(database, "single_decisions", "churn"))


def test_the_model_is_asked_with_a_click(empty_store: Database, content: bytes, opened: Opened) -> None:
    """Flips, a curve and a changed decision: each a sentence with its table, each one look; drawing again is none."""
    attach_model(empty_store, DecisionStore(load_settings().decision_store), AttachModel("churn", "1", content), LEAD)
    before = looks(empty_store)
    app = as_person(opened("single_decisions"), "lead")
    assert "400 of 400 decisions" in said(app)
    app = click(app, "Change it in all")
    assert not app.exception
    assert "Changing only sex flips" in said(app)
    assert app.dataframe[0].value["Changed to"].tolist()[0] == "any other value"
    app = click(app, "Draw its curve")
    assert "Along age the mean score moves" in said(app)
    app.text_input(key="change-id").set_value("d3")
    app = app.multiselect(key="change-features").set_value(["age"]).run()
    app.text_input(key="change-age").set_value("70")
    app = click(app, "Ask the model")
    assert not app.exception
    assert "the decision: score" in said(app)
    assert looks(empty_store) == before + 3
    app.run()
    assert looks(empty_store) == before + 3


def test_a_model_is_attached_on_the_page(empty_store: Database, content: bytes, opened: Opened) -> None:
    """A file that is no model is a sentence; the model is held against the log and can be asked."""
    app = as_person(opened("single_decisions"), "lead")
    assert "Up to 50 MB here. A file of up to 100 MB: `python -m dashboard features attach churn FILE" in said(app)
    for file, words in ((b"no model", "no ONNX model"), (content, "Attached.")):
        app.file_uploader(key="model-file").set_value(("model.onnx", file, "application/octet-stream"))
        app.text_input(key="model-of").set_value("1")
        app = click(app, "Attach and hold against the log")
        assert words in said(app)
    assert "It decides as the log says in 400 of 400" in said(app)
    assert "Attach a model" not in [one.label for one in as_person(app, "auditor").expander]


def test_without_the_engine_the_page_says_what_to_install(
    empty_store: Database, content: bytes, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, and the rest of the page works."""
    assert content
    monkeypatch.setattr(model_runner, "find_spec", lambda _name: None)
    app = as_person(opened("single_decisions"), "lead")
    assert "pip install -r requirements-models.txt" in said(app)
    app = click(app, "Look at all features")
    assert not app.exception
    assert looks(empty_store) == 1
