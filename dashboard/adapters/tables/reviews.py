"""Review items: what findings ask people to do, and what people did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row, UtcDateTime


class ReviewItemRow(Row, table=True):
    """One open or closed question; state is open, recovered (closing proposed) or closed."""

    __tablename__ = "review_items"
    __table_args__ = (Index("ix_review_items_key", "use_case_id", "clause"), Index("ix_review_items_state", "state"))

    id: int | None = Field(default=None, primary_key=True)
    revision: int = 1
    use_case_id: str = Field(max_length=80)
    clause: str
    kind: str
    severity: str
    title: str
    state: str
    opened: date
    due: date | None = None
    assignee: str | None = None
    recovered: date | None = None
    closed: date | None = None
    closed_by: str | None = None
    resolution: str | None = None
    times_reopened: int = 0
    proof: dict[str, Any] | None = Field(default=None, sa_column=Column(JsonDocument))


class ReviewNoteRow(Row, table=True):
    """Who did what to an item, and when."""

    __tablename__ = "review_notes"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="review_items.id", index=True)
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    as_of: date
    by: str
    action: str
    text: str = ""
