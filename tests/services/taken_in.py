"""Where a log goes and what becomes of its rows, whatever kind of log it is, for tests."""

import csv
from pathlib import Path

import pytest

from dashboard.adapters.decision_store import DecisionStore
from dashboard.services.log_commands import FileReport


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def write(folder: Path, name: str, rows: str, header: str) -> Path:
    """A file of rows under a header."""
    path = folder / name
    path.write_text(header + rows, encoding="utf-8")
    return path


def one_apart(report: FileReport) -> dict[str, str]:
    """The one row that was set apart, of five: where it stood, what was found and what was expected."""
    assert (report.rows_stored, report.rows_quarantined) == (4, 1)
    assert report.quarantine is not None
    with report.quarantine.open(encoding="utf-8", newline="") as file:
        [apart] = list(csv.DictReader(file))
    return apart
