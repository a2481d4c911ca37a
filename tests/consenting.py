"""Takes in consent records for tests: a use case, a store, and what the command says of a file."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case

MAPPINGS = Path(__file__).parent.parent / "data" / "mappings"


class Records:
    """The consent records of the use case `u`."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self.store = database, folder, DecisionStore(folder / "decisions")
        register_use_case(database, RegisterUseCase(UseCase(id="u", title="Bot", lifecycle="live")), SYSTEM)

    def take(self, file: Path, mapping: str | None = None) -> ingest.FileReport:
        """Ingest a file with a shipped mapping."""
        asked = ingest.IngestConsent("u", [file], None if mapping is None else MAPPINGS / f"consent-{mapping}.yaml")
        return ingest.ingest_consent(self.database, self.store, asked, SYSTEM).files[0]

    def write(self, name: str, text: str) -> Path:
        """A file in the test's folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def kept(self) -> pd.DataFrame:
        """Every stored row, by subject and time."""
        paths = [self.store.root / batch.path for batch in ingest.stored_batches(self.database)]
        rows = pd.concat([pq.read_table(path).to_pandas() for path in paths], ignore_index=True)
        return rows.sort_values(["subject_key", "event_time", "purpose_id"], ignore_index=True)


def shares(report: ingest.FileReport) -> tuple[int, int, int, int, int]:
    """Read, kept, dropped, repeated, refused; the first is the sum of the others."""
    parts = report.rows_stored, report.dropped, report.repeated, report.rows_refused
    assert report.rows_read == sum(parts)
    return (report.rows_read, *parts)


def read_as(report: ingest.FileReport) -> dict[str, tuple[str, int]]:
    """Their value -> ours and how often."""
    return {theirs: (ours, rows) for theirs, ours, rows in report.read_as}


def texts(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of these columns; what is missing is None."""
    held = frame[list(columns)].astype(object)
    return list(held.where(held.notna(), None).itertuples(index=False, name=None))
