"""Reads and writes indicators; what a figure was before it was corrected is in its events."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Connection, delete, insert, select

from dashboard.adapters.ledger import Entry
from dashboard.adapters.repository import table
from dashboard.adapters.tables import IndicatorRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.indicators import Indicator

ENTITY = "indicator"
_ROWS = table(IndicatorRow)
_FIELDS = tuple(field.name for field in fields(Indicator))
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredIndicator:
    """An indicator, the file it came from, and how often it was given (1: never corrected)."""

    indicator: Indicator
    source: str
    revision: int


def stored_indicators(connection: Connection) -> tuple[StoredIndicator, ...]:
    """Every indicator, oldest period first."""
    rows = connection.execute(select(_ROWS).order_by(_ROWS.c.first_day, _ROWS.c.key)).mappings()
    return tuple(
        StoredIndicator(Indicator(**{name: row[name] for name in _FIELDS}), row["source"], row["revision"])
        for row in rows
    )


def save_indicators(tx: Transaction, given: Sequence[Indicator], source: str) -> tuple[int, int, int]:
    """Store them with one event each; returns how many were new, had other figures before, and were there already."""
    before = {one.indicator.key: one for one in stored_indicators(tx.connection)}
    new = [one for one in given if one.key not in before]
    other = [one for one in given if one.key in before and before[one.key].indicator != one]
    revisions = {one.key: before[one.key].revision + 1 if one.key in before else 1 for one in (*new, *other)}
    names = [one.key for one in other]
    for start in range(0, len(names), _AT_ONCE):
        tx.connection.execute(delete(_ROWS).where(_ROWS.c.key.in_(names[start : start + _AT_ONCE])))
    stamp = {one.key: {"key": one.key, "source": source, "revision": revisions[one.key]} for one in (*new, *other)}
    rows = [{name: getattr(one, name) for name in _FIELDS} | stamp[one.key] for one in (*new, *other)]
    if rows:
        tx.connection.execute(insert(_ROWS), rows)
    for kind, ones in {"indicator.recorded": new, "indicator.corrected": other}.items():
        tx.append_all(Entry(kind, ENTITY, one.key, one.record | {"source": source}, revisions[one.key]) for one in ones)
    return len(new), len(other), len(given) - len(new) - len(other)
