"""Charters that were proposed, and by whom else they were published. Rows are only added."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import Row


class CharterProposalRow(Row, table=True):
    """A whole charter as text; the newest one that nobody published waits for a second person."""

    __tablename__ = "charter_proposals"
    __table_args__ = (UniqueConstraint("id", "proposed_by"),)

    id: int | None = Field(default=None, primary_key=True)
    version: str
    digest: str = Field(max_length=80)
    effective: date
    text: str
    proposed_by: str = Field(max_length=120)
    on: date
    note: str


class CharterPublicationRow(Row, table=True):
    """One publication for each proposal; the database refuses one by who proposed it."""

    __tablename__ = "charter_publications"
    __table_args__ = (
        ForeignKeyConstraint(["proposal_id", "proposed_by"], ["charter_proposals.id", "charter_proposals.proposed_by"]),
        CheckConstraint("published_by <> proposed_by", name="not_by_proposer"),
    )

    proposal_id: int = Field(primary_key=True)
    version: str = Field(unique=True)
    proposed_by: str
    published_by: str
    on: date
    reason: str
