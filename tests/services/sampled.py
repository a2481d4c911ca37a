"""Files of reviewed answers, and what they say, for tests."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import sample_counts
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.services.ingest import ingest_samples
from dashboard.services.log_commands import FileReport, IngestSamples, Mode
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.services import taken_in
from tests.services.taken_in import store

__all__ = ["store"]  # a fixture

HEADER = "sample_id,answered_at,channel,language,wrong_or_harmful,personal_data_leaked,reviewer_role\n"
MAY = (
    "1,2026-05-01,chat,de,no,no,quality\n"
    "2,2026-05-01T10:00:00Z,chat,tr,yes,no,quality\n"
    "3,2026-05-02,voice,de,,no,quality\n"
    "4,2026-05-02,voice,,no,yes,\n"
)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A store with one use case."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="u", title="Bot", lifecycle="live")), SYSTEM)
    return sqlite_database


def write(folder: Path, name: str, rows: str, header: str = HEADER) -> Path:
    """A file of reviewed answers."""
    return taken_in.write(folder, name, rows, header)


def take(
    database: Database, store: DecisionStore, file: Path, mode: Mode = "new", mapping: SampleMapping | None = None
) -> FileReport:
    """Ingest one file for the use case."""
    return ingest_samples(database, store, IngestSamples("u", [file], mapping, mode), SYSTEM).files[0]


def counted(database: Database, store: DecisionStore, attribute: str = "") -> dict[tuple[str, str], tuple[int, ...]]:
    """(rate, group) to yes, unknown and n."""
    frame = sample_counts(database, store)
    sums = frame[frame["attribute"] == attribute].groupby(["rate", "group"])[["yes", "unknown", "n"]].sum()
    return {(str(key[0]), str(key[1])): tuple(map(int, row)) for key, row in zip(sums.index, sums.values, strict=True)}
