"""Reads and writes drafts of registrations, each for its owner alone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from dashboard.adapters import ledger
from dashboard.adapters.repository import table
from dashboard.adapters.tables import EventRow, IntakeDraftRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.drafts import IntakeDraft
from dashboard.domain.triage import Answers

ENTITY = "draft"
_DRAFTS, _EVENTS = table(IntakeDraftRow), table(EventRow)


def drafts_of(connection: Connection, owner: str) -> tuple[IntakeDraft, ...]:
    """Somebody's drafts, the one worked on last first."""
    mine = select(_DRAFTS).where(_DRAFTS.c.owner == owner).order_by(_DRAFTS.c.updated.desc(), _DRAFTS.c.id)
    return tuple(_draft(row) for row in connection.execute(mine).mappings())


def draft_in(connection: Connection, draft_id: str, owner: str) -> IntakeDraft | None:
    """One draft; None where there is none, or it is somebody else's."""
    wanted = select(_DRAFTS).where(_DRAFTS.c.id == draft_id, _DRAFTS.c.owner == owner)
    row = connection.execute(wanted).mappings().first()
    return None if row is None else _draft(row)


def add_draft(tx: Transaction, draft_id: str, answers: Answers) -> None:
    """Begin a draft; the ledger learns that and nothing of its content."""
    values = {"id": draft_id, "owner": tx.actor.user_id, "revision": 1, "answers": _plain(answers), "updated": tx.now}
    tx.connection.execute(insert(_DRAFTS).values(**values))
    tx.append("draft.begun", ENTITY, draft_id, {"owner": tx.actor.user_id})


def save_answers(tx: Transaction, draft: IntakeDraft, answers: Answers) -> int:
    """Store all answers of a draft; returns its new revision. No event: it is nobody else's yet."""
    revision = draft.revision + 1
    mine = update(_DRAFTS).where(_DRAFTS.c.id == draft.id, _DRAFTS.c.revision == draft.revision)
    tx.connection.execute(mine.values(answers=_plain(answers), revision=revision, updated=tx.now))
    return revision


def end_draft(tx: Transaction, draft_id: str, how: str, record: Mapping[str, Any]) -> None:
    """Remove a draft that was registered or discarded, with an event that says which."""
    tx.connection.execute(delete(_DRAFTS).where(_DRAFTS.c.id == draft_id))
    tx.append(f"draft.{how}", ENTITY, draft_id, {"owner": tx.actor.user_id, **record})


def registered_as(connection: Connection, draft_id: str, owner: str) -> str | None:
    """The use case that somebody's draft became; None where it did not."""
    kind = (_EVENTS.c.entity == ENTITY) & (_EVENTS.c.entity_id == draft_id) & (_EVENTS.c.kind == "draft.registered")
    body = connection.scalar(select(_EVENTS.c.body).where(kind, _EVENTS.c.actor == owner))
    return None if body is None else str(ledger.record_in(body)["use_case"])


def _plain(answers: Answers) -> dict[str, Any]:
    return {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in answers.items()}


def _draft(row: RowMapping) -> IntakeDraft:
    answers = {name: tuple(one) if isinstance(one, list) else str(one) for name, one in row["answers"].items()}
    return IntakeDraft(row["id"], row["owner"], int(row["revision"]), answers, row["updated"])
