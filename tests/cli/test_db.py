"""The command line says what is wrong in a sentence and what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.adapters.database import Database
from dashboard.cli import SUBCOMMANDS, cli
from dashboard.domain.actors import SYSTEM
from tests.databases import disarm


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A live folder of its own."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_MIGRATION_URL", raising=False)
    return tmp_path


def test_a_store_is_created_inspected_and_verified(live: Path) -> None:
    """Three commands take a fresh machine to a verified, empty store."""
    outputs = [CliRunner().invoke(cli, ["db", verb]).output for verb in ("upgrade", "status", "verify")]

    assert "is at revision" in outputs[0]
    assert "events     0" in outputs[1]
    assert outputs[2] == "0 events, 0 problems\n"


def test_a_missing_store_is_one_sentence_and_exit_2(live: Path) -> None:
    """No stack trace reaches a person, and nothing is created by looking."""
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "db", "verify"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr.startswith("There is no store at")
    assert "Traceback" not in done.stderr
    assert list(live.iterdir()) == []


def test_help_lists_every_command_without_loading_any() -> None:
    """Start-up stays quick however many commands there are."""
    program = "import sys, dashboard.cli as c; c.cli(['--help'], standalone_mode=False); print('pandas' in sys.modules)"
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert all(name in output for name in SUBCOMMANDS)
    assert output.strip().endswith("False")


def test_nothing_in_a_message_steers_the_terminal(live: Path) -> None:
    """A file name with an escape sequence is shown, not obeyed."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{live}/evil\x1b[31m.db"}
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "db", "verify"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "\\x1b[31m" in done.stderr


def test_a_broken_chain_is_exit_1(live: Path) -> None:
    """Automation notices a ledger that is not as it was written."""
    CliRunner().invoke(cli, ["db", "upgrade"])
    database = Database.open(f"sqlite:///{live / 'dashboard.db'}")
    with database.write(SYSTEM) as tx:
        tx.append("thing.made", "thing", "a", {})
    disarm(database)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'somebody'")
    database.close()
    result = CliRunner().invoke(cli, ["db", "verify"])

    assert result.exit_code == 1
    assert "event 1: found columns unlike the hashed body: actor" in result.output


def test_every_listed_command_exists(root: Path) -> None:
    """The list of names and the modules cannot drift apart."""
    modules = {name: root / "dashboard" / "cli" / f"{name.replace('-', '_')}.py" for name in SUBCOMMANDS}

    assert {name for name, module in modules.items() if not module.exists()} == set()
