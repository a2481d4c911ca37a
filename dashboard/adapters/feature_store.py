"""The rows that say of which batches features are kept, and where; queries and writes, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.draft import Draft
from dashboard.adapters.feature_files import kinds_of
from dashboard.adapters.repository import table
from dashboard.adapters.tables import FeatureFileRow
from dashboard.domain.kept_features import Kind

ENTITY = "features"
_FILES = table(FeatureFileRow)


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """Features of a batch: where in the store, the digest of the file, feature -> kind, rows that are left."""

    batch_id: str
    use_case_id: str
    path: str
    path_sha256: str
    features: dict[str, Kind]
    rows: int


@dataclass(frozen=True, slots=True)
class FeatureState:
    """What is left of the features of a batch, or was at some time; without a path nothing is."""

    path: str | None
    path_sha256: str | None
    features: dict[str, Kind]
    rows: int

    def less_than(self, other: "FeatureState") -> bool:
        """Whether something that the other still has was erased here."""
        if other.path is None:
            return False
        return self.path is None or self.rows < other.rows or self.features.keys() < other.features.keys()


def states(connection: Connection) -> dict[str, FeatureState]:
    """By batch, of every batch of which features were ever kept."""
    names = FeatureState.__slots__
    rows = connection.execute(select(_FILES.c.batch_id, *[_FILES.c[name] for name in names])).mappings()
    return {str(row["batch_id"]): FeatureState(**{name: row[name] for name in names}) for row in rows}


def placed(store: DecisionStore, draft: Draft, batch: str, use_case: str) -> dict[str, Any] | None:
    """Put the features of a new batch in their place; what their row says, None where none are kept."""
    if draft.features is None:
        return None
    values = {"batch_id": batch, "use_case_id": use_case, "rows": draft.rows_stored}
    return values | {"features": kinds_of(draft.features), **kept_file(store, draft.features, batch, use_case)}


def kept_file(store: DecisionStore, file: Path, batch: str, use_case: str) -> dict[str, str]:
    """Move a file of features to a place named after batch and content; its path and digest."""
    digest = file_sha256(file)
    relative = f"features/{use_case}/{batch}-{digest[:16]}.parquet"
    store.keep(file, relative)
    return {"path": relative, "path_sha256": digest}


def add(tx: Transaction, values: dict[str, Any]) -> int:
    """Store the row of a file and its event; returns the event's number."""
    seq = tx.append("features.kept", ENTITY, values["batch_id"], values)
    tx.session.add(FeatureFileRow(**values, recorded_seq=seq))
    return seq


def change(tx: Transaction, batch: str, values: dict[str, Any], reason: str) -> int:
    """Point to what is left of the features of a batch; without a path nothing is left. Returns the event's number."""
    row = tx.session.get_one(FeatureFileRow, batch)
    for name, value in values.items():
        setattr(row, name, value)
    body = {"batch_id": batch, "use_case_id": row.use_case_id, **values, "reason": reason}
    seq = tx.append("features.erased", ENTITY, batch, body)
    if row.path is None:
        row.erased_seq = seq
    tx.session.add(row)
    return seq


def feature_files(connection: Connection, use_case: str) -> list[FeatureFile]:
    """The files of a use case of which something is left, oldest first."""
    names = FeatureFile.__slots__
    query = select(*[_FILES.c[name] for name in names]).where(
        _FILES.c.use_case_id == use_case, _FILES.c.path.is_not(None)
    )
    rows = connection.execute(query.order_by(_FILES.c.recorded_seq, _FILES.c.batch_id)).mappings()
    return [FeatureFile(**row) for row in rows]


def use_cases_with_features(database: Database) -> Sequence[str]:
    """Ids of the use cases of which features are kept."""
    query = select(_FILES.c.use_case_id).where(_FILES.c.path.is_not(None)).distinct().order_by(_FILES.c.use_case_id)
    with database.read() as connection:
        return list(connection.execute(query).scalars())
