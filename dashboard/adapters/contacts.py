"""Contacts after an opt-out: the as-of join of interactions with the consent history, in Ibis expressions.

By customer, purpose and channel the last event before an interaction wins; an event without a channel holds for all.
Repeated opt-outs are one: it holds from the first of them, so that saying no again gives no new grace. What is kept
of a contact is two ids, the channel, the day and the hours in between; the grace is the clause's to say.
"""

from functools import reduce

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dashboard.adapters.consent_rows import aliases, as_one_person
from dashboard.adapters.duck import arrow, compile_sql, locked_connection
from dashboard.adapters.event_reduction import interactions
from dashboard.adapters.log_kinds import CONSENT, INTERACTIONS
from dashboard.adapters.log_rows import Shape, rows_of
from dashboard.adapters.visible import BatchFile, Visible, visible
from dashboard.domain.consent_parts import OPT_IN, OPT_OUT

MEMORY_MB = 1536
CONTACTS = pa.schema(
    [
        ("use_case", pa.string()), ("day", pa.date32()), ("channel", pa.string()), ("interaction_id", pa.string()),
        ("event_id", pa.string()), ("ledger", pa.string()), ("hours", pa.float64()),
    ]
)  # fmt: skip


def contacts_after_opt_out(batches: list[BatchFile], use_case: str) -> pa.Table:
    """Every interaction with AI while an opt-out held, whatever the grace: CONTACTS, by day and id."""
    talks, history = visible(batches, log=INTERACTIONS), visible(batches, log=CONSENT)
    if talks is None or history is None:
        return CONTACTS.empty_table()
    with locked_connection((*talks.folders, *history.folders), memory_mb=MEMORY_MB) as connection:
        talks.attach(connection)
        history.attach(connection, "consent_")
        found = arrow(connection, compile_sql(joined(talks.shape, renamed(history).shape)))
    named = found.append_column("use_case", pa.repeat(pa.scalar(use_case, pa.string()), found.num_rows))
    return named.select(CONTACTS.names).cast(CONTACTS)


def consent_events(batches: list[BatchFile]) -> int:
    """How many events the history holds."""
    history = visible(batches, log=CONSENT)
    if history is None:
        return 0
    with locked_connection(history.folders) as connection:
        history.attach(connection)
        return int(arrow(connection, compile_sql(events_of(history.shape).count().as_table()))[0][0].as_py())


def joined(talks: Shape, history: Shape) -> ir.Table:
    """day, channel, interaction_id, event_id, ledger, hours: of each contact the opt-out that held longest."""
    rows = interactions(talks)
    held = _held(rows.filter(rows.ai_involved != "none"), history)
    hours = (held.started_at.epoch_seconds() - held.since.epoch_seconds()) / 3600
    held = held.mutate(hours=hours.cast("float64"))
    window = ibis.window(group_by="interaction_id", order_by=[ibis.desc("hours"), "event_id"])
    held = held.mutate(turn=ibis.row_number().over(window))
    held = held.filter(held.turn == 0)
    return held.select("day", "channel", "interaction_id", "event_id", "ledger", "hours").order_by(
        "day", "interaction_id"
    )


def opted_out(talks: Shape, history: Shape) -> ir.Table:
    """id: the interactions, with AI or without, of customers whose opt-out held when they began."""
    held = _held(interactions(talks), history)
    return held.select(id=held.interaction_id).distinct()


def _held(rows: ir.Table, history: Shape) -> ir.Table:
    """Each interaction beside every opt-out that held when it began."""
    events, rows = events_of(history), rows.filter(rows.subject_key.notnull())
    links = aliases(events)
    events, rows = as_one_person(events, links), as_one_person(rows, links)
    spans = _spans(events, rows.channel.as_table().distinct())
    same = [rows.subject_key == spans.subject, rows.channel == spans.reach, rows.started_at >= spans.since]
    held = rows.inner_join(spans, same)
    return held.filter(held.until.isnull() | (held.started_at < held.until))


def renamed(seen: Visible) -> Visible:
    """The history under names that interactions do not have."""
    parts = tuple(type(part)(f"consent_{part.table}", part.columns, part.hidden) for part in seen.shape.parts)
    return Visible(Shape(parts, (), (), log=CONSENT), ())


def events_of(history: Shape) -> ir.Table:
    """Every visible event."""
    names = list(CONSENT.schema)
    return reduce(
        lambda left, right: left.union(right), [rows_of(part, CONSENT).select(names) for part in history.parts]
    )


def _spans(events: ir.Table, channels: ir.Table) -> ir.Table:
    """subject, reach (a channel), since, until, event_id, ledger: the times in which an opt-out held.

    Consent and preferences are kept apart: what is given in one does not take back what was said in the other.
    """
    events = events.filter(events.event_type.isin([*OPT_IN, *OPT_OUT]))
    everywhere = events.filter(events.channel.isnull()).drop("channel").cross_join(channels)
    reached = events.filter(events.channel.notnull()).select(*everywhere.columns).union(everywhere)
    reached = reached.mutate(out=reached.event_type.isin(list(OPT_OUT)), purpose=reached.purpose_id.fill_null(""))
    key = ["subject_key", "channel", "purpose", "ledger"]
    order = ["event_time", "recorded_at", "out", "event_id"]
    window = ibis.window(group_by=key, order_by=order)
    before = reached.mutate(was=reached.out.lag().over(window).fill_null(False))  # noqa: FBT003
    turns = before.filter(before.out != before.was)
    turns = turns.mutate(until=turns.event_time.lead().over(window))
    outs = turns.filter(turns.out)
    return outs.select(
        subject=outs.subject_key, reach=outs.channel, since=outs.event_time, until=outs.until,
        event_id=outs.event_id, ledger=outs.ledger,
    )  # fmt: skip
