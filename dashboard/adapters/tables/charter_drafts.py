"""Drafts of the charter. They are their owner's until they are proposed, so they are no part of the ledger."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from dashboard.adapters.tables.base import Row, UtcDateTime


class CharterDraftRow(Row, table=True):
    """The text that somebody has written so far; `based_on` is the version that it began as."""

    __tablename__ = "charter_drafts"

    id: str = Field(primary_key=True, max_length=32)
    owner: str = Field(index=True, max_length=120)
    revision: int = 1
    based_on: str = Field(max_length=120)
    text: str = Field(sa_column=Column(Text, nullable=False))
    updated: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
