"""An interaction log and where it goes, for tests."""

from collections import Counter
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import interaction_counts
from dashboard.domain.actors import SYSTEM
from dashboard.domain.event_mapping import InteractionMapping
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.services import taken_in
from tests.services.taken_in import store

__all__ = ["store"]  # a fixture

HEADER = (
    "interaction_id,subject_key,channel,started_at,ai_involved,disclosure_shown,handoff_requested_at,human_joined_at,"
    "resolved,complaint_flag,in_opening_hours,language\n"
)
MAY = (
    "1,s1,chat,2026-05-01T09:00:00Z,auto,yes,,,yes,no,yes,de\n"
    "2,s1,chat,2026-05-01T10:00:00Z,auto,no,2026-05-01T10:02:00Z,2026-05-01T10:03:00Z,no,yes,yes,tr\n"
    "3,s2,voice,2026-05-02T10:00:00Z,auto,,2026-05-02T10:01:00Z,,no,,,\n"
    "4,s3,voice,2026-05-02T11:00:00Z,none,,,,yes,no,no,de\n"
)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A store with one use case."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="bot", title="Bot", lifecycle="live")), SYSTEM)
    return sqlite_database


def write(folder: Path, name: str, rows: str, header: str = HEADER) -> Path:
    """A log file."""
    return taken_in.write(folder, name, rows, header)


def take(  # who, where and how
    database: Database,
    store: DecisionStore,
    file: Path,
    mode: ingest.Mode = "new",
    mapping: InteractionMapping | None = None,
) -> ingest.FileReport:
    """Ingest one file for the use case."""
    command = ingest.IngestInteractions("bot", [file], mapping, mode)
    return ingest.ingest_interactions(database, store, command, SYSTEM).files[0]


def counted(database: Database, store: DecisionStore, attribute: str = "") -> dict[tuple[str, str], tuple[int, ...]]:
    """(rate, group) to yes, unknown and n over all days and channels."""
    counts = interaction_counts(database, store)
    counts = counts[counts["attribute"] == attribute]
    found: Counter[tuple[str, str, str]] = Counter()
    for row in counts.to_dict("records"):
        for name in ("yes", "unknown", "n"):
            found[row["rate"], row["group"], name] += int(row[name])
    return {key[:2]: tuple(found[*key[:2], name] for name in ("yes", "unknown", "n")) for key in found}
