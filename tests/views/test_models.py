"""On the page of a use case: MLflow is asked on a click, shown as a difference, and taken in on another."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.ui import long_work
from tests.mlflow_stores import hanging, write_store
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


def test_a_server_that_hangs_is_cancelled(approved: Database, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page stands beside it, says how far it is, and after Cancel that nothing was saved."""
    monkeypatch.setattr(long_work, "AT_ONCE", 0.05)
    page, before = as_person(opened("use_case", id="new-bot"), "lead-bots"), approved.data_version()
    with hanging() as server:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", server.address)
        app = press(page.run(), "Compare with MLflow")
        assert server.asked.wait(60)
        work = app.session_state["long_works"]["models-compared"]
        assert work.effort.reached.words == "Asking MLflow"
        app = press(app, "Cancel")
        assert server.left.wait(60)
        assert work.over.wait(60)
    app = app.run()
    assert "Stopped, because it was cancelled" in " ".join(one.value for one in app.info)
    assert approved.data_version() == before
