"""The Ibis expression that makes the columns of somebody's interaction log ours, and finds values that do not fit."""

from datetime import datetime

import ibis
import ibis.expr.types as ir

from dashboard.adapters.field_reader import FOUND, UNZONED, FieldReader, Normalised
from dashboard.adapters.spelling import canonical, spellings
from dashboard.domain.event_mapping import InteractionMapping
from dashboard.domain.log_mapping import Constant

NO = False  # as a literal for Ibis


def normalise_interactions(types: dict[str, str], mapping: InteractionMapping, *, latest: datetime) -> Normalised:
    """Our columns from the table `raw`, and beside each checked field the text that does not fit (`x_<field>`).

    `handoff_requested`, `human_joined` and `served` are null where the log has no such column, so that what
    nobody logged stays unknown; a blank in such a column is a no.
    """
    reader = _Reader(types, mapping, latest)
    started = reader.moment("started_at", mapping.started_at)
    asked = reader.later("handoff_requested_at", mapping.handoff_requested_at, started, "started_at")
    first = ibis.coalesce(asked, started)
    joined = reader.later("human_joined_at", mapping.human_joined_at, first, "started_at or handoff_requested_at")
    served = reader.later("served_at", mapping.served_at, started, "started_at")
    columns = {
        "interaction_id": identity(reader, "interaction_id", mapping.interaction_id),
        "subject_key": reader.plain(mapping.subject_key),
        "channel": reader.channel(),
        "started_at": started,
        "ai_involved": reader.involvement(),
        "handoff_requested_at": asked,
        "human_joined_at": joined,
        "served_at": served,
        "handoff_requested": _whether(asked, mapping.handoff_requested_at),
        "human_joined": _whether(joined, mapping.human_joined_at),
        "served": _whether(served, mapping.served_at),
        **{name: reader.flag(name) for name in mapping.flags},
        **{f"a_{name}": reader.group(f"a_{name}", spec) for name, spec in mapping.attributes.items()},
    }
    found = {FOUND + field: text for field, text in reader.found.items()}
    found[UNZONED] = reader.without_zone(mapping.started_at)
    return Normalised(reader.raw.select(**columns, **found), reader.expected)


def _whether(moment: ir.TimestampValue, column: str | None) -> ir.BooleanValue:
    return ibis.null("boolean") if column is None else moment.notnull()


def identity(reader: FieldReader, field: str, column: str) -> ir.StringValue:
    """An id, which must be there."""
    text = canonical(reader.text(column))
    reader.unfit(field, column, text.isnull(), "an id")
    return text


class _Reader(FieldReader):
    """The fields of an interaction log."""

    def __init__(self, types: dict[str, str], mapping: InteractionMapping, latest: datetime) -> None:
        super().__init__(types, missing=mapping.missing, time_zone=mapping.time_zone, latest=latest)
        self.mapping = mapping

    def plain(self, column: str | None) -> ir.StringValue:
        """A text as it is, or null."""
        return ibis.null("string") if column is None else canonical(self.text(column))

    def channel(self) -> ir.StringValue:
        """The channel, which must be known: an opt-out holds for a channel."""
        source = self.mapping.channel
        if isinstance(source, Constant):
            return ibis.literal(source.constant)
        text = canonical(self.text(source))
        self.unfit("channel", source, text.isnull(), "a channel")
        return text

    def involvement(self) -> ir.StringValue:
        """auto, assist or none; whatever else is set apart, because nobody knows whether AI spoke."""
        spec = self.mapping.ai_involved
        if isinstance(spec, Constant):
            return ibis.literal(spec.constant)
        text = self.text(spec.column)
        ways = {name: spellings(getattr(spec, name)) for name in ("auto", "assist", "none")}
        known = [value for values in ways.values() for value in values]
        wrong = text.isnull() | ~text.isin(known)
        self.unfit("ai_involved", spec.column, wrong, f"one of {', '.join(known)}")
        return ibis.cases(*[(text.isin(values), ibis.literal(name)) for name, values in ways.items()])

    def later(self, field: str, column: str | None, start: ir.TimestampValue, name: str) -> ir.TimestampValue:
        """A time that may be blank, and not earlier than the start."""
        if column is None:
            return ibis.null("timestamp")
        moment = self.moment(field, column, required=False)
        early = (moment < start).fill_null(NO)
        text = ibis.ifelse(early, self.raw[column].cast("string"), ibis.null("string"))
        self.found[field] = ibis.coalesce(self.found[field], text)
        self.expected[field] += f", not before {name}"
        return moment

    def flag(self, name: str) -> ir.BooleanValue:
        """True, false, or null where it is blank or not logged at all."""
        spec = self.mapping.flags[name]
        return ibis.null("boolean") if spec is None else self.boolean(name, spec.column, (spec.yes, spec.no), [])
