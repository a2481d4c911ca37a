"""`charter compare` says what became of each clause, of files and of published versions."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.errors import NotFound
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from tests.cli.test_charter_try import NAMED, TIERED, written


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, ["charter", "compare", *arguments], catch_exceptions=False)


def test_two_files_in_words_and_as_json(tmp_path: Path) -> None:
    """The rule of the one clause moves from one field to another; nothing of the store is needed."""
    before, after = written(tmp_path, NAMED), written(tmp_path, TIERED, version="8")
    done = run(str(before), str(after))
    assert done.exit_code == 0, done.output
    assert "R-01 A team (changed)" in done.output
    found = json.loads(run(str(before), str(after), "--format", "json").output)
    assert found["charter"] == ["Version goes from 7 to 8."]
    assert [one["clause"] for one in found["clauses"]] == ["R-01"]
    assert "Field goes from team to risk tier." in found["clauses"][0]["changes"]


def test_what_is_in_force_can_be_named_and_an_unknown_version_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file's charter counts until one is published; a version nobody published is a sentence."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_CHARTER", str(written(tmp_path, NAMED)))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    migrate(load_settings()).close()
    assert "from 7 to 8" in run("in force", str(written(tmp_path, TIERED, version="8"))).output
    with pytest.raises(NotFound, match="no published charter of that version"):
        run("in force", "9")
