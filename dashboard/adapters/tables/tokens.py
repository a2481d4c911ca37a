"""When each token was last used, which says nothing about the books and so is no part of the ledger."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from dashboard.adapters.tables.base import Row, UtcDateTime


class TokenUseRow(Row, table=True):
    """About when a token was used last."""

    __tablename__ = "token_uses"

    token_id: str = Field(primary_key=True, max_length=12)
    used: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
