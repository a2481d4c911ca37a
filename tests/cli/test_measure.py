"""`measure` says what the Fairness page says, on the same day and window."""

import json
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli import cli
from dashboard.errors import NotFound
from dashboard.services.measure import measure
from dashboard.services.screens.compared import LIKE, Asked
from dashboard.services.screens.reproduce import command_of
from dashboard.settings import load_settings
from tests.decided import decide

DAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with one decision log."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = load_settings()
    schema.upgrade(settings.database_url)
    database = Database.open(settings.database_url)
    decide(database, DecisionStore(settings.decision_store), tmp_path, last=DAY)
    database.close()


@pytest.mark.parametrize("within", ["", LIKE, "web"])
@pytest.mark.parametrize("attribute", ["age", "sex × age"])
def test_the_command_on_the_page_says_its_numbers(attribute: str, within: str) -> None:
    """Run as it is written, it prints every group with value, limits and n as the page has them."""
    asked = Asked("loans", attribute, "selection_rate_ratio", within=within, days=365)
    sources, page = measure(load_settings(), asked, DAY)
    written = shlex.split(command_of(sources, asked, page))

    result = CliRunner().invoke(cli, written[3:], catch_exceptions=False)

    assert written[:3] == ["python", "-m", "dashboard"]
    said = json.loads(result.output)
    shown = [(line.group, line.n, line.rate, line.value, line.low, line.high) for line in page.lines]
    keys = ("group", "n", "share", "value", "low", "high")
    assert [tuple(one[key] for key in keys) for one in said["groups"]] == shown
    assert (said["n"], said["reference"], said["window"]) == (page.n, page.reference, page.window)


def test_the_table_is_for_reading() -> None:
    """Without --format json the same groups stand in a table."""
    asked = ["measure", "--use-case", "loans", "--attribute", "age", "--metric", "selection_rate_ratio"]
    result = CliRunner().invoke(cli, [*asked, "--as-of", "2026-11-27"], catch_exceptions=False)

    assert result.exit_code == 0
    assert "65+" in result.output
    assert "reference" in result.output


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked("nobody", "age", "selection_rate_gap"), "There are no decision counts of 'nobody'; there are of loans."),
        (Asked("loans", "shoe", "selection_rate_gap"), "has no attribute 'shoe'; it has age, sex, sex × age."),
        (Asked("loans", "age", "selection_rate_gap", within="sea"), "has no stratum 'sea'; it has shop, web."),
        (Asked("loans", "age", "luck"), "There is no fairness metric 'luck'"),
    ],
)
def test_what_is_not_there_is_named(asked: Asked, says: str) -> None:
    """An unknown use case, attribute, stratum or metric is refused with what there is."""
    with pytest.raises(NotFound, match=says):
        measure(load_settings(), asked, DAY)
