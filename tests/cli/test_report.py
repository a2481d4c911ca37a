"""`report` writes documents and records them; what it cannot do it says in a sentence, and then writes nothing."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.packs import last_board_pack
from dashboard.adapters.repository import load_registry
from dashboard.cli import cli
from dashboard.errors import InputRejected, NotFound
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from tests.portfolio import plant

DAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A store that the settings name, with findings of DAY."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = load_settings()
    database = migrate(settings)
    plant(database, load_charter(settings.charter), as_of=DAY, live=6)
    return database


def run(*arguments: str | Path) -> Result:
    """The command as a person types it."""
    return CliRunner().invoke(cli, ["report", *map(str, arguments)])


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("html", b"<!doctype html>")])
def test_the_board_pack_is_written_and_recorded(store: Database, tmp_path: Path, form: str, start: bytes) -> None:
    """The file is there, and the ledger names its day."""
    done = run("board", "--as-of", "2026-11-24", "--out", tmp_path / f"pack.{form}")

    assert done.exit_code == 0, done.output
    assert (tmp_path / f"pack.{form}").read_bytes().startswith(start)
    made = last_board_pack(store, before=date.max)
    assert made is not None
    assert made.as_of == date(2026, 11, 24)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [f"pack.{form}"]


def test_one_page_about_a_use_case_is_written(store: Database, tmp_path: Path) -> None:
    """A PDF of one page; making it changes nothing, and an id that nobody has is said."""
    before = store.data_version()
    use_case = load_registry(store).use_cases[0].id
    done = run("use-case", use_case, "--as-of", "2026-11-24", "--out", tmp_path / "page.pdf")
    unknown = run("use-case", "nobody", "--as-of", "2026-11-24", "--out", tmp_path / "other.pdf")

    assert done.exit_code == 0, done.output
    assert len(PdfReader(tmp_path / "page.pdf").pages) == 1
    assert isinstance(unknown.exception, NotFound)
    assert "There is no use case 'nobody'" in str(unknown.exception)
    assert store.data_version() == before
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["page.pdf"]


@pytest.mark.parametrize(
    ("out", "day", "said"),
    [
        ("pack.doc", "2026-11-24", "expected a file ending in .pdf"),
        ("absent/pack.pdf", "2026-11-24", "expected a folder that can be written to"),
        ("pack.pdf", "2026-11-22", "expected 23 Nov 2026 or later"),
    ],
)
def test_what_cannot_be_made_is_said_and_not_recorded(
    store: Database, tmp_path: Path, out: str, day: str, said: str
) -> None:
    """An unknown form, a folder that is not there, a day before the assessment: one sentence, no file, no event."""
    before = store.data_version()
    done = run("board", "--as-of", day, "--out", tmp_path / out)

    assert isinstance(done.exception, InputRejected)
    assert said in str(done.exception)
    assert store.data_version() == before
    assert [one for one in tmp_path.iterdir() if one.is_file()] == []
