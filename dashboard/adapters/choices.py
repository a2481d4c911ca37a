"""Who has chosen what, by channel and day: the consent history as changes of numbers of customers.

By customer, ledger, purpose and channel the last event wins; an event without a channel holds for every one. A choice
of type unknown, expired or invalidated ends an opt-in and never an opt-out: unknown reads as no.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dashboard.adapters.consent_rows import aliases, as_one_person, with_ends
from dashboard.adapters.contacts import MEMORY_MB, events_of, renamed
from dashboard.adapters.duck import arrow, compile_sql, locked_connection
from dashboard.adapters.event_reduction import interactions
from dashboard.adapters.log_kinds import CONSENT, INTERACTIONS
from dashboard.adapters.visible import BatchFile, visible
from dashboard.domain.consent_parts import OPT_IN, OPT_OUT
from dashboard.domain.consent_records import EVERY_CHANNEL, KNOWN

CHOICES = pa.schema(
    [
        ("use_case", pa.string()), ("day", pa.date32()), ("ledger", pa.string()), ("purpose", pa.string()),
        ("channel", pa.string()), ("state", pa.string()), ("customers", pa.int64()),
    ]
)  # fmt: skip
NOTHING = ibis.literal("")


@dataclass(frozen=True, slots=True)
class Chosen:
    """CHOICES, and how far identities match: customers of the history, of them met in conversations."""

    table: pa.Table
    customers: int = 0
    met: int = 0


def count_choices(batches: Sequence[BatchFile], use_case: str) -> Chosen:
    """What the visible batches say of the choices of customers."""
    talks, history = visible(batches, log=INTERACTIONS), visible(batches, log=CONSENT)
    if history is None:
        return Chosen(CHOICES.empty_table())
    folders = (*history.folders, *(talks.folders if talks else ()))
    with locked_connection(folders, memory_mb=MEMORY_MB) as connection:
        history.attach(connection, "consent_")
        events = events_of(renamed(history).shape)
        met = _nobody(events)
        if talks is not None:
            talks.attach(connection)
            met = _met(interactions(talks.shape))
        links = aliases(events)
        events, met = as_one_person(events, links), as_one_person(met, links)
        table = pa.concat_tables(
            [_long(arrow(connection, compile_sql(one)), use_case) for one in (changes(events, met), seen(events, met))]
        )
        matched = arrow(connection, compile_sql(identities(events, met))).to_pylist()[0]
    return Chosen(table.sort_by([(name, "ascending") for name in CHOICES.names[1:6]]), **matched)


def changes(events: ir.Table, met: ir.Table) -> ir.Table:
    """day, ledger, purpose, channel, state, customers: how many came to a state, less those who left it."""
    key = ["subject_key", "ledger", "purpose", "channel"]
    rows = _reached(with_ends(events), _channels(events, met))
    out = ibis.cases((rows.event_type.isin(list(OPT_OUT)), 1), (rows.event_type.isin(list(OPT_IN)), 0))
    rows = rows.mutate(out=out.cast("int64"), rank=out.fill_null(2))
    order = ["event_time", "recorded_at", "rank", "event_id"]
    turns = rows.out.count().over(ibis.cumulative_window(group_by=key, order_by=order))
    rows = rows.mutate(turns=turns)
    rows = rows.mutate(held=rows.out.max().over(ibis.window(group_by=[*key, "turns"])))
    state = ibis.cases((rows.held == 1, "out"), (rows.out == 0, "in"), else_="lapsed")
    rows = rows.mutate(state=state, day=rows.event_time.date())
    last = ibis.window(group_by=[*key, "day"], order_by=[ibis.desc(name) for name in order])
    rows = rows.mutate(turn=ibis.row_number().over(last))
    rows = rows.filter(rows.turn == 0)
    rows = rows.mutate(was=rows.state.lag().over(ibis.window(group_by=key, order_by="day")))
    came = rows.select("day", *key[1:], "state", one=1)
    left = rows.filter(rows.was.notnull()).select("day", *key[1:], state="was", one=-1)
    both = came.union(left)
    found = both.group_by("day", *key[1:], "state").agg(customers=both.one.sum())
    return found.filter(found.customers != 0)


def seen(events: ir.Table, met: ir.Table) -> ir.Table:
    """The same for the state `known`: customers by the day on which a channel first knew them."""
    reached = _reached(events, _channels(events, met))
    rows = reached.select("subject_key", "channel", day=reached.event_time.date())
    rows = rows.union(met.select("subject_key", "channel", "day"))
    first = rows.group_by("subject_key", "channel").agg(day=rows.day.min())
    found = first.group_by("day", "channel").agg(customers=first.count())
    return found.mutate(ledger=NOTHING, purpose=NOTHING, state=ibis.literal(KNOWN))


def identities(events: ir.Table, met: ir.Table) -> ir.Table:
    """One row: `customers` of the history, and how many of them are `met` in a conversation."""
    known, found = events.select("subject_key").distinct(), met.select("subject_key").distinct()
    one = known.count().as_table().rename(customers=known.count().get_name())
    other = known.semi_join(found, "subject_key")
    two = other.count().as_table().rename(met=other.count().get_name())
    return one.cross_join(two)


def _met(rows: ir.Table) -> ir.Table:
    """subject_key, channel, day of every conversation that names its customer."""
    return rows.filter(rows.subject_key.notnull()).select("subject_key", "channel", "day").distinct()


def _nobody(events: ir.Table) -> ir.Table:
    nothing = events.filter(ibis.literal(False))  # noqa: FBT003
    return nothing.select("subject_key", "channel", day=nothing.event_time.date())


def _channels(events: ir.Table, met: ir.Table) -> ir.Table:
    """Every channel there is; where there is none, one that stands for all."""
    named = events.filter(events.channel.notnull()).select("channel").union(met.select("channel"))
    every = events.select(channel=ibis.literal(EVERY_CHANNEL))
    both = named.union(every).distinct()
    both = both.mutate(places=both.count().over(ibis.window()))
    return both.filter((both.channel != EVERY_CHANNEL) | (both.places == 1)).select("channel")


def _reached(events: ir.Table, channels: ir.Table) -> ir.Table:
    """The events by each channel that they reach, `purpose` never null."""
    everywhere = events.filter(events.channel.isnull()).drop("channel").cross_join(channels)
    reached = events.filter(events.channel.notnull()).select(*everywhere.columns).union(everywhere)
    return reached.mutate(purpose=reached.purpose_id.fill_null(""))


def _long(found: pa.Table, use_case: str) -> pa.Table:
    named = found.append_column("use_case", pa.repeat(pa.scalar(use_case, pa.string()), found.num_rows))
    return named.select(CHOICES.names).cast(CHOICES)
