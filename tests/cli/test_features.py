"""`features` says what the page says: overview, consistency, a model attached and asked, features erased."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli import cli
from dashboard.errors import InputRejected
from dashboard.settings import load_settings
from tests.exported import decided_by_model


@pytest.fixture(autouse=True)
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose log a model decided, and the model's file."""
    pytest.importorskip("onnxruntime")
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = load_settings()
    schema.upgrade(settings.database_url)
    database = Database.open(settings.database_url)
    _, content, _ = decided_by_model(database, DecisionStore(settings.decision_store), tmp_path)
    database.close()
    file = tmp_path / "model.onnx"
    file.write_bytes(content)
    return file


def run(*arguments: str) -> Result:
    """The command, as the lead."""
    done = CliRunner().invoke(cli, ["features", *arguments, "--as", "lead"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def test_overview_and_consistency() -> None:
    """By sex the model's own feature differs most, wholly; consistency has an interval, also as JSON."""
    assert "Groups by sex differ most in sex" in run("overview", "churn", "--attribute", "sex").output
    told = json.loads(run("overview", "churn", "--json").stdout)
    assert [one["name"] for one in told["features"]] == ["age", "job", "sex"]
    assert told["features"][1]["zeros"] is None
    told = json.loads(run("consistency", "churn", "--attribute", "sex", "--neighbours", "3", "--json").stdout)
    assert told["value"]["low"] <= told["value"]["value"] <= told["value"]["high"]
    assert sorted(told["groups"]) == ["F", "M"]


def test_a_model_is_attached_asked_and_detached(model: Path) -> None:
    """Each answer in a sentence and a table; what is asked of no model is refused."""
    done = run("attach", "churn", str(model), "--model-version", "1").output
    assert "Reads age, sex and job; favourable from 0.5 on of probabilities." in done
    assert "400 of 400 decisions" in done
    assert "Changing only sex flips" in run("flips", "churn", "sex").output
    assert "Along age the mean score moves" in run("curve", "churn", "age", "--decision", "d3").output
    assert "score" in run("rescore", "churn", "d3", "--set", "sex=M").output
    told = json.loads(run("flips", "churn", "sex", "--json").stdout)
    assert told["all"]["n"] == 400
    run("detach", "churn", "--model-version", "1")
    bad = model.with_name("bad.onnx")
    bad.write_bytes(b"no model")
    with pytest.raises(InputRejected, match="no ONNX model"):
        run("attach", "churn", str(bad), "--model-version", "1")


def test_features_are_erased() -> None:
    """Two of three ids are there."""
    assert "2 rows erased" in run("erase", "churn", "d1", "d2", "ghost", "--reason", "asked for it").output
