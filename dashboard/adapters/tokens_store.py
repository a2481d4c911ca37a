"""Tokens live in the ledger alone, as their newest event says; beside it stands only when each was last used.

So no token works that no event records, and whoever takes one away leaves a trace.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from dashboard.adapters import ledger
from dashboard.adapters.repository import table
from dashboard.adapters.tables import EventRow, TokenUseRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.tokens import Token

ENTITY, _PUSH = "api_token", "token_push"
_HOW = "made a token that pushed to it"
_EVENTS, _USES = table(EventRow), table(TokenUseRow)


def save_token(tx: Transaction, token: Token) -> None:
    """Record that a token was made, or revoked."""
    tx.append("token.made" if token.revoked_at is None else "token.revoked", ENTITY, token.id, token.as_record())


def token(connection: Connection, token_id: str) -> Token | None:
    """One token as it is now; None where none was made under this id."""
    mine = (_EVENTS.c.entity == ENTITY) & (_EVENTS.c.entity_id == token_id)
    body = connection.scalar(select(_EVENTS.c.body).where(mine).order_by(_EVENTS.c.revision.desc()).limit(1))
    return None if body is None else Token.from_record(ledger.record_in(body))


def tokens(connection: Connection) -> tuple[Token, ...]:
    """Every token that was ever made, as it is now, newest first."""
    newest = select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.entity == ENTITY).group_by(_EVENTS.c.entity_id)
    query = select(_EVENTS.c.body).where(_EVENTS.c.seq.in_(newest))
    found = [Token.from_record(ledger.record_in(body)) for body in connection.scalars(query)]
    return tuple(sorted(found, key=lambda one: (one.made_at, one.id), reverse=True))


def add_push(tx: Transaction, use_case: str, token: Token, what: Mapping[str, Any]) -> dict[str, str]:
    """Record which token something came by; returns who is involved by having made it, user id to how."""
    record = {"token": token.id, "made_by": token.made_by, **what}
    tx.append("token.pushed", _PUSH, use_case, record)
    return {token.made_by: _HOW}


def makers_since(connection: Connection, use_case: str, after_seq: int) -> dict[str, str]:
    """Who made a token by which something of this use case came after an event; user id to how."""
    mine = (_EVENTS.c.entity == _PUSH) & (_EVENTS.c.entity_id == use_case) & (_EVENTS.c.seq > after_seq)
    bodies = connection.scalars(select(_EVENTS.c.body).where(mine))
    return {str(ledger.record_in(body)["made_by"]): _HOW for body in bodies}


def pushed_under(connection: Connection, key: str, use_case: str) -> dict[str, Any] | None:
    """What came for a use case under a command's key; None where nothing did."""
    return ledger.records_under(connection, key).get((_PUSH, use_case))


def last_uses(connection: Connection) -> dict[str, datetime]:
    """Token id to about when it was last used (UTC); absent where it never was."""
    return {row.token_id: row.used for row in connection.execute(select(_USES))}


def note_use(tx: Transaction, token_id: str) -> None:
    """Remember that a token was used now."""
    tx.connection.execute(delete(_USES).where(_USES.c.token_id == token_id))
    tx.connection.execute(insert(_USES).values(token_id=token_id, used=tx.now))
