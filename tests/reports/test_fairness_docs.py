"""The feature table of docs/fairness.md names as evidence only what exists."""

import re
from pathlib import Path

import pytest

from dashboard.cli.fairness import command
from dashboard.domain.fairness import METRICS, RATES


def evidence(root: Path) -> list[str]:
    """Every name in code in the last column of the tables."""
    lines = (root / "docs" / "fairness.md").read_text(encoding="utf-8").splitlines()
    cells = [line.rstrip(" |").rsplit("|", 1)[-1] for line in lines if line.startswith("| ")]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_all_evidence_exists(root: Path) -> None:
    """Each name is a metric, a rate, an option of the audit, a word of the charter, or a file of the project."""
    options = {name for parameter in command.params for name in parameter.opts}
    known = {*METRICS, *RATES, *options, "all_of", "all-of"}
    wrong = [name for name in evidence(root) if name not in known and not (root / name).is_file()]
    assert wrong == []


def test_the_table_is_not_empty(root: Path) -> None:
    """Most capabilities name something; the check above has work to do."""
    assert len(evidence(root)) > 60


@pytest.mark.parametrize("name", ["no_such_metric", "tests/no_such_file.py"])
def test_the_check_can_fail(root: Path, name: str) -> None:
    """An invented name is neither a metric nor a file."""
    assert name not in METRICS
    assert not (root / name).is_file()
