"""Which account at an identity provider is which person, for good; and which of its sign-ins were ended."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from dashboard.adapters.tables.base import Row, UtcDateTime


class IdentityRow(Row, table=True):
    """An account, spelt as its provider spells it; a person may have several, an account belongs to one. Only added."""

    __tablename__ = "identities"

    issuer: str = Field(primary_key=True, max_length=512)
    subject: str = Field(primary_key=True, max_length=255)
    user_id: str = Field(foreign_key="users.id", index=True, max_length=120)


class EndedSignInRow(Row, table=True):
    """Up to which moment of the provider's clock the sign-ins of an account were ended by signing out."""

    __tablename__ = "ended_sign_ins"

    issuer: str = Field(primary_key=True, max_length=512)
    subject: str = Field(primary_key=True, max_length=255)
    up_to: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
