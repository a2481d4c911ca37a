"""Charts of Fairness as of a past day: late rows rewrite nothing, and stand beside it where somebody asks."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.settings import load_settings
from tests.late_rows import promise_in, told_again
from tests.views.conftest import Opened, seen

DAY, NOW = "2026-11-13", "Beside what is known now"


@pytest.fixture
def told(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A fair report of 13 November by 6,000 rows; 1,000 late rows about F, none of them favourable."""
    told_again(empty_store, DecisionStore(load_settings().decision_store), live, promise_in(live, monkeypatch))
    return empty_store


def groups(app: AppTest) -> dict[str, str]:
    """Group to how many decisions stand beside it."""
    table = next(one.value for one in app.table if "Sex" in one.value)
    return dict(zip(table["Sex"], table["n"], strict=True))


def test_charts_hold_what_was_known(told: Database, opened: Opened) -> None:
    """2,000 decisions about F and a ratio of 1; trend, groups and months, and what would have been, unasked."""
    version = told.data_version()
    app = opened("fairness", as_of=DAY, use_case="loans")

    assert not app.exception
    assert app.title[0].value == "No group is proven to be treated worse than allowed in 1 use case"
    assert groups(app) == {"F": "2,000", "M": "4,000"}
    titles = [str(one.value).replace("\\", "") for one in app.header]
    assert "Loans: F went from 1.00 to 1.00 in 1 month, always inside the line" in titles
    assert "Month by month: 0 of 1 cell proven outside the line, 0 not decided" in titles
    assert [one for one in titles if one.startswith("What ")] == [
        "What was measured: 1 comparison", "What if, on that day?", "What would a remedy do?",
        "What if another model decided?",
    ]  # fmt: skip
    assert "No scores were logged here." in seen(app)
    assert told.data_version() == version


def test_what_is_known_now_stands_beside_it(told: Database, opened: Opened) -> None:
    """F is 3,000 and 0.67 today: the finding that turns, and every number of groups and months that differs."""
    app = opened("fairness", as_of=DAY, known=NOW, use_case="loans")

    assert groups(app) == {"F": "2,000", "M": "4,000"}
    assert "Reported then: meets charter, 1.00. Known now: charter breach, 0.67." in seen(app)
    table = next(one.value for one in app.dataframe if "Known then" in one.value)
    rows = set(
        zip(table["Table"], table["Where"], table["Number"], table["Known then"], table["Known now"], strict=True)
    )
    assert {("Groups", "F", "n", "2,000", "3,000"), ("F by month", "2026-11", "n", "2,000", "3,000")} <= rows
    assert ("Every group by month", "sex, 2026-11, F", "Status", "compliant", "non compliant") in rows


def test_where_the_charter_is_gone_no_line_of_today_is_drawn(told: Database, opened: Opened, live: Path) -> None:
    """The counts of then are shown, and nothing is held against a line of another charter."""
    (live / "charter.yaml").write_text((live / "charter.yaml").read_text().replace("0.8", "0.9"), encoding="utf-8")
    app = opened("fairness", as_of=DAY, use_case="loans")

    assert not app.exception
    assert "Charter 1 of that day is no longer to be had: nothing is held against its lines here." in seen(app)
    assert groups(app) == {"F": "2,000", "M": "4,000"}
    assert "the charter sets no line for this measure" in seen(app)
