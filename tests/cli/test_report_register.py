"""`report register` writes what was approved, in the languages asked for, and only where it may."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry
from dashboard.cli import cli
from dashboard.errors import InputRejected
from dashboard.services.sources import Sources, read_in_force
from dashboard.settings import load_settings
from tests.cli.test_report import DAY, store
from tests.public_entries import publish

__all__ = ["store"]


def run(*arguments: str | Path) -> Result:
    """The command as a person types it."""
    return CliRunner().invoke(cli, ["report", "register", *map(str, arguments)])


def published(store: Database) -> str:
    """The id of a use case that is public now."""
    settings = load_settings()
    charter, laws = read_in_force(settings, store, DAY)
    name = load_registry(store).use_cases[0].id
    publish(Sources(store, charter, laws, settings.decision_store, DAY), [name])
    return name


def test_only_what_was_approved_is_written(store: Database, tmp_path: Path) -> None:
    """One of six use cases is public: one page in each language, and its words for complaints are there."""
    name = published(store)
    done = run("--out", tmp_path / "site", "--language", "de", "--language", "en")
    assert done.exit_code == 0, done.output
    assert "1 entry in German, English" in done.output
    assert [path.stem for path in (tmp_path / "site" / "de" / "uses").iterdir()] == [name]
    page = (tmp_path / "site" / "en" / "uses" / f"{name}.html").read_text(encoding="utf-8")
    assert "complaints@example.org" in page
    assert "Not published." in page


def test_nobody_of_the_house_is_named(store: Database, tmp_path: Path) -> None:
    """No id of a person, no clause and no review item stands in any file."""
    published(store)
    run("--out", tmp_path / "site")
    people = [one.owner for one in load_registry(store).use_cases if one.owner] + ["register-lead", "register-officer"]
    for path in (tmp_path / "site").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8-sig")
            assert [one for one in people if one in text] == []
            assert "RI-" not in text
            assert "FAI-0" not in text


def test_it_is_made_again_in_the_same_folder_and_in_no_other(store: Database, tmp_path: Path) -> None:
    """A second time replaces the first; a folder of somebody else is refused in a sentence."""
    assert run("--out", tmp_path / "site").exit_code == 0
    assert run("--out", tmp_path / "site").exit_code == 0
    assert "Nothing has been published yet." in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    refused = run("--out", tmp_path)
    assert isinstance(refused.exception, InputRejected)
    assert "which this command did not make" in str(refused.exception)


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    """Nothing is written."""
    refused = run("--out", tmp_path / "site", "--language", "tlh")
    assert refused.exit_code == 2
    assert not (tmp_path / "site").exists()


@pytest.mark.usefixtures("store")
def test_an_empty_register_is_still_a_site(tmp_path: Path) -> None:
    """Before anything is approved, the pages say that nothing is public."""
    done = run("--out", tmp_path / "site", "--language", "nl")
    assert "no entries in Dutch" in done.output
