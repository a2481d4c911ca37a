"""Registrations in progress. They are their owner's and change with every answer, so they are no part of the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row, UtcDateTime


class IntakeDraftRow(Row, table=True):
    """The answers that somebody has given so far."""

    __tablename__ = "intake_drafts"

    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=120)
    revision: int = 1
    answers: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    updated: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
