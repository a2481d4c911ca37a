"""People who had withdrawn their consent before a training snapshot was taken, and whose records it holds all the same.

The consent state is the one at the moment of the snapshot, joined anew with every file of the history: what arrives
late counts. Only the consent ledger speaks here: an objection is not a withdrawal. What is kept are the ids of the two
rows of each pair, and how many records and people there were.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dashboard.adapters.consent_rows import aliases, as_one_person
from dashboard.adapters.contacts import MEMORY_MB, events_of, renamed
from dashboard.adapters.duck import arrow, compile_sql, locked_connection
from dashboard.adapters.event_reduction import interactions
from dashboard.adapters.log_kinds import CONSENT, SNAPSHOTS
from dashboard.adapters.visible import BatchFile, visible
from dashboard.domain.consent_parts import OPT_IN

WITHDRAWN = "withdrawn"
PAIRS = pa.schema(
    [
        ("use_case", pa.string()), ("day", pa.date32()), ("snapshot", pa.string()), ("record_id", pa.string()),
        ("event_id", pa.string()), ("purpose", pa.string()), ("hours", pa.float64()),
    ]
)  # fmt: skip
SIZES = pa.schema(
    [
        ("use_case", pa.string()), ("day", pa.date32()), ("snapshot", pa.string()), ("records", pa.int64()),
        ("people", pa.int64()), ("matched", pa.int64()),
    ]
)  # fmt: skip


def withdrawn_in_snapshots(batches: Sequence[BatchFile], use_case: str) -> tuple[pa.Table, pa.Table]:
    """PAIRS by snapshot and record, and SIZES of every snapshot; `matched` people are in the consent history."""
    taken, history = visible(batches, log=SNAPSHOTS), visible(batches, log=CONSENT)
    if taken is None:
        return PAIRS.empty_table(), SIZES.empty_table()
    folders = (*taken.folders, *(history.folders if history else ()))
    with locked_connection(folders, memory_mb=MEMORY_MB) as connection:
        taken.attach(connection)
        records = interactions(taken.shape)
        pairs, known = None, records.filter(ibis.literal(False)).select("subject_key")  # noqa: FBT003
        if history is not None:
            history.attach(connection, "consent_")
            events = events_of(renamed(history).shape)
            links = aliases(events)
            events, records = as_one_person(events, links), as_one_person(records, links)
            known = events.select("subject_key").distinct()
            pairs = arrow(connection, compile_sql(joined(records, events)))
        sizes = arrow(connection, compile_sql(sizes_of(records, known)))
    return _named(pairs, PAIRS, use_case), _named(sizes, SIZES, use_case)


def joined(records: ir.Table, events: ir.Table) -> ir.Table:
    """day, snapshot, record_id, event_id, purpose, hours: of each record the oldest withdrawal that held."""
    newest = _newest(records, events)
    back = ibis.window(group_by=["snapshot", "record_id", "purpose"])
    everywhere = ibis.ifelse(~newest.out & (newest.reach == ""), newest.event_time, ibis.null("timestamp"))
    newest = newest.mutate(returned=everywhere.max().over(back))
    held = newest.filter(newest.out & (newest.returned.isnull() | (newest.event_time >= newest.returned)))
    hours = (held.taken_at.epoch_seconds() - held.event_time.epoch_seconds()) / 3600
    held = held.mutate(hours=hours.cast("float64"))
    first = ibis.window(group_by=["snapshot", "record_id"], order_by=[ibis.desc("hours"), "event_id"])
    held = held.mutate(place=ibis.row_number().over(first))
    held = held.filter(held.place == 0)
    return held.select("day", "snapshot", "record_id", "event_id", "purpose", "hours").order_by("snapshot", "record_id")


def _newest(records: ir.Table, events: ir.Table) -> ir.Table:
    """Of each record, purpose and reach (a channel, or all) the last event before the snapshot; `out`: a withdrawal."""
    events = events.filter((events.ledger == "consent") & events.event_type.isin([*OPT_IN, WITHDRAWN]))
    events = events.select(
        "subject_key", "event_id", "event_type", "event_time", "recorded_at", purpose=events.purpose_id.fill_null(""),
        reach=events.channel.fill_null(""),
    )  # fmt: skip
    same = [records.subject_key == events.subject_key, events.event_time <= records.taken_at]
    both = records.inner_join(events, same)
    both = both.filter(both.trains_for.isnull() | (both.purpose == "") | (both.purpose == both.trains_for))
    both = both.mutate(out=both.event_type == WITHDRAWN)
    last = ibis.window(
        group_by=["snapshot", "record_id", "purpose", "reach"],
        order_by=[ibis.desc("event_time"), ibis.desc("recorded_at"), ibis.desc("out"), "event_id"],
    )
    both = both.mutate(turn=ibis.row_number().over(last))
    return both.filter(both.turn == 0)


def sizes_of(records: ir.Table, known: ir.Table) -> ir.Table:
    """day, snapshot, records, people, matched."""
    found = records.left_join(known.rename(person="subject_key"), records.subject_key == known.subject_key)
    keyed = found.group_by("day", "snapshot")
    return keyed.agg(
        records=found.record_id.nunique(), people=found.subject_key.nunique(), matched=found.person.nunique()
    )


def _named(found: pa.Table | None, schema: pa.Schema, use_case: str) -> pa.Table:
    if found is None:
        return schema.empty_table()
    named = found.append_column("use_case", pa.repeat(pa.scalar(use_case, pa.string()), found.num_rows))
    return named.select(schema.names).cast(schema)
