"""The audit trail: each event holds the whole canonical record and is chained to the one before.

hash = SHA-256(0x00 ‖ prev ‖ body), where prev is the 32 bytes of the hash before (zeros at the start) and body
the UTF-8 bytes of the canonical JSON (RFC 8785). The stored bytes are hashed; nothing is ever serialised again
to verify them.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

import rfc8785
from sqlalchemy import Connection, func, select

from dashboard.adapters.tables import EventRow
from dashboard.domain.actors import Actor
from dashboard.domain.losses import missing_words
from dashboard.domain.texts import tidy
from dashboard.errors import Problem

GENESIS = "0" * 64
_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_PLAIN = ("seq", "actor", "role", "authenticated", "kind", "entity", "entity_id", "revision", "idempotency_key", "part")
_WALKED = (*_PLAIN, "recorded_at", "body", "prev", "hash")
_TIME = len(_PLAIN)
_BODY = itemgetter(*_PLAIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to one entity; `record` is its whole new state as JSON-like values."""

    kind: str
    entity: str
    entity_id: str
    record: dict[str, Any]
    revision: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all events of one transaction share."""

    actor: Actor
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends."""

    seq: int = 0
    hash: str = GENESIS


START = Head()
_ROWS = 1000


def head(connection: Connection) -> Head:
    """The end of the chain; seq 0 and the genesis hash where it is empty."""
    row = connection.execute(select(_EVENTS.c.seq, _EVENTS.c.hash).order_by(_EVENTS.c.seq.desc()).limit(1)).first()
    return Head(*row) if row else Head()


def canonical(record: dict[str, Any]) -> str:
    """RFC 8785 JSON as text, with all text in NFC.

    Raises:
        InputRejected: For anything that JSON cannot carry exactly.
    """
    return rfc8785.dumps(tidy(record)).decode()


def link(prev: str, body: str) -> str:
    """The hash that chains `body` to the hash before it."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(prev) + body.encode()).hexdigest()


def event_values(entry: Entry, stamp: Stamp, *, after: Head, part: int) -> dict[str, Any]:
    """One row of the events table, chained after `after`."""
    plain: dict[str, Any] = {
        "seq": after.seq + 1,
        "actor": stamp.actor.user_id,
        "role": stamp.actor.role.value,
        "authenticated": stamp.actor.authenticated,
        "kind": entry.kind,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "revision": entry.revision,
        "idempotency_key": stamp.key,
        "part": part,
    }
    body = canonical({**plain, "format": 1, "recorded_at": moment(stamp.at), "record": entry.record})
    return {**plain, "recorded_at": stamp.at, "body": body, "prev": after.hash, "hash": link(after.hash, body)}


def moment(at: datetime) -> str:
    """UTC with microseconds, the same text on every machine."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def next_revision(connection: Connection, entity: str, entity_id: str) -> int:
    """One more than the newest revision of the entity in the ledger; 1 where it has none."""
    mine = (_EVENTS.c.entity == entity) & (_EVENTS.c.entity_id == entity_id)
    return int(connection.scalar(select(func.coalesce(func.max(_EVENTS.c.revision), 0)).where(mine))) + 1


def replayed_seq(connection: Connection, key: str) -> int | None:
    """The last event written under this idempotency key, or None."""
    seq = connection.scalar(select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.idempotency_key == key))
    return None if seq is None else int(seq)


def records_under(connection: Connection, key: str) -> dict[tuple[str, str], dict[str, Any]]:
    """(entity, id) to the record that the command of this idempotency key wrote."""
    query = select(_EVENTS.c.entity, _EVENTS.c.entity_id, _EVENTS.c.body).where(_EVENTS.c.idempotency_key == key)
    return {(row.entity, row.entity_id): record_in(row.body) for row in connection.execute(query)}


def record_in(body: str) -> dict[str, Any]:
    """The entity's record inside an event body."""
    record: dict[str, Any] = json.loads(body)["record"]
    return record


def walk(
    connection: Connection, after: Head = START, reached: Callable[[Head], None] | None = None
) -> Iterator[Problem]:
    """Every break of the chain, in order of seq: order, link, hash, and columns against the hashed body.

    Args:
        connection: A read that sees one moment.
        after: Start behind this event, which was verified before; by default at the first.
        reached: Told now and then, and at the end, how far the walk has come.
    """
    before, tell = after, reached or (lambda _head: None)
    query = select(*(_EVENTS.c[name] for name in _WALKED)).where(_EVENTS.c.seq > after.seq).order_by(_EVENTS.c.seq)
    try:
        for row in connection.execute(query.execution_options(yield_per=_ROWS)):
            if not _is_whole(row, before):
                yield from _problems(row, before)
            before = Head(row[0], row[-1])
            if row[0] % _ROWS == 0:
                tell(before)
    except ValueError:  # a time that is none: the driver cannot even hand the row over
        yield Problem(f"an event after {before.seq}", "a value that cannot be read", "the value that was written")
    tell(before)


def _is_whole(row: Any, before: Head) -> bool:
    """The quick answer for the many; what exactly is wrong with the few is `_problems`' to say."""
    at, body, prev, digest = row[_TIME:]
    try:
        if row[0] != before.seq + 1 or prev != before.hash or digest != link(prev, body):
            return False
        read = json.loads(body)
        return bool(_BODY(read) == row[:_TIME] and read["recorded_at"] == moment(at))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _problems(row: Any, before: Head) -> Iterator[Problem]:
    where = f"event {row.seq}"
    if row.seq != before.seq + 1:
        first, last = before.seq + 1, row.seq - 1
        gone = missing_words(first, last) if last >= first else None
        yield Problem(where, f"seq {row.seq}", f"seq {first}", suggestion=gone)
    if row.prev != before.hash:
        yield Problem(where, f"a link to {row.prev[:12]}…", f"a link to {before.hash[:12]}…")
    if not _is_linked(row):
        yield Problem(where, "a hash that is not that of its content", "the hash of its content")
    yield from _column_problems(row, where)


def _is_linked(row: Any) -> bool:
    try:
        return bool(row.hash == link(row.prev, row.body))
    except ValueError:  # a link that is no hash
        return False


def _read(body: str) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _column_problems(row: Any, where: str) -> Iterator[Problem]:
    body = _read(row.body)
    shown = {**{name: getattr(row, name) for name in _PLAIN}, "recorded_at": moment(row.recorded_at)}
    different = [name for name, value in shown.items() if body.get(name) != value]
    if different:
        yield Problem(where, f"columns unlike the hashed body: {', '.join(different)}", "the same values in both")
