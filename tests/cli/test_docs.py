"""Documentation that is generated cannot rot."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import VARIABLES

VARIABLE = re.compile(r'"((?:DASHBOARD|DATABASE|SPARK|MLFLOW)_[A-Z_]+)"')


@pytest.fixture(scope="module")
def said(root: Path) -> str:
    """What `docs --check` prints; a process of its own, as click remembers the help options it was first asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "docs", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize(
    "name", ["commands.md", "settings.md", "metrics.md", "charter.md", "registry.md", "clauses.md", "api-reference.md"]
)
def test_a_committed_page_is_what_the_program_says(name: str, said: str) -> None:
    """Commands, settings, metrics, charter format, registry fields and clauses are documented as they are."""
    assert f"current: docs/{name}" in said, f"{said}\nrun `make docs`"


def test_every_setting_that_is_read_is_documented(root: Path) -> None:
    """No environment variable is read that the settings page does not name."""
    files = (root / "dashboard" / "settings").glob("*.py")
    named = {name for file in files for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}

    assert {name for name in named if not name.startswith("DASHBOARD_OIDC_{")} == set(VARIABLES)
