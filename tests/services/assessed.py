"""A store that is assessed again and again, for tests."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.charter import Charter
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.registry import Registry
from dashboard.services.assess import AssessmentSummary, run_assessment
from dashboard.services.stored_facts import Practice
from tests.assessing import AS_OF, charter, clause, counts

NO: dict[str, Any] = {"field": "team", "present": True}
FAIR: dict[str, Any] = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}
PROMISE = charter(clause(NO), clause(NO, id="X-02", severity="medium"), clause(FAIR, id="F-01"))
Run = Callable[..., AssessmentSummary]


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Run:
    """Assess a registry, with or without decisions, on a day."""

    def assess(
        practice: Registry, day: date = AS_OF, *, promise: Charter = PROMISE, log: Any = None
    ) -> AssessmentSummary:
        known = Practice(practice, log or no_decisions(), database.data_version())
        store = DecisionStore(tmp_path / "decisions")
        return run_assessment(database, promise, as_of=day, actor=SYSTEM, store=store, practice=known)

    return assess


def no_decisions() -> DecisionWindows:
    """Counts of nothing."""
    return decided({}).__class__(daily_counts({}), monthly_counts())


def decided(rates: dict[str, tuple[int, float]], day: date = AS_OF) -> DecisionWindows:
    """All decisions on one day."""
    return DecisionWindows(daily_counts(rates, day), monthly_counts())


def daily_counts(rates: dict[str, tuple[int, float]], day: date = AS_OF) -> pd.DataFrame:
    """Single counts of the first use case."""
    frame = counts(rates or {"F": (0, 0.0)}).drop(columns=["row", "stratum"])
    frame = frame.assign(use_case="u", model_version="1", day=pd.Timestamp(day))
    return frame if rates else frame.iloc[:0]


def monthly_counts() -> pd.DataFrame:
    """Joint counts of nothing."""
    frame = daily_counts({"F": (1, 1.0)}).rename(columns={"day": "month"})
    return frame.assign(stratum="").iloc[:0]


def rows(database: Database, table: str, columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table in order."""
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))]  # noqa: S608
