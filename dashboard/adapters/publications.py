"""What is public and was: the ledger is the only record of it, so that nothing becomes public unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from dashboard.adapters import ledger
from dashboard.adapters.approvals_store import involved_since
from dashboard.adapters.tables import EventRow
from dashboard.domain.public_entry import Entry, Published

ENTITY = "publication"
GRANTED, WITHDRAWN = "publication.granted", "publication.withdrawn"
_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


@dataclass(frozen=True, slots=True)
class Step:
    """An entry was published, or taken out again; `published` is None then."""

    use_case: str
    at: datetime
    on: date
    by: str
    reason: str
    published: Published | None


def steps(connection: Connection, *, at: int | None = None) -> Iterator[Step]:
    """Everything that was published or taken out, oldest first; until an entry of the ledger, where one is given."""
    mine = select(_EVENTS.c.kind, _EVENTS.c.recorded_at, _EVENTS.c.body)
    mine = mine.where(_EVENTS.c.entity.in_(("request", ENTITY)), _EVENTS.c.kind.in_((GRANTED, WITHDRAWN)))
    mine = mine if at is None else mine.where(_EVENTS.c.seq <= at)
    for kind, told, body in connection.execute(mine.order_by(_EVENTS.c.seq)):
        record = ledger.record_in(body)
        yield _granted(record, told) if kind == GRANTED else _withdrawn(record, told)


def public_now(connection: Connection, *, at: int | None = None) -> dict[str, Published]:
    """Use case to what is public about it, or was at an entry of the ledger."""
    found: dict[str, Published | None] = {one.use_case: one.published for one in steps(connection, at=at)}
    return {name: one for name, one in found.items() if one is not None}


def wrote_since(connection: Connection, use_case: str) -> dict[str, str]:
    """Who changed the record since an entry of it was last published, and how: an approval of the use case in between
    approves no words of its public entry.
    """
    granted = select(_EVENTS.c.seq, _EVENTS.c.body).where(_EVENTS.c.entity == "request", _EVENTS.c.kind == GRANTED)
    newest = connection.execute(granted.order_by(_EVENTS.c.seq.desc()))
    last = next((seq for seq, body in newest if ledger.record_in(body)["request"]["use_case"] == use_case), 0)
    return involved_since(connection, use_case, int(last))


def _granted(record: dict[str, Any], at: datetime) -> Step:
    asked, on = record["request"], date.fromisoformat(record["on"])
    entry = Entry.from_details(asked["details"]["entry"])
    published = Published(entry, str(asked["asked_by"]), str(record["ruled_by"]), on, at)
    return Step(str(asked["use_case"]), at, on, published.approved_by, str(record["reason"]), published)


def _withdrawn(record: dict[str, Any], at: datetime) -> Step:
    on = date.fromisoformat(record["on"])
    return Step(str(record["use_case_id"]), at, on, str(record["withdrawn_by"]), str(record["reason"]), None)
