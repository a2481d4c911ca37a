"""Tables of the practice: use cases, their models, documents, sign-offs, waivers, people, the organisation."""

from datetime import date
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row


class UseCaseRow(Row, table=True):
    """A use case; `record` holds every scalar and nested field that has no table of its own."""

    __tablename__ = "use_cases"

    id: str = Field(primary_key=True, max_length=80)
    revision: int = 1
    title: str
    lifecycle: str = Field(index=True)
    team: str | None = Field(default=None, index=True)
    owner: str | None = Field(default=None, index=True)
    kind: str | None = None
    risk_tier: str | None = None
    registered_at: date | None = None
    go_live: date | None = None
    last_material_change: date | None = None
    record: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))


class ModelRow(Row, table=True):
    """A deployed model version of a use case."""

    __tablename__ = "models"

    id: int | None = Field(default=None, primary_key=True)
    use_case_id: str = Field(foreign_key="use_cases.id", index=True)
    name: str
    version: str
    provider: str | None = None
    type: str | None = None
    deployed_at: date | None = None
    retired_at: date | None = None
    uri: str | None = None
    aliases: list[str] | None = Field(default=None, sa_column=Column(JsonDocument(none_as_null=True)))
    reported: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JsonDocument(none_as_null=True)))


class EvidenceRow(Row, table=True):
    """A document; use_case_id is null where it belongs to the organisation."""

    __tablename__ = "evidence"

    id: int | None = Field(default=None, primary_key=True)
    use_case_id: str | None = Field(default=None, foreign_key="use_cases.id", index=True)
    type: str
    effective: date | None = None
    expires: date | None = None
    ref: str | None = None
    sha256: str | None = None
    size: int | None = None
    file_name: str | None = None
    uploaded_by: str | None = None
    uploaded_on: date | None = None
    accepted_by: str | None = None
    accepted_on: date | None = None
    signed_by: str | None = None
    states: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JsonDocument, nullable=False))


class SignOffRow(Row, table=True):
    """A person's dated statement; use_case_id is null where it is about the organisation."""

    __tablename__ = "sign_offs"

    id: int | None = Field(default=None, primary_key=True)
    use_case_id: str | None = Field(default=None, foreign_key="use_cases.id", index=True)
    kind: str
    by: str
    role: str | None = None
    on: date
    looked_at: str | None = None


class WaiverRow(Row, table=True):
    """A clause that a use case may miss until a date."""

    __tablename__ = "waivers"

    id: int | None = Field(default=None, primary_key=True)
    use_case_id: str = Field(foreign_key="use_cases.id", index=True)
    clause: str
    granted: date | None = None
    until: date
    reason: str
    compensating_measure: str | None = None
    approved_by: str | None = None


class OrganisationRow(Row, table=True):
    """The organisation; one row."""

    __tablename__ = "organisation"

    id: int = Field(default=1, primary_key=True)
    revision: int = 1
    name: str
    demonstration: bool = False
    record: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))


class UserRow(Row, table=True):
    """A person by immutable id; `title` is what the screen shows (in the demonstration a function, never a name)."""

    __tablename__ = "users"

    id: str = Field(primary_key=True, max_length=120)
    title: str
    role: str
    team: str | None = None
    active: bool = True


class LastLookRow(Row, table=True):
    """Up to which data version somebody has marked changes as seen."""

    __tablename__ = "last_looks"
    __table_args__ = (Index("ix_last_looks_user_at", "user_id"),)

    user_id: str = Field(primary_key=True, max_length=120)
    data_version: int
    as_of: date
