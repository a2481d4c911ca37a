"""Complaints, contests, requests, concerns and incidents with their steps. Rows are only ever added."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import Row, UtcDateTime


class CaseRow(Row, table=True):
    """A case as it was opened; `subject` is a pseudonym, `facts` are those known then."""

    __tablename__ = "cases"

    id: str = Field(primary_key=True, max_length=80)
    kind: str = Field(max_length=40, index=True)
    opened: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    use_case_id: str | None = Field(default=None, max_length=80, foreign_key="use_cases.id", index=True)
    model_version: str | None = Field(default=None, max_length=80)
    channel: str | None = Field(default=None, max_length=80)
    subject: str | None = Field(default=None, max_length=120)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    recorded_by: str = Field(max_length=120)
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class CaseStepRow(Row, table=True):
    """Something that was done about a case, at a time; `facts` are those that became known with it."""

    __tablename__ = "case_steps"
    __table_args__ = (UniqueConstraint("case_id", "step", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(max_length=80, foreign_key="cases.id", index=True)
    step: str = Field(max_length=40)
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    reason: str = Field(default="")
    outcome: str | None = Field(default=None, max_length=40)
    told: bool = False
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    recorded_by: str = Field(max_length=120)
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class CaseStatementRow(Row, table=True):
    """Somebody states that the register of a kind is complete to a day; `source` names the file, or is empty."""

    __tablename__ = "case_statements"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    complete_to: date
    source: str = Field(default="", max_length=200)
    stated_by: str = Field(max_length=120)
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
