"""Documentation that is generated cannot rot."""

from pathlib import Path

import pytest

from dashboard.cli.docs import pages
from dashboard.settings import VARIABLES


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    """Every generated page."""
    return pages()


@pytest.mark.parametrize(
    "name", ["commands.md", "settings.md", "metrics.md", "charter.md", "registry.md", "clauses.md"]
)
def test_a_committed_page_is_what_the_program_says(name: str, generated: dict[str, str], root: Path) -> None:
    """Commands, settings, metrics, charter format, registry fields and clauses are documented as they are."""
    committed = (root / "docs" / name).read_text(encoding="utf-8")

    assert committed == generated[name], "run `make docs`"


def test_every_setting_that_is_read_is_documented(root: Path) -> None:
    """No environment variable is read that the settings page does not name."""
    text = (root / "dashboard" / "settings.py").read_text(encoding="utf-8")

    assert all(f'"{name}"' in text for name in VARIABLES)
    assert text.count("env.get(") == len(VARIABLES)
