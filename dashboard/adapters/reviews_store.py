"""Review items between the domain and their tables; every change leaves a note and an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from dashboard.adapters.ledger import record_in
from dashboard.adapters.repository import table
from dashboard.adapters.tables import EventRow, ReviewItemRow, ReviewNoteRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.case_promises import TASK
from dashboard.domain.reviews import CLOSED, FROM_FINDINGS, REOPEN_WITHIN, ReviewItem
from dashboard.domain.tasks import Task, TaskKind

ENTITY, ATTACHED = "review_item", "review_item.answer_attached"
_ITEMS, _NOTES, _EVENTS = table(ReviewItemRow), table(ReviewNoteRow), table(EventRow)
_FIELDS = tuple(name for name in ReviewItem.__dataclass_fields__ if name != "use_case")


@dataclass(frozen=True, slots=True)
class Note:
    """What is written beside a change; `attached` goes into the event alone, whole."""

    action: str
    text: str
    as_of: date
    attached: Mapping[str, Any] | None = None


def items_at_hand(connection: Connection, as_of: date) -> tuple[ReviewItem, ...]:
    """Items of findings that are not closed, or were closed recently enough to be reopened."""
    recent = or_(_ITEMS.c.state != CLOSED, _ITEMS.c.closed >= as_of - REOPEN_WITHIN - timedelta(days=1))
    rows = connection.execute(
        select(_ITEMS).where(recent, _ITEMS.c.kind.in_(FROM_FINDINGS)).order_by(_ITEMS.c.id)
    ).mappings()
    return tuple(_item(row) for row in rows)


def item(connection: Connection, item_id: int) -> ReviewItem | None:
    """One item, or None."""
    row = connection.execute(select(_ITEMS).where(_ITEMS.c.id == item_id)).mappings().first()
    return None if row is None else _item(row)


def items_of(connection: Connection, kind: str | None = None) -> tuple[ReviewItem, ...]:
    """Items of a kind, closed ones too; without a kind those of any kind that are not closed."""
    wanted = _ITEMS.c.state != CLOSED if kind is None else _ITEMS.c.kind == kind
    rows = connection.execute(select(_ITEMS).where(wanted).order_by(_ITEMS.c.id)).mappings()
    return tuple(_item(row) for row in rows)


def items_of_cases(connection: Connection) -> tuple[ReviewItem, ...]:
    """Items about single cases that are not closed."""
    return tuple(item for item in items_of(connection) if item.kind == TASK)


def noted(connection: Connection, action: str) -> dict[int, date]:
    """Item to the last day on which this was done to it."""
    query = select(_NOTES.c.item_id, func.max(_NOTES.c.as_of)).where(_NOTES.c.action == action)
    return {int(row[0]): row[1] for row in connection.execute(query.group_by(_NOTES.c.item_id))}


def open_item(connection: Connection, use_case: str, clause: str) -> ReviewItem | None:
    """The item of a finding that is not closed, or None."""
    mine = (_ITEMS.c.use_case_id == use_case) & (_ITEMS.c.clause == clause) & (_ITEMS.c.state != CLOSED)
    query = select(_ITEMS).where(mine, _ITEMS.c.kind.in_(FROM_FINDINGS)).order_by(_ITEMS.c.id.desc())
    row = connection.execute(query).mappings().first()
    return None if row is None else _item(row)


def open_tasks(connection: Connection, kind: TaskKind) -> dict[str, list[ReviewItem]]:
    """Use case to the items of a task of this kind that are not closed."""
    query = select(_ITEMS).where(_ITEMS.c.kind == kind, _ITEMS.c.state != CLOSED).order_by(_ITEMS.c.id)
    found: dict[str, list[ReviewItem]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["use_case_id"], []).append(_item(row))
    return found


def open_task(tx: Transaction, task: Task, on: date) -> int:
    """Open the item that a task asks for; returns its id."""
    return save_change(tx, None, task.opened(on), Note("opened", task.why, on))


def close_tasks(tx: Transaction, kind: TaskKind, use_case: str, note: Note) -> None:
    """Close every open item of a task of one use case, because what it asked for happened."""
    closed = {"state": CLOSED, "closed": note.as_of, "closed_by": tx.actor.user_id, "resolution": note.text}
    for found in open_tasks(tx.connection, kind).get(use_case, []):
        save_change(tx, found.id, closed, note)


def save_change(tx: Transaction, item_id: int | None, changes: Mapping[str, Any], note: Note) -> int:
    """Open an item (`item_id` None) or change one, with its note and its event; returns the item's id."""
    if item_id is None:
        result = tx.connection.execute(insert(_ITEMS).values(revision=1, times_reopened=0, **changes))
        key = result.inserted_primary_key
        assert key is not None  # noqa: S101  # an insert of one row has one
        item_id = int(key[0])
    else:
        statement = update(_ITEMS).where(_ITEMS.c.id == item_id)
        tx.connection.execute(statement.values(revision=_ITEMS.c.revision + 1, **changes))
    tx.connection.execute(
        insert(_NOTES).values(
            item_id=item_id,
            recorded_at=tx.now,
            as_of=note.as_of,
            by=tx.actor.user_id,
            action=note.action,
            text=note.text,
        )
    )
    stored = tx.connection.execute(select(_ITEMS).where(_ITEMS.c.id == item_id)).mappings().one()
    said = {"action": note.action, "text": note.text, "as_of": note.as_of.isoformat()}
    attached = {} if note.attached is None else {"attached": dict(note.attached)}
    body = {**_plain(stored), "note": said | attached}
    tx.append(f"review_item.{note.action.replace(' ', '_')}", ENTITY, str(item_id), body, int(stored["revision"]))
    return item_id


def attached_to(connection: Connection, item_id: int) -> tuple[Mapping[str, Any], ...]:
    """What was attached to an item, oldest first: columns seq, recorded_at, actor, and `attached` as it was stored."""
    mine = (_EVENTS.c.entity == ENTITY) & (_EVENTS.c.entity_id == str(item_id))
    query = select(_EVENTS.c.seq, _EVENTS.c.recorded_at, _EVENTS.c.actor, _EVENTS.c.body)
    rows = connection.execute(query.where(mine, _EVENTS.c.kind == ATTACHED).order_by(_EVENTS.c.seq)).mappings()
    return tuple({**row, "attached": record_in(row["body"])["note"]["attached"]} for row in rows)


def _item(row: RowMapping) -> ReviewItem:
    return ReviewItem(use_case=row["use_case_id"], **{name: row[name] for name in _FIELDS})


def _plain(row: RowMapping) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
