"""Requests for approval, who was involved in each, and what was decided by somebody else. Rows are only added."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row


class SubmissionRow(Row, table=True):
    """A request to approve one state of a use case."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("id", "submitted_by"),)

    id: int | None = Field(default=None, primary_key=True)
    use_case_id: str = Field(foreign_key="use_cases.id", index=True)
    use_case_revision: int
    submitted_by: str = Field(max_length=120)
    owner: str | None = None
    on: date
    fingerprint: str = Field(max_length=64)


class InvolvementRow(Row, table=True):
    """Somebody who owned, submitted or changed what is to be decided."""

    __tablename__ = "involvements"

    submission_id: int = Field(primary_key=True, foreign_key="submissions.id")
    user_id: str = Field(primary_key=True, max_length=120)
    how: str


class DecisionRow(Row, table=True):
    """One decision for each submission; the database refuses one by anybody involved."""

    __tablename__ = "decisions"
    __table_args__ = (
        ForeignKeyConstraint(["submission_id", "submitted_by"], ["submissions.id", "submissions.submitted_by"]),
        CheckConstraint("decided_by <> submitted_by", name="not_by_submitter"),
    )

    submission_id: int = Field(primary_key=True)
    submitted_by: str
    decided_by: str
    outcome: str
    reason: str
    conditions: list[dict[str, Any]] = Field(sa_column=Column(JsonDocument, nullable=False))
    on: date
    clauses: dict[str, str] | None = Field(default=None, sa_column=Column(JsonDocument))
