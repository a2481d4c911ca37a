"""Reads and writes drafts of the charter: whoever has a draft's address reads it, its owner alone changes it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from dashboard.adapters.repository import table
from dashboard.adapters.tables import CharterDraftRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.charter_drafts import CharterDraft

ENTITY = "charter_draft"
_DRAFTS = table(CharterDraftRow)


def charter_drafts_of(connection: Connection, owner: str) -> tuple[CharterDraft, ...]:
    """Somebody's drafts, the one worked on last first."""
    mine = select(_DRAFTS).where(_DRAFTS.c.owner == owner).order_by(_DRAFTS.c.updated.desc(), _DRAFTS.c.id)
    return tuple(_draft(row) for row in connection.execute(mine).mappings())


def charter_draft_in(connection: Connection, draft_id: str) -> CharterDraft | None:
    """One draft, anybody's; None where there is none."""
    row = connection.execute(select(_DRAFTS).where(_DRAFTS.c.id == draft_id)).mappings().first()
    return None if row is None else _draft(row)


def add_charter_draft(tx: Transaction, draft_id: str, text: str, based_on: str) -> None:
    """Begin a draft; the ledger learns that and nothing of its content."""
    values = {"id": draft_id, "owner": tx.actor.user_id, "revision": 1, "based_on": based_on, "text": text}
    tx.connection.execute(insert(_DRAFTS).values(**values, updated=tx.now))
    tx.append("charter_draft.begun", ENTITY, draft_id, {"owner": tx.actor.user_id, "based_on": based_on})


def save_charter_draft(tx: Transaction, draft: CharterDraft, text: str) -> int:
    """Store the text of a draft; returns its new revision. No event: it states nothing to anybody yet."""
    revision = draft.revision + 1
    mine = update(_DRAFTS).where(_DRAFTS.c.id == draft.id, _DRAFTS.c.revision == draft.revision)
    tx.connection.execute(mine.values(text=text, revision=revision, updated=tx.now))
    return revision


def end_charter_draft(tx: Transaction, draft_id: str, record: Mapping[str, Any]) -> None:
    """Remove a draft, with an event that says so."""
    tx.connection.execute(delete(_DRAFTS).where(_DRAFTS.c.id == draft_id))
    tx.append("charter_draft.discarded", ENTITY, draft_id, {"owner": tx.actor.user_id, **record})


def _draft(row: RowMapping) -> CharterDraft:
    return CharterDraft(**{name: row[name] for name in CharterDraft.__dataclass_fields__})
