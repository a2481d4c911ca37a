"""Runs the reduction of interactions and sampled answers on DuckDB: which groups stay, and the long form of counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from dashboard.adapters import event_reduction, reduction
from dashboard.adapters.duck import arrow, compile_sql, locked_connection
from dashboard.adapters.log_kinds import INTERACTIONS, Log
from dashboard.adapters.log_rows import Shape
from dashboard.adapters.visible import BatchFile, visible
from dashboard.domain.rates import ALL, EVENT_COUNTS, EVENT_KEYS

EVENTS = pa.schema(
    [
        (name, pa.date32() if name == "day" else pa.int64() if name in EVENT_COUNTS else pa.string())
        for name in (*EVENT_KEYS, *EVENT_COUNTS)
    ]
)


@dataclass(frozen=True, slots=True)
class EventsCounted:
    """The counts of one use case's interactions, and the days they cover."""

    table: pa.Table
    attributes: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    events: int = 0


def count_interactions(batches: Sequence[BatchFile], use_case: str, log: Log = INTERACTIONS) -> EventsCounted:
    """Counts of everything that is visible of this log in these batches."""
    seen = visible(batches, log=log)
    if seen is None:
        return EventsCounted(EVENTS.empty_table())
    with locked_connection(seen.folders) as connection:
        seen.attach(connection)
        return _counted(connection, seen.shape, use_case)


def _counted(connection: DuckDBPyConnection, shape: Shape, use_case: str) -> EventsCounted:
    kept = {name: kept_values(connection, shape, name) for name in ("channel", *shape.attributes)}
    tables = []
    for column in (None, *shape.attributes):
        wide = arrow(connection, compile_sql(event_reduction.counts_by(shape, column, kept)))
        tables.append(_long(wide, use_case, ALL if column is None else reduction.bare(column)))
    rows = event_reduction.interactions(shape)
    extent = rows.agg(events=rows.count(), first=rows.day.min(), last=rows.day.max())
    found = arrow(connection, compile_sql(extent)).to_pylist()[0]
    table = pa.concat_tables(tables).sort_by([(name, "ascending") for name in EVENT_KEYS])
    attributes = tuple(reduction.bare(name) for name in shape.attributes)
    return EventsCounted(table, attributes, found["first"], found["last"], found["events"])


def kept_values(connection: DuckDBPyConnection, shape: Shape, column: str) -> tuple[tuple[str, ...], int]:
    """The values of a column that stay groups of their own, and how many others there are."""
    found = arrow(connection, compile_sql(event_reduction.frequent(shape, column))).to_pylist()
    return tuple(row["value"] for row in found), (found[0]["values"] - len(found) if found else 0)


def _long(wide: pa.Table, use_case: str, attribute: str) -> pa.Table:
    """One row per day, channel, group and rate that has interactions in question."""
    rates = dict.fromkeys(name.rsplit(":", 1)[0] for name in wide.column_names if ":" in name)
    parts = [EVENTS.empty_table()]
    for rate in rates:
        one = wide.filter(pc.greater(wide[f"{rate}:n"], 0))
        rows = one.select(["day", "channel", "group", *event_reduction.numbers_of(rate)])
        rows = rows.rename_columns(["day", "channel", "group", *EVENT_COUNTS])
        for name, text in {"use_case": use_case, "attribute": attribute, "rate": rate}.items():
            rows = rows.append_column(name, pa.repeat(pa.scalar(text, pa.string()), rows.num_rows))
        parts.append(rows.select(EVENTS.names).cast(EVENTS))
    return pa.concat_tables(parts)
