"""Disputes of findings and what was decided about them. Rows are only added."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import Row


class DisputeRow(Row, table=True):
    """What somebody says against a finding; use_case_id is '' where it is about the organisation."""

    __tablename__ = "disputes"
    __table_args__ = (UniqueConstraint("id", "raised_by"), Index("ix_disputes_key", "use_case_id", "clause"))

    id: int | None = Field(default=None, primary_key=True)
    use_case_id: str = Field(max_length=80)
    clause: str
    category: str
    text: str
    status: str
    raised_by: str = Field(max_length=120)
    on: date


class SettlementRow(Row, table=True):
    """One decision for each dispute; the database refuses one by who raised it."""

    __tablename__ = "settlements"
    __table_args__ = (
        ForeignKeyConstraint(["dispute_id", "raised_by"], ["disputes.id", "disputes.raised_by"]),
        CheckConstraint("decided_by <> raised_by", name="not_by_disputer"),
    )

    dispute_id: int = Field(primary_key=True)
    raised_by: str
    decided_by: str
    outcome: str
    reason: str
    correction: str | None = None
    corrected_by: str | None = None
    due: date | None = None
    on: date
