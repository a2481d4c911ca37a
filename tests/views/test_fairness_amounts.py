"""The Fairness page of a use case whose log has prices: every part in euros, and never as a share."""

from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.settings import load_settings
from tests.services.screens.test_amounts_shown import prices
from tests.services.test_amount_sums import csv, take
from tests.services.test_cells import registered
from tests.views.conftest import Opened
from tests.views.test_fairness import seen

ASKED = {"use_case": "priced", "attribute": "sex", "metric": "mean_gap"}


@pytest.fixture
def priced(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A store with one log of prices of the last weeks, and no assessment."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    day = date.today() - timedelta(days=5)  # noqa: DTZ011
    registered(empty_store, "priced")
    log = csv(live, prices(more=5.0).assign(decided_at=day.isoformat()))
    take(empty_store, DecisionStore(load_settings().decision_store), "priced", log)
    return empty_store


def test_every_part_is_in_the_unit(priced: Database, opened: Opened) -> None:
    """Trend, certainty, groups, who was left out and what cannot be crossed; no figure of a group is a percentage."""
    app = opened("fairness", **ASKED)

    assert not app.exception
    text = "\n".join(seen(app)).replace("\\", "")
    for part in (
        "With 95 % confidence the mean amount for F is between +", "EUR away from that of M", "Groups by sex",
        "Decisions without an amount, left out: 200.", "Amounts are counted by single attribute alone.",
        "bars: amounts about F", "n 1,800",
    ):  # fmt: skip
        assert part in text, part
    [table] = [one.value for one in app.table if "Mean, EUR" in one.value.columns]
    assert "Compared, EUR" in table.columns
    assert "%" not in table.to_csv()


def test_the_link_and_the_command_keep_the_measure(priced: Database, opened: Opened) -> None:
    """Both bring back the gap of means; the page says the same again, word by word."""
    first = opened("fairness", **ASKED)
    again = opened("fairness", **dict(parse_qsl(urlsplit(first.code[0].value).query)))

    assert seen(again) == seen(first)
    assert "--attribute sex --metric mean_gap" in first.code[1].value


def test_the_search_says_why_it_has_nothing(priced: Database, opened: Opened) -> None:
    """Amounts are not counted jointly, so no subgroup can be searched."""
    app = opened("fairness", **ASKED)
    app.session_state["deeper-search"] = True
    app.run()

    assert not app.exception
    assert "Nothing is counted jointly here" in "\n".join(seen(app))
