"""Which account at an identity provider is which person. Rows are only added: an account is one person for good."""

from sqlmodel import Field

from dashboard.adapters.tables.base import Row


class IdentityRow(Row, table=True):
    """An account, spelt as its provider spells it; a person may have several, an account belongs to one."""

    __tablename__ = "identities"

    issuer: str = Field(primary_key=True, max_length=512)
    subject: str = Field(primary_key=True, max_length=255)
    user_id: str = Field(foreign_key="users.id", index=True, max_length=120)
