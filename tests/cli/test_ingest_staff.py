"""Staff and training from the command line: a header to start from, and a file that decides a clause afterwards."""

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
    """Its header with one row is taken in, and again it does nothing."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    migrate(load_settings()).close()
    header = run("ingest", "template", "staff").splitlines()[0]
    file = tmp_path / "staff.csv"
    file.write_text(f"{header}\nP1,service agent,Voice,2024-01-01,,no,,\n")

    assert run("ingest", "staff", str(file)) == "staff.csv: 1 new, 0 changed, 0 as before.\n"
    assert "nothing happened" in run("ingest", "staff", str(file))
