"""What waits for a second person, such as a waiver or a lower tier; who is involved; the ruling. Only added to."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row


class RequestRow(Row, table=True):
    """Something that somebody asks for and somebody else must rule on."""

    __tablename__ = "requests"
    __table_args__ = (UniqueConstraint("id", "asked_by"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True)
    use_case_id: str = Field(foreign_key="use_cases.id", index=True)
    subject: str
    asked_by: str = Field(max_length=120)
    on: date
    details: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))


class RequestInvolvementRow(Row, table=True):
    """Somebody who owns, asked for or changed what is to be ruled on."""

    __tablename__ = "request_involvements"

    request_id: int = Field(primary_key=True, foreign_key="requests.id")
    user_id: str = Field(primary_key=True, max_length=120)
    how: str


class RulingRow(Row, table=True):
    """One ruling for each request; the database refuses one by anybody involved."""

    __tablename__ = "rulings"
    __table_args__ = (
        ForeignKeyConstraint(["request_id", "asked_by"], ["requests.id", "requests.asked_by"]),
        CheckConstraint("ruled_by <> asked_by", name="not_by_asker"),
    )

    request_id: int = Field(primary_key=True)
    asked_by: str
    ruled_by: str
    granted: bool
    reason: str
    on: date
