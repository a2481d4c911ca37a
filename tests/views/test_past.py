"""Pages of a past day: the day stays in the address, nothing can be written, and what is not kept says so."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.settings import load_settings
from dashboard.ui.navigation import ENTRIES
from dashboard.ui.past_parts import PAGES
from tests.late_rows import promise_in, told_again
from tests.views.conftest import Opened

HELD = ("today", "use_cases", "use_case", "fairness", "review_items", "charter",
        "cases", "customers", "staff", "people", "reports", "my_work", "being_told", "new_use_case",
        "onboarding")  # fmt: skip
OTHERS = ("single_decisions",)


@pytest.fixture
def told(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A fair report of 13 November, a breach by late rows on the day after."""
    told_again(empty_store, DecisionStore(load_settings().decision_store), live, promise_in(live, monkeypatch))
    return empty_store


def banner(app: AppTest) -> str:
    """The first notice of the page."""
    return str(app.info[0].value).replace("\\", "") if app.info else ""


@pytest.mark.parametrize("view", HELD)
def test_a_past_day_is_read_and_never_written(told: Database, opened: Opened, view: str) -> None:
    """The banner names the reading, the only button leads back, and looking wrote nothing."""
    version = told.data_version()
    app = opened(view, as_of="2026-11-13", id="loans", use_case="Loans")

    assert not app.exception
    assert banner(app).startswith("**As it was reported on 13 Nov 2026: assessment 1 of 13 Nov 2026, charter 1.**")
    assert "Nothing can be changed here" in banner(app)
    assert [one.key for one in app.main.button] == ["back-to-today"]
    assert not [*app.main.text_area, *app.main.checkbox, *app.main.number_input]
    assert told.data_version() == version


@pytest.mark.parametrize("view", OTHERS)
def test_a_page_that_is_not_kept_says_so(told: Database, opened: Opened, view: str) -> None:
    """No page shows today under the banner of a past day."""
    app = opened(view, as_of="2026-11-13")
    assert app.title[0].value.endswith("cannot be shown as of 13 Nov 2026")
    assert [one.key for one in app.main.button] == ["back-to-today"]


def test_every_page_is_either_kept_or_not() -> None:
    """A page that is added later is in one of both lists here."""
    views = {entry.view.stem for entry in ENTRIES} - {"between"}
    assert views == {*HELD, *OTHERS}
    assert {entry.path for entry in ENTRIES if entry.view.stem in HELD} == set(PAGES)


def test_both_readings_are_shown_beside_each_other(told: Database, opened: Opened) -> None:
    """Reported then it held, known now it is a breach, with the rows that came."""
    app = opened("use_case", as_of="2026-11-13", id="loans", known="Beside what is known now")

    assert app.title[0].value.replace("\\", "") == "Loans: no breach, 1 of 1 clause decided"
    assert app.header[0].value == "Known now gives another answer for 1 finding"
    said = " ".join(str(one.value) for one in app.markdown).replace("\\", "")
    assert "Reported then: meets charter, 1.00. Known now: charter breach, 0.67. 1,000 rows of days" in said
    row = app.dataframe[0].value.iloc[0]
    assert (list(row["Reported then"]), list(row["Known now"])) == (["✓ Meets charter"], ["✕ Charter breach"])


def test_back_to_today(told: Database, opened: Opened) -> None:
    """The button empties the picker, and the page speaks of today again."""
    app = opened("use_cases", as_of="2026-11-13")
    app.button(key="back-to-today").click().run()
    assert banner(app) == ""
    assert app.title[0].value == "We run 1 AI use case, 1 of them breaches the charter"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2999-01-01", "1 Jan 2999 has not come yet, so nothing was reported on it."),
        ("2020-01-01", "Nothing was reported on 1 Jan 2020: the first assessment is of 13 Nov 2026."),
        ("soon", "“soon” is not a date such as 2026-11-23."),
    ],
)
def test_a_day_that_cannot_be_shown_is_a_sentence(told: Database, opened: Opened, day: str, sentence: str) -> None:
    """A day to come, one before the first assessment, no day."""
    app = opened("today", as_of=day)
    assert (app.title[0].value, bool(app.exception)) == ("This day cannot be shown", False)
    assert sentence in app.warning[0].value


def test_an_unknown_use_case_and_an_old_charter_are_said(told: Database, opened: Opened, live: Path) -> None:
    """An id that nobody had then; a charter that is no longer to be had."""
    nobody = opened("use_case", as_of="2026-11-13", id="nobody")
    assert nobody.title[0].value == "It was not judged on 13 Nov 2026"
    (live / "charter.yaml").write_text((live / "charter.yaml").read_text().replace("0.8", "0.9"), encoding="utf-8")
    gone = opened("charter", as_of="2026-11-13")
    assert gone.title[0].value == "The charter of 13 Nov 2026 is no longer to be had"
