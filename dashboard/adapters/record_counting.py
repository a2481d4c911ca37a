"""How many consent records hold what proves a consent: counts by day and channel, in the form of every rate."""

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dashboard.adapters.contacts import events_of
from dashboard.adapters.duck import arrow, compile_sql, locked_connection
from dashboard.adapters.event_counting import EVENTS, EventsCounted
from dashboard.adapters.log_kinds import CONSENT
from dashboard.adapters.visible import BatchFile, visible
from dashboard.domain.consent_parts import OPT_IN
from dashboard.domain.consent_records import COMPLETE, EVERY_CHANNEL, FIELD, MANDATORY
from dashboard.domain.counts import MAX_GROUPS, other_label
from dashboard.domain.rates import ALL


def count_records(batches: Sequence[BatchFile], use_case: str) -> EventsCounted:
    """Counts of every visible record of a consent that was given or renewed."""
    history = visible(batches, log=CONSENT)
    if history is None:
        return EventsCounted(EVENTS.empty_table())
    with locked_connection(history.folders) as connection:
        history.attach(connection)
        found = arrow(connection, compile_sql(records_by_day(events_of(history.shape)))).to_pylist()
    rows = _rows(_folded(found), use_case)
    table = pa.Table.from_pylist(rows, schema=EVENTS).sort_by([(name, "ascending") for name in EVENTS.names[:6]])
    days = [row["day"] for row in found]
    events = sum(row["n"] for row in found)
    return EventsCounted(table, (FIELD,), min(days, default=None), max(days, default=None), events)


def records_by_day(events: ir.Table) -> ir.Table:
    """day, channel, n, complete, and for each mandatory field how many records hold it."""
    records = events.filter((events.ledger == "consent") & events.event_type.isin(list(OPT_IN)))
    held = {name: records[name].notnull() for name in MANDATORY}
    sums = {f"has_{name}": has.cast("int64").sum() for name, has in held.items()}
    keyed = records.group_by(day=records.event_time.date(), channel=records.channel.fill_null(EVERY_CHANNEL))
    return keyed.agg(n=records.count(), complete=ibis.and_(*held.values()).cast("int64").sum(), **sums)


def _folded(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with all but the most frequent channels as one."""
    sizes: dict[str, int] = {}
    for row in found:
        sizes[row["channel"]] = sizes.get(row["channel"], 0) + row["n"]
    kept = sorted(sizes, key=lambda name: (-sizes[name], name))[:MAX_GROUPS]
    other = other_label(len(sizes) - len(kept))
    return [row if row["channel"] in kept else row | {"channel": other} for row in found]


def _rows(found: list[dict[str, Any]], use_case: str) -> list[dict[str, Any]]:
    """The long form: one row for all fields together, and one a field."""
    rows: list[dict[str, Any]] = []
    for row in found:
        own = {"use_case": use_case, "day": row["day"], "channel": row["channel"], "rate": COMPLETE, "n": row["n"]}
        rows.append(own | {"attribute": ALL, "group": ALL, "yes": row["complete"], "unknown": 0})
        rows += [
            own | {"attribute": FIELD, "group": plain, "yes": row[f"has_{name}"], "unknown": 0}
            for name, plain in MANDATORY.items()
        ]
    return rows
