"""Logs of waits and amounts, and what is counted of them, for tests."""

import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import times
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A store with two use cases."""
    for name in ("bot", "voice"):
        register_use_case(sqlite_database, RegisterUseCase(UseCase(id=name, title=name, lifecycle="live")), SYSTEM)
    return sqlite_database


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def write(folder: Path, name: str, text: str) -> Path:
    """A file."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def counted(database: Database, store: DecisionStore, measure: str, attribute: str = "") -> Counter[Any]:
    """(group or channel, value) -> n; an unknown value is None."""
    found: Counter[Any] = Counter()
    for row in times(database, store).to_dict("records"):
        if (row["measure"], row["attribute"]) == (measure, attribute):
            value = None if math.isnan(row["value"]) else row["value"]
            found[row["group"] or row["channel"], value] += row["n"]
    return found
