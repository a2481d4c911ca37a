"""The audit trail: one hash-chained event per changed entity; its sequence number is the data version."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, Text, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import Row, UtcDateTime


class EventRow(Row, table=True):
    """`body` is the canonical JSON (RFC 8785) that was hashed, holding every other column but `prev` and `hash`."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("entity", "entity_id", "revision"),
        UniqueConstraint("idempotency_key", "part"),
    )

    seq: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    actor: str
    role: str
    authenticated: bool = False
    kind: str
    entity: str
    entity_id: str
    revision: int
    idempotency_key: str = Field(max_length=120)
    part: int = 0
    body: str = Field(sa_column=Column(Text, nullable=False))
    prev: str = Field(unique=True, max_length=64)
    hash: str = Field(unique=True, max_length=64)
