"""Cases from the command line: a header to start from, a file, and the statement that it holds everything."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.services.start import migrate
from dashboard.settings import load_settings


def run(*arguments: str) -> str:
    """What a command prints; it ends well."""
    done = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_template_is_a_file_that_can_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its header with one row is taken in and stated complete; again it does nothing."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    migrate(load_settings()).close()
    header = run("ingest", "cases", "--template").splitlines()[0]
    file = tmp_path / "cases.csv"
    file.write_text(f"{header}\nN-1,concern,2026-01-05{',' * (header.count(',') - 2)}\n")
    stated = ("--complete-to", "2026-01-06", "--kind", "incident")

    assert run("ingest", "cases", str(file), *stated) == (
        "cases.csv: 1 new, 0 moved on, 0 as before.\nComplete to 2026-01-06: concerns and incidents.\n"
    )
    assert "nothing happened" in run("ingest", "cases", str(file), *stated)


def test_a_file_must_be_named() -> None:
    """Without file and without --template there is nothing to do."""
    done = CliRunner().invoke(cli, ["ingest", "cases"])

    assert done.exit_code == 2
    assert "Missing argument" in done.output
