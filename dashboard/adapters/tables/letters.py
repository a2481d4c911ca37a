"""The outbox: letters that were decided and what became of them, and who was told what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row, UtcDateTime


class LetterRow(Row, table=True):
    """A letter; `state` is waiting, sent, given_up, dropped or empty. No address stands here: it is read when sending.

    `claimed_until` keeps others off while somebody sends it; a claim that ran out is anybody's.
    """

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_state", "state", "next_at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    recipient: str = Field(max_length=140, index=True)
    kind: str = Field(max_length=10)
    day: date
    state: str = Field(max_length=10)
    content: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    attempts: int = 0
    next_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    claimed_until: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    problem: str = Field(default="", max_length=400)
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class ToldRow(Row, table=True):
    """That a recipient was told a fact, by which letter; the primary key is what forbids telling it twice."""

    __tablename__ = "told"
    __table_args__ = (Index("ix_told_recipient_day", "recipient", "day"),)

    recipient: str = Field(primary_key=True, max_length=140)
    fact: str = Field(primary_key=True, max_length=64)
    use_case: str = Field(max_length=80)
    day: date
    at_once: bool
    letter_id: int = Field(foreign_key="letters.id", index=True)
