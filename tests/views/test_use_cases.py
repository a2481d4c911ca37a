"""Use cases is one table that is searched and filtered, with the filters in the URL."""

from datetime import date

import pandas as pd

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.settings import load_settings
from tests.portfolio import plant
from tests.views.conftest import Opened


def listed(app: object) -> pd.DataFrame:
    """The table on the page."""
    frame: pd.DataFrame = app.dataframe[0].value  # type: ignore[attr-defined]
    return frame


def test_worst_first_and_inventoried_left_out(store: Database, opened: Opened) -> None:
    """The table starts with breaches; imported use cases are not in it until somebody asks."""
    app = opened("use_cases")

    assert not app.exception
    assert app.title[0].value == "We run 24 AI use cases, 3 of them breach the charter"
    assert len(listed(app)) == 24
    assert [status[0] for status in listed(app)["Status"][:3]] == ["✕ Charter breach"] * 3


def test_inventoried_on_request(store: Database, opened: Opened) -> None:
    """The switch adds them; it is in the URL."""
    app = opened("use_cases", inventoried="true")

    assert len(listed(app)) == 30


def test_thousands_of_rows_are_one_table(empty_store: Database, opened: Opened) -> None:
    """More rows than Streamlit would send at once can still be selected and shown."""
    plant(empty_store, load_charter(load_settings().charter), as_of=date.today(), live=2, inventoried=1500)  # noqa: DTZ011
    app = opened("use_cases", inventoried="true")

    assert not app.exception
    assert not app.error
    assert len(listed(app)) == 1502


def test_search_takes_every_word(store: Database, opened: Opened) -> None:
    """Words may come in any order and case, from title, team or channel."""
    app = opened("use_cases", q="TRIAGE complaint")

    assert listed(app)["Use case"].tolist() == ["Complaint triage"]


def test_filters_work_together(store: Database, opened: Opened) -> None:
    """Status and tier narrow the table together, from the URL alone."""
    app = opened("use_cases", status="✕ Charter breach", tier="Limited")

    found = listed(app)
    assert set(found["Tier"]) == {"Limited"}
    assert {status[0] for status in found["Status"]} == {"✕ Charter breach"}


def test_nothing_found_says_what_to_do(store: Database, opened: Opened) -> None:
    """An empty result is a sentence, not an empty table."""
    app = opened("use_cases", q="no such thing")

    assert not app.dataframe
    assert any("Nothing matches" in one.value for one in app.markdown)


def test_counts_carry_their_denominators(store: Database, opened: Opened) -> None:
    """Decided clauses read `x of y`, and the table says how many of how many use cases it shows."""
    app = opened("use_cases")

    assert listed(app)["Decided"].str.fullmatch(r"\d+ of \d+").all()
    assert any("24 of 30 use cases" in one.value for one in app.markdown)


def test_an_empty_register_says_how_to_fill_it(empty_store: Database, opened: Opened) -> None:
    """With nothing registered the page names the command that imports a register."""
    app = opened("use_cases")

    assert not app.exception
    assert any("registry import" in one.value for one in app.markdown)
