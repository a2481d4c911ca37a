"""A table of use cases on the page: checked and registered beside it, cancelled without a trace."""

import threading
import time
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry
from dashboard.domain.effort import go_on
from dashboard.services import bulk
from dashboard.ui import long_work
from tests.registrations import ASSISTANT
from tests.services.test_bulk import as_csv
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, click
from tests.views.test_new_use_case import text_of as marked_text_of

PATIENCE = 60.0  # seconds
GOOD = [{**ASSISTANT, "title": title} for title in ("Invoice explainer", "Parcel finder")]
WRONG = {**ASSISTANT, "title": "Mood reader", "emotion": "angry"}


def handed_over(opened: Opened, table: bytes) -> Any:
    """The page with the section opened and a table given."""
    app = as_person(opened("new_use_case"), "lead-0")
    app.session_state["open-bulk"] = True
    app = app.run()
    app.file_uploader(key="bulk-file").set_value(("cases.csv", table, "text/csv"))
    app = app.run()
    assert not app.exception
    return app


def over(app: Any, place: str) -> Any:
    """The page once the work in this place has ended."""
    work = app.session_state["long_works"][place]
    assert work.over.wait(PATIENCE)
    return app.run()


def text_of(app: Any) -> str:
    """What the page says, without the marks that keep text literal."""
    return marked_text_of(app).replace("\\", "")


def endless(*_: Any) -> Any:
    """Work that ends only when it is stopped."""
    while True:
        go_on()
        time.sleep(0.01)


def titles(store: Database) -> set[str]:
    """Of everything registered."""
    return {one.title for one in load_registry(store).use_cases}


def test_a_table_is_checked_then_registered(store: Database, opened: Opened) -> None:
    """How many rows can be registered, one click, how many were; then the same rows are left alone."""
    app = handed_over(opened, as_csv(GOOD))
    assert "2 rows can be registered" in text_of(app)
    app = click(app, "Register all 2")
    assert not app.exception
    assert "2 use cases registered from cases.csv. They are drafts of their owners." in text_of(app)
    assert "2 rows registered before and left alone" in text_of(app)
    assert {"Invoice explainer", "Parcel finder"} <= titles(store)
    assert not [one.label for one in app.button if one.label.startswith("Register")]


def test_only_the_good_rows_are_registered_where_that_is_chosen(store: Database, opened: Opened) -> None:
    """The problem stands in a table, and what was left out is said."""
    app = handed_over(opened, as_csv([*GOOD, WRONG]))
    assert any("angry" in str(one.value.get("Found", "")) for one in app.dataframe)
    app = click(app, "Register only the good rows (2)")
    assert "2 use cases registered from cases.csv. 1 row left out." in text_of(app)
    assert "Mood reader" not in titles(store)


@pytest.mark.usefixtures("store")
def test_a_table_that_cannot_be_used_is_a_sentence(opened: Opened) -> None:
    """The page stands, with nothing to register."""
    app = handed_over(opened, b"titel\nBot\n")
    assert "Did you mean title?" in text_of(app)
    assert not [one.label for one in app.button if one.label.startswith("Register")]


def test_registering_is_cancelled_until_it_commits(
    store: Database, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of its write: the page says so, no use case and no entry is there; begun again it is whole."""
    app, inside, before = handed_over(opened, as_csv(GOOD)), threading.Event(), store.data_version()

    def asks_without_end(*_: Any) -> None:
        inside.set()
        endless()

    monkeypatch.setattr(long_work, "AT_ONCE", 0.05)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "ask_officer", asks_without_end)
        app = click(app, "Register all 2")
        assert inside.wait(PATIENCE)
        app = click(app.run(), "Register all 2")
        assert app.session_state["long_works"]["bulk"].effort.reached.words == "0 of 2 use cases"
        app = over(click(app, "Cancel"), "bulk")
    assert "Stopped, because it was cancelled. Nothing was saved or recorded." in text_of(app)
    assert store.data_version() == before
    assert "Invoice explainer" not in titles(store)
    app = over(click(app, "Register all 2"), "bulk")
    assert "2 use cases registered" in text_of(app)
    assert {"Invoice explainer", "Parcel finder"} <= titles(store)


@pytest.mark.usefixtures("store")
def test_checking_is_cancelled_and_begun_again(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a long table is checked nothing can be registered; cancelled it waits for a click."""
    app = as_person(opened("new_use_case"), "lead-0")
    monkeypatch.setattr(long_work, "AT_ONCE", 0.05)
    app.session_state["open-bulk"] = True
    app = app.run()
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "read_table_of_use_cases", endless)
        app.file_uploader(key="bulk-file").set_value(("cases.csv", as_csv(GOOD), "text/csv"))
        app = app.run()
        assert not [one.label for one in app.button if one.label.startswith("Register")]
        assert app.session_state["long_works"]["bulk-check"].effort.reached.words == "Reading the table"
        app = over(click(app, "Cancel"), "bulk-check")
    assert "To begin again: “Check the table”." in text_of(app)
    app = over(click(app, "Check the table"), "bulk-check")
    assert "2 rows can be registered" in text_of(app)
