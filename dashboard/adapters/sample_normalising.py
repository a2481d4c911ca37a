"""The Ibis expression that makes the columns of somebody's sampled answers ours, and finds values that do not fit."""

from datetime import datetime

import ibis
import ibis.expr.types as ir

from dashboard.adapters.event_normalising import identity
from dashboard.adapters.field_reader import FOUND, UNZONED, FieldReader, Normalised
from dashboard.adapters.log_kinds import asks
from dashboard.adapters.spelling import canonical
from dashboard.domain.event_mapping import FlagColumn
from dashboard.domain.log_mapping import Column, Constant
from dashboard.domain.sample_mapping import SampleMapping


def normalise_samples(types: dict[str, str], mapping: SampleMapping, *, latest: datetime) -> Normalised:
    """Our columns from the table `raw`; beside each verdict whether the file asks for it at all."""
    reader = FieldReader(types, missing=mapping.missing, time_zone=mapping.time_zone, latest=latest)
    columns = {
        "sample_id": identity(reader, "sample_id", mapping.sample_id),
        "answered_at": reader.moment("answered_at", mapping.answered_at),
        "channel": _channel(reader, mapping.channel),
        "reviewer_role": _text(reader, mapping.reviewer_role),
        **{name: _verdict(reader, name, flag) for name, flag in mapping.flags.items()},
        **{asks(name): ibis.literal(flag is not None) for name, flag in mapping.flags.items()},
        **{f"a_{name}": reader.group(f"a_{name}", spec) for name, spec in mapping.attributes.items()},
    }
    found = {FOUND + field: text for field, text in reader.found.items()}
    found[UNZONED] = reader.without_zone(mapping.answered_at)
    return Normalised(reader.raw.select(**columns, **found), reader.expected)


def _channel(reader: FieldReader, source: Column | Constant) -> ir.StringValue:
    text = _text(reader, source)
    if isinstance(source, str):
        reader.unfit("channel", source, text.isnull(), "a channel")
    return text


def _text(reader: FieldReader, source: Column | Constant | None) -> ir.StringValue:
    if source is None:
        return ibis.null("string")
    return ibis.literal(source.constant) if isinstance(source, Constant) else canonical(reader.text(source))


def _verdict(reader: FieldReader, name: str, flag: FlagColumn | None) -> ir.BooleanValue:
    return ibis.null("boolean") if flag is None else reader.boolean(name, flag.column, (flag.yes, flag.no), [])
