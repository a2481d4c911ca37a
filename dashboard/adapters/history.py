"""What the ledger knows about the past: an entity's events, and any record as it stood at a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from dashboard.adapters import ledger
from dashboard.adapters.database import Database
from dashboard.adapters.tables import EventRow
from dashboard.domain.registry import Registry, UseCase

_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit trail."""

    seq: int
    recorded_at: datetime
    actor: str
    role: str
    kind: str
    entity: str
    entity_id: str
    revision: int


def record_as_of(database: Database, entity: str, entity_id: str, *, at: datetime | int) -> dict[str, Any] | None:
    """The record as it stood at a time of recording (UTC) or at a data version; None where it was not yet there.

    Sequence, not time, decides the order, so that a clock that was set back changes nothing.
    """
    mine = (_EVENTS.c.entity == entity) & (_EVENTS.c.entity_id == entity_id)
    query = select(_EVENTS.c.body).where(mine, _known_at(at)).order_by(_EVENTS.c.seq.desc()).limit(1)
    with database.read() as connection:
        body = connection.scalar(query)
    return None if body is None else ledger.record_in(body)


def records_as_of(database: Database, entity: str, *, at: datetime | int) -> dict[str, dict[str, Any]]:
    """Every record of a kind as it stood then, by id."""
    newest = (
        select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.entity == entity, _known_at(at)).group_by(_EVENTS.c.entity_id)
    )
    query = select(_EVENTS.c.entity_id, _EVENTS.c.body).where(_EVENTS.c.seq.in_(newest)).order_by(_EVENTS.c.entity_id)
    with database.read() as connection:
        return {row.entity_id: ledger.record_in(row.body) for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with the record that it left."""

    seq: int
    recorded_at: datetime
    actor: str
    kind: str
    entity_id: str
    record: dict[str, Any]


def entries_until(database: Database, entity: str, entity_id: str | None = None, *, at: int) -> tuple[Entry, ...]:
    """Everything that happened to entities of a kind, or to one of them, until an entry of the ledger; oldest first."""
    mine = _EVENTS.c.entity == entity if entity_id is None else _one(entity, entity_id)
    names = [name for name in Entry.__dataclass_fields__ if name != "record"]
    query = select(*(_EVENTS.c[name] for name in (*names, "body"))).where(mine, _known_at(at)).order_by(_EVENTS.c.seq)
    with database.read() as connection:
        rows = connection.execute(query).mappings()
        return tuple(Entry(**{name: row[name] for name in names}, record=ledger.record_in(row["body"])) for row in rows)


def _one(entity: str, entity_id: str) -> ColumnElement[bool]:
    both: ColumnElement[bool] = (_EVENTS.c.entity == entity) & (_EVENTS.c.entity_id == entity_id)
    return both


def registry_as_of(database: Database, *, at: datetime | int) -> Registry:
    """The registry as it was known then."""
    organisation = record_as_of(database, "organisation", "organisation", at=at)
    if organisation is not None:
        organisation.pop("demonstration", None)
    use_cases = list(records_as_of(database, "use_case", at=at).values())
    return Registry.model_validate({"organisation": organisation, "use_cases": use_cases})


def events_of(database: Database, entity: str, entity_id: str) -> tuple[Event, ...]:
    """Everything that happened to one entity, newest first."""
    names = Event.__dataclass_fields__
    mine = (_EVENTS.c.entity == entity) & (_EVENTS.c.entity_id == entity_id)
    query = select(*(_EVENTS.c[name] for name in names)).where(mine).order_by(_EVENTS.c.seq.desc())
    with database.read() as connection:
        return tuple(Event(*row) for row in connection.execute(query))


def _known_at(at: datetime | int) -> ColumnElement[bool]:
    known: ColumnElement[bool] = _EVENTS.c.seq <= at if isinstance(at, int) else _EVENTS.c.recorded_at <= at
    return known


def use_case_at(database: Database, use_case_id: str, revision: int) -> UseCase | None:
    """A use case as it stood in one revision, from the ledger; None where there was no such revision."""
    with database.read() as connection:
        return use_case_at_in(connection, use_case_id, revision)


def use_case_at_in(connection: Connection, use_case_id: str, revision: int) -> UseCase | None:
    """The same inside an open read or write."""
    mine = (_EVENTS.c.entity == "use_case") & (_EVENTS.c.entity_id == use_case_id) & (_EVENTS.c.revision == revision)
    body = connection.scalar(select(_EVENTS.c.body).where(mine))
    return None if body is None else UseCase.model_validate(ledger.record_in(body))
