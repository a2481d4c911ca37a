"""What leaves the store for somebody who does not trust it: events as they were hashed, facts about the chain."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import EventRow
from dashboard.domain.losses import ACCEPTED, LEDGER, Loss

_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
CHECKPOINT = "checkpoint"


def write_events(database: Database, path: Path) -> int:
    """Every event as one JSON line with `seq`, `body`, `prev` and `hash`; returns how many."""
    columns = (_EVENTS.c.seq, _EVENTS.c.body, _EVENTS.c.prev, _EVENTS.c.hash)
    query = select(*columns).order_by(_EVENTS.c.seq).execution_options(yield_per=1000)
    written = 0
    with database.read() as connection, path.open("w", encoding="utf-8") as file:
        for row in connection.execute(query).mappings():
            file.write(json.dumps(dict(row), ensure_ascii=False, separators=(",", ":")) + "\n")
            written += 1
    return written


def event_lines(database: Database, until: int, shows: Callable[[str, str], bool]) -> Iterator[str]:
    """Every event up to number `until` as one JSON line like those of `write_events`.

    Where `shows(entity, entity id)` is false, `withheld` names the kind of entity in place of the body: the next event
    still holds its hash, but what was hashed does not leave the store.
    """
    names = ("seq", "entity", "entity_id", "body", "prev", "hash")
    query = select(*(_EVENTS.c[name] for name in names)).where(_EVENTS.c.seq <= until).order_by(_EVENTS.c.seq)
    with database.read() as connection:
        for row in connection.execute(query.execution_options(yield_per=1000)):
            told = {"body": row.body} if shows(row.entity, row.entity_id) else {"withheld": row.entity}
            line = {"seq": row.seq, **told, "prev": row.prev, "hash": row.hash}
            yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def hashes_at(database: Database, sizes: Iterable[int]) -> dict[int, str]:
    """Seq to hash of the first event, the last one, and those asked for that exist."""
    wanted = {1, *sizes}
    query = select(_EVENTS.c.seq, _EVENTS.c.hash)
    with database.read() as connection:
        last = connection.execute(query.order_by(_EVENTS.c.seq.desc()).limit(1)).all()
        return {row.seq: row.hash for row in [*connection.execute(query.where(_EVENTS.c.seq.in_(wanted))), *last]}


def recorded_checkpoints(database: Database) -> dict[int, str]:
    """Size to code of every checkpoint that the ledger says was made."""
    with database.read() as connection:
        bodies = connection.scalars(select(_EVENTS.c.body).where(_EVENTS.c.entity == CHECKPOINT))
        records = [_record(body) for body in bodies]
    return {int(record["size"]): str(record["code"]) for record in records if {"size", "code"} <= record.keys()}


def recorded_losses(database: Database) -> tuple[Loss, ...]:
    """Every loss that the ledger says was accepted."""
    query = select(_EVENTS.c.seq, _EVENTS.c.body).where(_EVENTS.c.entity == LEDGER, _EVENTS.c.kind == ACCEPTED)
    with database.read() as connection:
        read = [Loss.from_record(row.seq, _record(row.body)) for row in connection.execute(query)]
    return tuple(loss for loss in read if loss is not None)


def _record(body: str) -> dict[str, Any]:
    try:
        record = json.loads(body)["record"]
    except (ValueError, KeyError, TypeError):
        return {}
    return record if isinstance(record, dict) else {}
