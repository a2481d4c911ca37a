"""How people and services are told. Addresses are personal data or secrets: they stand here and in no event."""

from datetime import date

from sqlmodel import Field

from dashboard.adapters.tables.base import Row


class TellingRow(Row, table=True):
    """How one person wants to be told."""

    __tablename__ = "telling"

    user_id: str = Field(primary_key=True, foreign_key="users.id", max_length=120)
    revision: int
    address: str = Field(max_length=254)
    cadence: str = Field(max_length=10)
    weekday: int
    at_once: bool
    since: date


class WebhookRow(Row, table=True):
    """A service that is told what concerns the organisation; the whole `url` is a secret."""

    __tablename__ = "webhooks"

    id: int | None = Field(default=None, primary_key=True)
    revision: int
    name: str = Field(unique=True, max_length=60)
    kind: str = Field(max_length=10)
    url: str = Field(max_length=2000)
    cadence: str = Field(max_length=10)
    weekday: int
    at_once: bool
    since: date
