"""The audit trail as people look through it: by person, kind, thing and period, a page at a time, newest first."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import EventRow

_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; what is None or empty leaves all in. Days are UTC days of recording, both included."""

    actor: str | None = None
    kind: str | None = None
    entity: str | None = None
    about: str = ""
    since: date | None = None
    until: date | None = None


def count_entries(database: Database, wanted: Wanted) -> int:
    """How many entries fit."""
    with database.read() as connection:
        return int(connection.scalar(_chosen(wanted, select(func.count()).select_from(_EVENTS))) or 0)


def entries(database: Database, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Every column but `prev` of the entries that fit, newest first."""
    columns = [column for column in _EVENTS.c if column.name != "prev"]
    query = _chosen(wanted, select(*columns)).order_by(_EVENTS.c.seq.desc())
    return database.frame(query.limit(limit).offset(offset) if limit is not None else query)


def choices(database: Database) -> dict[str, list[str]]:
    """What can be filtered by: every `actor`, `kind` and `entity` that occurs."""
    with database.read() as connection:
        return {
            name: [str(value) for value in connection.scalars(select(_EVENTS.c[name]).distinct())]
            for name in ("actor", "kind", "entity")
        }


def steps_back(database: Database) -> tuple[int, ...]:
    """The entries that were recorded at an earlier time than the entry before: there the clock was set back."""
    before = func.lag(_EVENTS.c.recorded_at).over(order_by=_EVENTS.c.seq).label("before")
    timed = select(_EVENTS.c.seq, _EVENTS.c.recorded_at, before).subquery()
    with database.read() as connection:
        query = select(timed.c.seq).where(timed.c.recorded_at < timed.c.before).order_by(timed.c.seq)
        return tuple(int(seq) for seq in connection.scalars(query))


def bytes_of_bodies(database: Database) -> int:
    """How many characters all events hold, about the size of an export."""
    with database.read() as connection:
        return int(connection.scalar(select(func.coalesce(func.sum(func.length(_EVENTS.c.body)), 0))) or 0)


def _chosen(wanted: Wanted, query: Select[Any]) -> Select[Any]:
    exact = {"actor": wanted.actor, "kind": wanted.kind, "entity": wanted.entity}
    for name, value in exact.items():
        query = query.where(_EVENTS.c[name] == value) if value is not None else query
    for word in wanted.about.lower().split():
        query = query.where(_holds(word))
    if wanted.since is not None:
        query = query.where(_EVENTS.c.recorded_at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(_EVENTS.c.recorded_at < _midnight(wanted.until + timedelta(days=1)))
    return query


def _holds(word: str) -> ColumnElement[bool]:
    """Ids and numbers of entries only: a search through every body would read the whole ledger."""
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    columns = (func.lower(_EVENTS.c.entity_id), cast(_EVENTS.c.seq, String))
    return or_(*(column.like(pattern, escape="\\") for column in columns))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
