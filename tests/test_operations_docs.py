"""docs/operations.md keeps its word: its commands run, in its order, on SQLite and on PostgreSQL."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.json_log import TOLD
from dashboard.domain.actors import SYSTEM
from dashboard.services.registry_files import load_registry_into
from tests.assessing import case, registry


def blocks(root: Path, kind: str) -> list[str]:
    """The fenced blocks of one language."""
    text = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_every_command_runs(database: Database, tmp_path: Path, root: Path) -> None:
    """From the first upgrade over backup and restore to the next upgrade, each command succeeds in a store in use."""
    load_registry_into(database, registry(case()), SYSTEM)
    before = database.data_version()
    url = database.url.render_as_string(hide_password=False)
    (tmp_path / "backups").mkdir()
    env = os.environ | {
        "DATABASE_URL": url,
        "DASHBOARD_LIVE": str(tmp_path / "live"),
        "BACKUPS": str(tmp_path / "backups"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    env.pop("DATABASE_MIGRATION_URL", None)
    lines = [line for block in blocks(root, "sh") for line in block.splitlines()]
    assert len(lines) == 10
    for line in lines:
        done = subprocess.run(["bash", "-ec", line], cwd=root, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    kept = Database.open(url)
    assert kept.data_version() > before
    kept.close()


def test_the_line_of_the_log_is_one(root: Path) -> None:
    """The example has the keys that are documented and written."""
    (line,) = blocks(root, "json")
    assert list(json.loads(line)) == ["time", "level", "logger", "message", *TOLD]
