"""Filters that somebody saved under a name, for themselves."""

from typing import Any

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row


class SavedViewRow(Row, table=True):
    """A named set of filters of a page; `query` is a list of name and value, as in the address."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("user_id", "page", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: str = Field(max_length=120)
    page: str = Field(max_length=40)
    name: str = Field(max_length=60)
    query: list[list[Any]] = Field(sa_column=Column(JsonDocument, nullable=False))
