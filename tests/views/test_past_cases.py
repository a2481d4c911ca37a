"""The register of cases of a past day: what came later is not there, and deadlines are those of that day."""

from pathlib import Path

from dashboard.adapters.database import Database
from tests.views.conftest import Opened, seen


def test_the_register_of_a_past_day(two_days: Database, opened: Opened) -> None:
    """The incident waits for its triage, which was recorded a day later; so was the request of that morning."""
    version = two_days.data_version()
    app = opened("cases", as_of="2026-11-13")

    assert not app.exception
    assert app.title[0].value == "1 open case: none overdue, 1 with a clock that runs"
    assert list(app.dataframe[0].value["Step"]) == ["triaged", "authority notified"]
    assert list(app.dataframe[1].value["Case"]) == ["incident-2026-001"]
    assert [one.label for one in app.main.button] == ["Back to today"]
    assert not app.main.expander
    assert two_days.data_version() == version
    today = opened("cases")
    assert sorted(today.dataframe[1].value["Case"]) == ["incident-2026-001", "rights-request-2026-001"]


def test_one_case_of_a_past_day(two_days: Database, opened: Opened) -> None:
    """Its steps until then, what happened in words, its clocks as of then; nothing can be recorded."""
    app = opened("cases", as_of="2026-11-13", case="incident-2026-001")

    assert seen(app).startswith("Incident 2026-001: open, next due 14 Nov 2026, 07:00 UTC")
    assert "What happened. Addresses were shown" in seen(app).replace("*", "")
    assert list(app.dataframe[0].value["Stands"]) == ["running", "running"]
    assert list(app.dataframe[1].value["Step"]) == ["Reported"]
    assert [one.label for one in app.main.button] == ["Back to today"]
    assert not app.main.text_area


def test_a_case_that_came_later(two_days: Database, opened: Opened) -> None:
    """It is said not to have been recorded, although it is about the day before."""
    app = opened("cases", as_of="2026-11-13", case="rights-request-2026-001")
    assert app.title[0].value == "Nobody had recorded this case on 13 Nov 2026"


def test_a_register_without_its_charter(two_days: Database, opened: Opened, live: Path) -> None:
    """Where the charter of then is gone no other takes its place: cases without clocks, and that is said."""
    path = live / "charter.yaml"
    path.write_text(path.read_text().replace("24h", "2h"), encoding="utf-8")
    app = opened("cases", as_of="2026-11-13")
    assert app.title[0].value == "1 open case: none overdue, 0 with a clock that runs"
    assert "Clocks cannot be shown: the charter of then is no longer to be had." in seen(app)
