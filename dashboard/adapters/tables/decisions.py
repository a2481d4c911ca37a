"""Which batches of decisions are stored, and which immutable count files are current."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row, UtcDateTime


class BatchRow(Row, table=True):
    """One ingested file; `retracted_seq` is a tombstone and the row stays."""

    __tablename__ = "batches"

    id: str = Field(primary_key=True, max_length=64)
    use_case_id: str = Field(foreign_key="use_cases.id", index=True)
    kind: str = "decisions"
    source: str
    source_sha256: str = Field(index=True, max_length=64)
    mapping_sha256: str = Field(max_length=64)
    path: str
    path_sha256: str = Field(max_length=64)
    rows_read: int
    rows_stored: int
    rows_quarantined: int
    quarantine_path: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    columns: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    recorded_seq: int
    retracted_seq: int | None = None


class FeatureFileRow(Row, table=True):
    """The features that are kept of a batch; once they are erased there is no path, and the row stays."""

    __tablename__ = "feature_files"

    batch_id: str = Field(primary_key=True, foreign_key="batches.id", max_length=64)
    use_case_id: str = Field(foreign_key="use_cases.id", index=True)
    path: str | None = None
    path_sha256: str | None = Field(default=None, max_length=64)
    features: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    rows: int
    recorded_seq: int
    erased_seq: int | None = None


class AttachedModelRow(Row, table=True):
    """A model that is asked what it would say; once it is detached there is no path, and the row stays."""

    __tablename__ = "attached_models"

    use_case_id: str = Field(primary_key=True, foreign_key="use_cases.id", max_length=80)
    model_version: str = Field(primary_key=True, max_length=200)
    path: str | None = None
    sha256: str = Field(max_length=64)
    about: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    attached_by: str = Field(max_length=120)
    recorded_seq: int


class CountSetRow(Row, table=True):
    """The current count files of a use case; replaced in the same transaction as its batches."""

    __tablename__ = "count_sets"

    use_case_id: str = Field(primary_key=True, foreign_key="use_cases.id", max_length=80)
    single_path: str
    joint_path: str
    sha256: str = Field(max_length=64)
    attributes: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    first_day: date | None = None
    last_day: date | None = None
    decisions: int = 0
    updated_seq: int
