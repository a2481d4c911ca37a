"""Interactions become counts: Ibis expressions only, so that another engine than DuckDB can run them.

By day, channel and one attribute at a time: for each rate how many interactions are in question, how many had it, and
of how many nobody recorded it. At most twelve channels and twelve groups an attribute stay themselves.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir

from dashboard.adapters.log_kinds import INTERACTIONS, SAMPLES, asks
from dashboard.adapters.log_rows import Shape, rows_of
from dashboard.domain.counts import MAX_GROUPS, NOT_RECORDED, other_label
from dashboard.domain.rates import ALL, EVENT_COUNTS, OFFER_TO_VULNERABLE, OPENING_HOURS, during

NO, YES = False, True  # as literals for Ibis


def interactions(shape: Shape) -> ir.Table:
    """Every visible row of the log, with the columns of groups."""
    parts = []
    for part in shape.parts:
        rows = rows_of(part, shape.log)
        absent = {name: ibis.null("string") for name in shape.attributes if name not in part.columns}
        parts.append(rows.mutate(**absent).select("day", *shape.log.schema, *shape.attributes))
    return reduce(lambda left, right: left.union(right), parts)


def questions(rows: ir.Table) -> dict[str, tuple[ir.BooleanValue, ir.BooleanValue]]:
    """By rate: whether an interaction is in question (never null), and whether it had it (null where unknown)."""
    led, taken_part = rows.ai_involved == "auto", rows.ai_involved != "none"
    asked = rows.handoff_requested.fill_null(NO)
    joined_in_hours = ibis.ifelse(rows.in_opening_hours.isnull(), ibis.null("boolean"), rows.human_joined)
    return {
        "disclosure_shown": (led, rows.disclosure_shown),
        "handoff_connected": (asked, rows.human_joined),
        during("handoff_connected", OPENING_HOURS): (asked & rows.in_opening_hours.fill_null(YES), joined_in_hours),
        "handed_off": (led, rows.human_joined),
        "resolved": (led, rows.resolved),
        "ai_complaint": (taken_part, rows.complaint),
        "customer_known": (taken_part, rows.subject_key.notnull()),
        "emotion_notice_shown": (taken_part, rows.emotion_notice_shown),
        OFFER_TO_VULNERABLE: (taken_part, rows.vulnerable & rows.persuasive_offer),
    }


def verdicts(rows: ir.Table) -> dict[str, tuple[ir.BooleanValue, ir.BooleanValue]]:
    """The same of sampled answers: an answer is in question where its file asks, and a blank is unknown."""
    rates = {"wrong_or_harmful": "wrong_or_harmful_answer", "personal_data_leaked": "personal_data_leaked"}
    return {rate: (rows[asks(name)].fill_null(NO), rows[name]) for name, rate in rates.items()}


QUESTIONS = {INTERACTIONS.kind: questions, SAMPLES.kind: verdicts}


def frequent(shape: Shape, column: str) -> ir.Table:
    """value, values: the most frequent values of a column, and how many different ones there are."""
    rows = interactions(shape)
    named = rows.filter(rows[column].notnull())
    sizes = named.group_by(value=named[column]).agg(size=named.count())
    sizes = sizes.mutate(values=sizes.count().over(ibis.window()))
    return sizes.order_by(ibis.desc("size"), "value").limit(MAX_GROUPS).select("value", "values")


def counts_by(shape: Shape, column: str | None, kept: Mapping[str, tuple[Sequence[str], int]]) -> ir.Table:
    """day, channel, group and three numbers a rate (`<rate>:yes` …), by one attribute or (None) of all together.

    Args:
        shape: what is counted.
        column: the column of the attribute.
        kept: column -> values that stay groups of their own, and how many others there are.
    """
    rows = interactions(shape)
    group = ibis.literal(ALL) if column is None else folded(rows[column], *kept[column])
    asked = QUESTIONS[shape.log.kind](rows)
    numbers = {}
    for rate, (base, had) in asked.items():
        numbers[f"{rate}:yes"] = (base & had.fill_null(NO)).cast("int64").sum()
        numbers[f"{rate}:unknown"] = (base & had.isnull()).cast("int64").sum()
        numbers[f"{rate}:n"] = base.cast("int64").sum()
    keyed = rows.group_by(day=rows.day, channel=folded(rows.channel, *kept["channel"]), group=group)
    return keyed.agg(**numbers)


def folded(value: ir.StringValue, values: Sequence[str], others: int) -> ir.StringValue:
    """The group of a value: itself, one of the others as one, or not recorded."""
    held = ibis.ifelse(value.isin(list(values)), value, ibis.literal(other_label(others))) if others else value
    return ibis.ifelse(value.isnull(), ibis.literal(NOT_RECORDED), held)


def numbers_of(rate: str) -> list[str]:
    """The columns of one rate in the order of EVENT_COUNTS."""
    return [f"{rate}:{name}" for name in EVENT_COUNTS]
