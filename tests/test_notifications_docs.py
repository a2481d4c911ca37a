"""docs/notifications.md keeps its word: its commands run in its order, and systemd takes its units."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.services.people import add_user
from dashboard.services.start import migrate
from dashboard.settings import load_settings


def blocks(root: Path, kind: str) -> list[str]:
    """The fenced blocks of one language."""
    text = (root / "docs" / "notifications.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_every_command_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a store with the lead of the examples, each command succeeds; the webhook's address is typed."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    database = migrate(load_settings())
    add_user(database, User("lead-1", "Lead", Role.TEAM_LEAD), SYSTEM)
    database.close()
    lines = [shlex.split(line, comments=True) for block in blocks(root, "sh") for line in block.splitlines()]
    assert len(lines) == 7
    for words in lines:
        assert words[:3] == ["python", "-m", "dashboard"]
        done = CliRunner().invoke(cli, words[3:], input="https://hooks.example/x\n")
        assert done.exit_code == 0, (words, done.output, done.exception)


def test_systemd_takes_the_units(root: Path, tmp_path: Path) -> None:
    """Service and timer, verified by systemd itself where it is installed."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not installed here")
    units = []
    for block in blocks(root, "ini"):
        named = re.search(r"^# /etc/systemd/system/(\S+)$", block, re.MULTILINE)
        assert named is not None
        here = block.replace("/srv/dashboard/.venv/bin/python", sys.executable).replace("/srv/dashboard", str(tmp_path))
        units.append(tmp_path / named[1])
        units[-1].write_text(here, encoding="utf-8")
    done = subprocess.run([verify, "verify", *units], capture_output=True, text=True, check=False)

    assert [unit.suffix for unit in units] == [".service", ".timer"]
    ours = [line for line in done.stderr.splitlines() if "dashboard-notify" in line]
    assert (done.returncode, ours) == (0, []), done.stderr
