"""Which immutable count files of the logs around customers are current."""

from datetime import date
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row


class EventCountRow(Row, table=True):
    """One kind of counts of one use case; replaced in the same transaction as its batches."""

    __tablename__ = "event_counts"

    use_case_id: str = Field(primary_key=True, foreign_key="use_cases.id", max_length=80)
    kind: str = Field(primary_key=True, max_length=40)
    path: str
    sha256: str = Field(max_length=64)
    about: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    first_day: date | None = None
    last_day: date | None = None
    events: int = 0
    updated_seq: int
