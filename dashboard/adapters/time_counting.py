"""Runs the reduction of times on DuckDB: histograms by day, channel and group, and the ids of the slowest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa
from duckdb import DuckDBPyConnection

from dashboard.adapters import time_reduction
from dashboard.adapters.contacts import MEMORY_MB, events_of, opted_out, renamed
from dashboard.adapters.duck import arrow, compile_sql, locked_connection
from dashboard.adapters.event_counting import kept_values
from dashboard.adapters.log_kinds import CONSENT, INTERACTIONS
from dashboard.adapters.log_rows import Shape
from dashboard.adapters.visible import BatchFile, visible
from dashboard.domain.amounts import AMOUNT_KEYS, OPTED_OUT
from dashboard.domain.rates import ALL

_KINDS = {"day": pa.date32(), "value": pa.float64()}
TIMES = pa.schema([*((name, _KINDS.get(name, pa.string())) for name in AMOUNT_KEYS), ("n", pa.int64())])
SLOW = pa.schema([(name, _KINDS.get(name, pa.string())) for name in
                  ("use_case", "day", "channel", "measure", "id", "value")])  # fmt: skip
Kept = Mapping[str, tuple[tuple[str, ...], int]]


@dataclass(frozen=True, slots=True)
class TimesCounted:
    """Histograms of one use case, and its slowest; both sorted, so that the same logs give the same bytes."""

    table: pa.Table
    slowest: pa.Table


def count_times(batches: Sequence[BatchFile], use_case: str) -> TimesCounted:
    """How long everything took that these logs of interactions and consent hold."""
    talks, history = visible(batches, log=INTERACTIONS), visible(batches, log=CONSENT)
    seen = [one for one in (talks, history) if one is not None]
    tables, slow = [TIMES.empty_table()], [SLOW.empty_table()]
    folders = tuple(folder for one in seen for folder in one.folders)
    with locked_connection(folders, memory_mb=MEMORY_MB) as connection:
        if history is not None:
            history.attach(connection, "consent_")
            told = renamed(history).shape
            effects = time_reduction.effects(events_of(told))
            tables.append(_long(connection, time_reduction.histogram(effects, None), use_case, ALL))
            slow.append(_slow(connection, effects, use_case))
        if talks is not None:
            talks.attach(connection)
            consent = None if history is None else renamed(history).shape
            found = _waits(connection, talks.shape, consent, use_case)
            tables, slow = [*tables, *found[0]], [*slow, found[1]]
    keys = [(name, "ascending") for name in (*AMOUNT_KEYS, "n")]
    return TimesCounted(
        pa.concat_tables(tables).sort_by(keys),
        pa.concat_tables(slow).sort_by([(name, "ascending") for name in ("measure", "day", "id")]),
    )


def _waits(
    connection: DuckDBPyConnection, shape: Shape, history: Shape | None, use_case: str
) -> tuple[list[pa.Table], pa.Table]:
    kept = {name: kept_values(connection, shape, name) for name in ("channel", *shape.attributes)}
    rows = time_reduction.waits(shape)
    tables = [
        _long(connection, time_reduction.histogram(rows, column, kept), use_case, ALL if column is None else column[2:])
        for column in (None, *shape.attributes)
    ]
    if history is not None:
        theirs = rows.filter(rows.measure == "waiting_time").semi_join(opted_out(shape, history), "id")
        tables.append(_long(connection, time_reduction.histogram(theirs, None, kept), use_case, OPTED_OUT))
    return tables, _slow(connection, rows, use_case)


def _long(connection: DuckDBPyConnection, counted: ir.Table, use_case: str, attribute: str) -> pa.Table:
    rows = arrow(connection, compile_sql(counted))
    for name, text in {"use_case": use_case, "attribute": attribute}.items():
        rows = rows.append_column(name, pa.repeat(pa.scalar(text, pa.string()), rows.num_rows))
    return rows.select(TIMES.names).cast(TIMES)


def _slow(connection: DuckDBPyConnection, rows: ir.Table, use_case: str) -> pa.Table:
    found = arrow(connection, compile_sql(time_reduction.slowest(rows)))
    named = found.append_column("use_case", pa.repeat(pa.scalar(use_case, pa.string()), found.num_rows))
    return named.select(SLOW.names).cast(SLOW)
