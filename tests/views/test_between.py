"""The page of two days: its address says which, a row opens the entries, and days that cannot be are a sentence."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.reviews_store import attached_to
from dashboard.settings import load_settings
from tests.late_rows import promise_in, told_again
from tests.views.conftest import Opened


@pytest.fixture
def told(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A fair report of 13 November and a breach by late rows on the day after."""
    told_again(empty_store, DecisionStore(load_settings().decision_store), live, promise_in(live, monkeypatch))
    return empty_store


def test_what_changed_and_by_what(told: Database, opened: Opened) -> None:
    """One status of one use case, by late rows; the days stand in the address."""
    app = opened("between", **{"from": "2026-11-13", "to": "2026-11-14"})

    assert not app.exception
    assert app.title[0].value == "1 status changed: 1 became a breach, 0 stopped being one"
    row = app.dataframe[0].value.iloc[0]
    assert (row["Cause"], row["14 Nov 2026"]) == ("Late rows or correction", ["✕ Charter breach"])
    assert row["Why"].startswith("F-01: 1,000 rows of days that were assessed before came on ")
    assert app.header[0].value == "1 use case in service on 13 Nov 2026, 1 on 14 Nov 2026"


def test_what_changed_is_attached_to_an_item_as_evidence(told: Database, opened: Opened) -> None:
    """The whole comparison, with both days, stands on the item's page and leads back here."""
    app = opened("between", **{"from": "2026-11-13", "to": "2026-11-14"})
    app.text_area(key="attach-words-two-days").set_value("It began with late rows")
    next(one for one in app.button if one.label == "Attach").click().run()
    assert not app.exception

    item = opened("review_items", item="1")
    said = " ".join(str(one.value) for one in item.markdown).replace("\\", "")
    assert "1 status changed: 1 became a breach" in said
    with told.read() as connection:
        [stored] = [row["attached"] for row in attached_to(connection, 1)]
    assert (stored["kind"], stored["query"]) == ("two_days", {"from": "2026-11-13", "to": "2026-11-14"})
    assert stored["result"]["lines"][0]["why"].startswith("F-01: 1,000 rows of days")


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("2026-11-14", "2026-11-13", "13 Nov 2026 is not after 14 Nov 2026, so nothing lies between them."),
        ("2020-01-01", "2026-11-13", "Nothing was reported on 1 Jan 2020: the first assessment is of 13 Nov 2026."),
        ("soon", "2026-11-13", "“soon” is not a date such as 2026-11-23."),
        ("2026-11-13", "2999-01-01", "1 Jan 2999 has not come yet, so nothing was reported on it."),
    ],
)
def test_days_that_cannot_be_compared_are_a_sentence(
    told: Database, opened: Opened, first: str, second: str, sentence: str
) -> None:
    """Another order, a day before the first assessment, no day, a day to come."""
    app = opened("between", **{"from": first, "to": second})

    assert not app.exception
    assert app.title[0].value == "These two days cannot be compared"
    assert sentence in app.warning[0].value


def test_without_any_assessment_the_page_says_what_to_do(empty_store: Database, opened: Opened) -> None:
    """Nothing to compare, and the command that makes the first assessment."""
    app = opened("between")
    assert (app.title[0].value, bool(app.exception)) == ("Nothing was assessed yet", False)
