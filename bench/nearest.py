"""A decision's nearest counterfactual among a million, from files to answer, beside reading the same columns alone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench._planted import own_store
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_rows import FeatureRows, feature_rows
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.services.consistent_decisions import LookAtConsistency, look_at_consistency
from dashboard.services.feature_overview import LookAtFeatures, look_at_features
from dashboard.services.ingest import IngestDecisions, ingest_decisions
from dashboard.services.nearest_decision import LookAtDecision, look_at_decision
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.start import migrate
from dashboard.settings import load_settings

ROWS, NUMBERS, WORDS, BOUND = 1_000_000, 8, 8, 1.0
OFFICER = Actor("officer", Role.OFFICER)


def run() -> list[dict[str, Any]]:
    """Seconds on the wall and of processors: taking in, one look, and the bare reading of its columns."""
    with own_store():
        settings = load_settings()
        folder = settings.live
        database, store = migrate(settings), DecisionStore(settings.decision_store)
        register_use_case(database, RegisterUseCase(_case()), SYSTEM)
        start = time.perf_counter()
        ingest_decisions(database, store, IngestDecisions("bench", [_log(folder)]), SYSTEM)
        taken = time.perf_counter() - start
        looks = [_look(database, store, turn) for turn in range(3)]
        bare = min(_bare(_opened(database, store)) for _ in range(3))
        overview = _timed(lambda: look_at_features(database, store, LookAtFeatures("bench", "sex"), OFFICER))
        alike = _timed(lambda: look_at_consistency(database, store, LookAtConsistency("bench", "sex"), OFFICER))
        database.close()
    wall, cpu = min(one[0] for one in looks), min(one[1] for one in looks)
    found = [("one look among a million", wall, "s", BOUND), ("the same, of processors", cpu, "s", 2 * BOUND),
             ("against reading its columns alone", wall / bare, "×", 20.0),
             ("taking the log in", taken, "s", 120.0),
             ("overview of features by group", overview, "s", 10.0),
             ("consistency among neighbours", alike, "s", 30.0)]  # fmt: skip
    return [{"name": name, "figure": figure, "unit": unit, "bound": f"under {bound:g}", "ok": figure < bound}
            for name, figure, unit, bound in found]  # fmt: skip


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _case() -> UseCase:
    names = [*(f"number_{turn}" for turn in range(NUMBERS)), *(f"word_{turn}" for turn in range(WORDS))]
    kept = {"names": names, "reason": "to measure", "days": 365}
    return UseCase.model_validate({"id": "bench", "title": "Bench", "lifecycle": "live", "kept_features": kept})


def _log(folder: Path) -> Path:
    draws, day = np.random.default_rng(3), datetime.now(UTC).date() - timedelta(days=1)
    columns: dict[str, Any] = {f"n_number_{turn}": draws.normal(size=ROWS) * (turn + 1) for turn in range(NUMBERS)}
    for turn in range(WORDS):
        words = np.array([f"value {at}" for at in range(5 + 3 * turn)])
        columns[f"c_word_{turn}"] = words[draws.integers(0, len(words), ROWS)]
    columns |= {"decision_id": [f"d{at}" for at in range(ROWS)], "decided_at": [day] * ROWS}
    columns |= {"selected": draws.random(ROWS) < 0.3, "a_sex": np.array(["F", "M"])[draws.integers(0, 2, ROWS)]}
    path = folder / "log.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def _look(database: Database, store: DecisionStore, turn: int) -> tuple[float, float]:
    start, used = time.perf_counter(), time.process_time()
    look_at_decision(database, store, LookAtDecision("bench", f"d{turn * 1000}"), OFFICER)
    return time.perf_counter() - start, time.process_time() - used


def _opened(database: Database, store: DecisionStore) -> FeatureRows:
    allowed = _case().kept_features
    found = feature_rows(database, store, "bench", allowed, datetime.now(UTC).date()) if allowed else None
    assert found is not None  # noqa: S101  # taken in just now
    return found


def _bare(rows: FeatureRows) -> float:
    start = time.perf_counter()
    for name in rows.kinds:
        rows.column(name)
    return time.perf_counter() - start
