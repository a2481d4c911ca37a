"""Indicators from a file: the same figures do nothing, other figures are a correction that keeps the former ones."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.history import events_of, record_as_of
from dashboard.adapters.indicators_store import StoredIndicator, stored_indicators
from dashboard.cli.ingest import command
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.errors import InputRejected, NotPermitted
from dashboard.services.indicators import IndicatorsTaken, TakeInIndicators, take_in_indicators
from dashboard.settings import load_settings

HEADER = "indicator,period,handled_by,promoters,passives,detractors,yes,n\n"
MAY = "nps,2026-05,ai,50,30,20,,\nnps,2026-05,human,60,30,10,,\ncsat,2026-05,,,,,80,100\n"
TODAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return tmp_path


def take(database: Database, folder: Path, rows: str, name: str = "a.csv", actor: Actor = SYSTEM) -> IndicatorsTaken:
    """Take in one file."""
    (folder / name).write_text(HEADER + rows, encoding="utf-8")
    return take_in_indicators(database, TakeInIndicators(folder / name, TODAY), actor, load_settings())


def stored(database: Database) -> dict[str, StoredIndicator]:
    """Key to what is stored."""
    with database.read() as connection:
        return {one.indicator.key: one for one in stored_indicators(connection)}


def test_a_file_is_stored_with_an_event_each(database: Database, folder: Path) -> None:
    """Three rows are three indicators and three events, on either database."""
    done = take(database, folder, MAY)

    assert (done.added, done.corrected, done.unchanged) == (3, 0, 0)
    held = stored(database)
    assert held["nps|2026-05|||ai"].indicator.promoters == 50
    assert held["csat|2026-05|||"].indicator.n == 100
    assert verify_chain(database) == ()


def test_the_same_figures_again_write_nothing(database: Database, folder: Path) -> None:
    """Another file with the same figures leaves the store at the same version."""
    take(database, folder, MAY)
    version = database.data_version()

    assert take(database, folder, MAY, "copy.csv").unchanged == 3
    assert database.data_version() == version


def test_other_figures_are_a_correction_that_keeps_the_former(database: Database, folder: Path) -> None:
    """One corrected row is one event; the figures before it are still in the ledger."""
    take(database, folder, MAY)
    done = take(database, folder, MAY.replace("50,30,20", "45,30,25"), "b.csv")

    assert (done.added, done.corrected, done.unchanged) == (0, 1, 2)
    one = stored(database)["nps|2026-05|||ai"]
    assert (one.indicator.promoters, one.source, one.revision) == (45, "b.csv", 2)
    history = events_of(database, "indicator", "nps|2026-05|||ai")
    assert [event.kind for event in history] == ["indicator.corrected", "indicator.recorded"]
    records = [record_as_of(database, "indicator", "nps|2026-05|||ai", at=event.seq) or {} for event in history]
    assert [record["promoters"] for record in records] == [45, 50]
    assert verify_chain(database) == ()


def test_a_bad_file_changes_nothing(database: Database, folder: Path) -> None:
    """One row that cannot be meant keeps the others out too."""
    version = database.data_version()
    with pytest.raises(InputRejected, match="row 5, period"):
        take(database, folder, MAY + "nps,soon,,1,2,3,,\n")

    assert database.data_version() == version
    assert stored(database) == {}


def test_a_team_lead_does_not_take_in_indicators(database: Database, folder: Path) -> None:
    """Figures about everybody's customers come from the officer's side, or from the command line."""
    with pytest.raises(NotPermitted, match="take in indicators"):
        take(database, folder, MAY, actor=Actor("lead", Role.TEAM_LEAD))
    assert take(database, folder, MAY, actor=Actor("officer", Role.OFFICER)).added == 3


def test_a_sheet_with_real_dates_is_read(sqlite_database: Database, folder: Path) -> None:
    """A month that a spreadsheet holds as its first day is the month."""
    book = openpyxl.Workbook()
    for row in (["Indicator", "Period", "Yes", "N"], ["csat", date(2026, 5, 1), 80, 100]):
        book.worksheets[0].append(row)
    book.save(folder / "a.xlsx")

    take_in_indicators(sqlite_database, TakeInIndicators(folder / "a.xlsx", TODAY), SYSTEM, load_settings())

    assert list(stored(sqlite_database)) == ["csat|2026-05|||"]


def test_the_command_says_what_it_did(sqlite_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New, corrected and unchanged figures are counted in a sentence."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    (folder / "a.csv").write_text(HEADER + MAY, encoding="utf-8")

    done = CliRunner().invoke(command, ["indicators", str(folder / "a.csv")])

    assert (done.exit_code, done.output) == (0, "a.csv: 3 new, 0 corrected, 0 as before.\n")
