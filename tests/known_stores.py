"""A store with decisions, and the same as it was known at an entry of its ledger."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.known_store import Cut
from dashboard.adapters.reported_store import Run
from dashboard.services.known_counts import Until, store_known
from dashboard.services.sources import Sources
from tests.log_histories import FIRST

_RUN = Run(0, FIRST, datetime(2026, 5, 28, tzinfo=UTC), 0, "1", "a")


@pytest.fixture
def log_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return tmp_path


@pytest.fixture
def logged(database: Database, log_folder: Path, root: Path) -> Sources:
    """An empty store and the charter of the repository."""
    return Sources(database, load_charter(root / "charter" / "charter.yaml"), None, log_folder / "decisions", FIRST)


def on(sources: Sources, day: date) -> Sources:
    """The same, with the day as the date of the page."""
    return Sources(sources.database, sources.charter, None, sources.store, day)


def known(sources: Sources, at: int, day: date, *use_cases: str) -> Sources:
    """The same sources as they were known at an entry, on a day."""
    cut = Cut(at, at, _RUN, {}, {})
    store = store_known(sources.database, DecisionStore(sources.store), cut, Until(day, use_cases))
    return Sources(store.database, sources.charter, None, sources.store, day)
