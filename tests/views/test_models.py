"""On the page of a use case: MLflow is asked on a click, shown as a difference, and taken in on another."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from tests.mlflow_stores import write_store
from tests.views.conftest import Opened
from tests.views.test_lifecycle import approved, as_person, text_of
from tests.views.test_record_forms import press, record

__all__ = ["approved"]  # the fixture


def test_versions_are_compared_then_taken_in(
    approved: Database, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first click writes nothing; the second puts the champion on record with its figures in a table."""
    store = write_store(tmp_path, use_case="new-bot")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", str(store))
    app = press(as_person(opened("use_case", id="new-bot"), "lead-bots"), "Compare with MLflow")
    assert record(approved).models == []
    shown = next(one.value for one in app.dataframe if "In MLflow" in one.value.columns)
    assert ("2", "Reported auc", "0.82") in [(row.Version, row.What, row[5]) for row in shown.itertuples()]
    app = press(app, "Take these in")
    assert not app.exception
    assert [(one.name, one.version) for one in record(approved).models] == [("ranker", "2")]
    figures = next(one.value for one in app.dataframe if "Reported" in one.value.columns)
    assert figures.iloc[0][["Figure", "Reported"]].to_list() == ["auc", 0.82]
    assert "Take these in" not in [one.label for one in app.button]


def test_a_server_that_does_not_answer_is_a_sentence(
    approved: Database, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page stands, and says that nothing was written; without an address there is no button."""
    page = as_person(opened("use_case", id="new-bot"), "lead-bots")
    assert "Compare with MLflow" not in [one.label for one in page.button]
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    app = press(page.run(), "Compare with MLflow")
    assert not app.exception
    assert "nobody answers there" in text_of(app)
