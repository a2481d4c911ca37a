"""A decision log and where it goes, for tests of taking it in."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case

HEADER = "decision_id,decided_at,selected,label,a_sex\n"
JANUARY = "1,2026-01-01,1,1,F\n2,2026-01-02,0,,F\n3,2026-01-02,1,0,M\n4,2026-01-03,,,M\n"


@pytest.fixture
def database(sqlite_database: Database, officer: Actor) -> Database:
    """A store with one use case."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="churn", title="Churn", lifecycle="live")), SYSTEM)
    return sqlite_database


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Four decisions of three days."""
    return write(tmp_path, "january.csv", JANUARY)


def write(folder: Path, name: str, rows: str, header: str = HEADER) -> Path:
    """A log file."""
    path = folder / name
    path.write_text(header + rows, encoding="utf-8")
    return path


def counted(database: Database, store: DecisionStore) -> dict[str, int]:
    """Decisions by day, decided or not."""
    counts = store.single_counts(database, use_cases=["churn"])
    return (counts["n"] + counts["undecided"]).groupby(counts["day"].dt.strftime("%m-%d")).sum().to_dict()


def take(
    database: Database, store: DecisionStore, officer: Actor, files: Sequence[Path], mode: ingest.Mode = "new"
) -> ingest.IngestReport:
    """Ingest files for the use case."""
    return ingest.ingest_decisions(database, store, ingest.IngestDecisions("churn", files, mode=mode), officer)
