"""`decision` shows one decision beside its nearest counterfactual, and nobody looks unseen."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli import cli
from dashboard.errors import NotFound, NotPermitted
from dashboard.settings import load_settings
from tests.featured import ROWS, taken


@pytest.fixture(autouse=True)
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with five decisions and their features."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = load_settings()
    schema.upgrade(settings.database_url)
    database = Database.open(settings.database_url)
    taken(database, DecisionStore(settings.decision_store), tmp_path, ROWS.replace("nurse", "nurse\u202e\x1b[31m"))
    database.close()
    return tmp_path


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, ["decision", "churn", *arguments], catch_exceptions=False)


def test_the_decision_stands_beside_its_nearest() -> None:
    """One sentence, a line a feature, most different first, and what was measured; nothing acts on a terminal."""
    done = run("a", "--as", "lead")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == (
        "This decision was favourable; the nearest of 2 that went the other way differs in 2 of 2 features "
        "(L1 distance 1.05)."
    )
    assert [line.split()[:3] for line in lines[2:4]] == [["age", "20", "30"], ["job", "clerk", "nurse\\u202e\\x1b[31m"]]
    assert "4 decisions whose features are kept, 2 of which went the other way" in lines[4]


def test_the_same_as_json() -> None:
    """Everything that is shown, with numbers as they are."""
    told = json.loads(run("a", "--as", "officer", "--norm", "L2", "--any-version", "--json").output)
    assert (told["decision"]["decision_id"], told["nearest"]["decision_id"]) == ("a", "d")
    assert told["distance"] == pytest.approx(1 / 218.56**0.5)
    assert told["decision"]["features"] == {"age": 20.0, "job": "clerk"}


def test_who_looks_must_be_somebody_who_may() -> None:
    """A person of the store, and one who may; without a person there is no look."""
    with pytest.raises(NotPermitted):
        run("a", "--as", "reader")
    with pytest.raises(NotFound, match="Nobody here has the id"):
        run("a", "--as", "ghost")
    assert run("a").exit_code == 2
