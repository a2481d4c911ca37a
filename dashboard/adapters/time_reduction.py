"""Times become histograms: Ibis expressions only, so that another engine than DuckDB can run them.

How long customers waited, how long for a person, and how long an opt-out took to reach the last system: seconds,
rounded up to the grid of domain/amounts. Infinite stands for never (nobody came), null for what nobody recorded.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir

from dashboard.adapters.event_reduction import folded, interactions
from dashboard.adapters.log_rows import Shape
from dashboard.domain.amounts import AMOUNTS, COARSEST, STEPS
from dashboard.domain.consent_parts import OPT_OUT
from dashboard.domain.rates import ALL, OPENING_HOURS, during

NO, YES = False, True  # as literals for Ibis
EVERY_CHANNEL = "every channel"
SLOWEST = 10  # ids kept by measure and month, and as many of those that never ended or whose end is unknown
MICRO = 1_000_000


def waits(shape: Shape) -> ir.Table:
    """id, day, channel, the columns of groups, measure, exact (seconds), value (on the grid): one row a wait."""
    rows = interactions(shape)
    names = ["day", "channel", *shape.attributes]
    parts = [
        rows.filter(base).select(*names, id=rows.interaction_id, measure=ibis.literal(measure), exact=exact)
        for measure, (base, exact) in _questions(rows).items()
    ]
    return _on_grid(reduce(lambda left, right: left.union(right), parts))


def _questions(rows: ir.Table) -> dict[str, tuple[ir.BooleanValue, ir.FloatingValue]]:
    """By measure: which conversations are in question, and how long it took."""
    asked = rows.handoff_requested.fill_null(NO)
    joined = _lasted(rows.handoff_requested_at, rows.human_joined_at, rows.human_joined)
    in_hours = ibis.ifelse(rows.in_opening_hours.isnull(), ibis.null("float64"), joined)
    return {
        "waiting_time": (ibis.literal(YES), _lasted(rows.started_at, rows.served_at, rows.served)),
        "handoff_wait": (asked, joined),
        during("handoff_wait", OPENING_HOURS): (asked & rows.in_opening_hours.fill_null(YES), in_hours),
    }


def effects(events: ir.Table) -> ir.Table:
    """The same of opt-outs: from the record of each to the moment at which the last system followed it."""
    outs = events.filter(events.event_type.isin(list(OPT_OUT)))
    lasted = _seconds(outs.recorded_at, outs.effective_at)
    [measure] = [amount.name for amount in AMOUNTS.values() if amount.source == "consent"]
    return _on_grid(
        outs.select(
            day=outs.recorded_at.date(), channel=outs.channel.fill_null(EVERY_CHANNEL), id=outs.event_id,
            measure=ibis.literal(measure), exact=lasted,
        )
    )  # fmt: skip


def histogram(
    rows: ir.Table, column: str | None, kept: Mapping[str, tuple[Sequence[str], int]] | None = None
) -> ir.Table:
    """day, channel, group, measure, value, n: by channel (None), or over all channels by one attribute.

    Args:
        rows: what `waits` or `effects` gives.
        column: the column of the attribute.
        kept: column -> values that stay groups of their own, and how many others there are.
    """
    nothing = ibis.literal(ALL)
    held = kept or {}
    channel = (
        (folded(rows.channel, *held["channel"]) if "channel" in held else rows.channel) if column is None else nothing
    )
    group = nothing if column is None else folded(rows[column], *held[column])
    keyed = rows.group_by(day=rows.day, channel=channel, group=group, measure=rows.measure, value=rows.value)
    return keyed.agg(n=rows.count())


def slowest(rows: ir.Table) -> ir.Table:
    """day, channel, measure, id, value (exact seconds): of each month the longest, and those without an end."""
    ended = rows.exact.notnull() & (rows.exact < float("inf"))
    held = rows.mutate(month=rows.day.truncate("month"), ended=ended.fill_null(NO))
    order = [ibis.desc(held.exact.fill_null(0.0)), "day", "id"]
    window = ibis.window(group_by=["measure", "month", "ended"], order_by=order)
    held = held.mutate(turn=ibis.row_number().over(window))
    return held.filter(held.turn < SLOWEST).select("day", "channel", "measure", "id", value=held.exact)


def _lasted(start: ir.TimestampValue, end: ir.TimestampValue, ended: ir.BooleanValue) -> ir.FloatingValue:
    """Seconds; infinite where it never ended, null where nobody recorded whether it did."""
    return ibis.cases((ended, _seconds(start, end)), (~ended, ibis.literal(float("inf"))))


def _seconds(start: ir.TimestampValue, end: ir.TimestampValue) -> ir.FloatingValue:
    """Whole seconds, every begun one counted."""
    lasted = _micros(end) - _micros(start)
    return (lasted.cast("float64") / MICRO).ceil().cast("float64")


def _micros(moment: ir.TimestampValue) -> ir.IntegerValue:
    return moment.epoch_seconds().cast("int64") * MICRO + moment.microsecond().cast("int64")


def _on_grid(rows: ir.Table) -> ir.Table:
    """Rounded up: no time is ever kept as shorter than it was."""
    cases = [(rows.exact <= limit, (rows.exact / step).ceil() * step) for limit, step in STEPS]
    rounded = ibis.cases(*cases, else_=(rows.exact / COARSEST).ceil() * COARSEST).cast("float64")
    held = ibis.ifelse(rows.exact == float("inf"), rows.exact, ibis.greatest(rounded, 1.0))
    return rows.mutate(value=ibis.ifelse(rows.exact.isnull(), ibis.null("float64"), held))
