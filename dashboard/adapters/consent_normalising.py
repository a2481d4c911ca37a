"""The Ibis expression that makes the columns of somebody's consent history ours, and finds values that do not fit."""

from datetime import datetime

import ibis
import ibis.expr.types as ir

from dashboard.adapters.event_normalising import identity
from dashboard.adapters.field_reader import FOUND, UNZONED, FieldReader, Normalised
from dashboard.adapters.spelling import canonical, spellings
from dashboard.domain.consent_mapping import LEDGERS, ConsentMapping
from dashboard.domain.log_mapping import Constant

NO = False  # as a literal for Ibis


def normalise_consent(types: dict[str, str], mapping: ConsentMapping, *, latest: datetime) -> Normalised:
    """Our columns from the table `raw`; test events are set apart like values that do not fit."""
    reader = FieldReader(types, missing=mapping.missing, time_zone=mapping.time_zone, latest=latest)
    happened = reader.moment("event_time", mapping.event_time)
    recorded = None if mapping.recorded_at is None else mapping.recorded_at
    known = happened if recorded is None else reader.moment("recorded_at", recorded, required=False)
    known = known.fill_null(happened)
    columns = {
        "event_id": identity(reader, "event_id", mapping.event_id),
        "subject_key": identity(reader, "subject_key", mapping.subject_key),
        "purpose_id": _text(reader, mapping.purpose_id),
        "channel": _text(reader, mapping.channel),
        "event_type": _event_type(reader, mapping),
        "event_time": happened,
        "recorded_at": known,
        "effective_at": _effect(reader, mapping.effective_at, known),
        "ledger": _ledger(reader, mapping),
    }
    _set_tests_apart(reader, mapping)
    found = {FOUND + field: text for field, text in reader.found.items()}
    found[UNZONED] = reader.without_zone(mapping.event_time)
    return Normalised(reader.raw.select(**columns, **found), reader.expected)


def _effect(reader: FieldReader, column: str | None, recorded: ir.TimestampValue) -> ir.TimestampValue:
    """When the last system knew; null where nobody can know. An opt-out itself is never set apart for its effect."""
    if column is None:
        return ibis.null("timestamp")
    moment = reader.instant(column)
    sound = (moment >= recorded) & (moment <= reader.latest)
    return ibis.ifelse(sound.fill_null(NO), moment, ibis.null("timestamp"))


def _text(reader: FieldReader, source: str | Constant | None) -> ir.StringValue:
    if source is None:
        return ibis.null("string")
    return ibis.literal(source.constant) if isinstance(source, Constant) else canonical(reader.text(source))


def _event_type(reader: FieldReader, mapping: ConsentMapping) -> ir.StringValue:
    text, types = reader.text(mapping.event_type.column), mapping.event_type.types
    wrong = text.isnull() | ~text.isin(spellings(list(types)))
    reader.unfit("event_type", mapping.event_type.column, wrong, f"one of {', '.join(types)}")
    return ibis.cases(*[(text.isin(spellings([theirs])), ibis.literal(ours)) for theirs, ours in types.items()])


def _ledger(reader: FieldReader, mapping: ConsentMapping) -> ir.StringValue:
    text = _text(reader, mapping.ledger)
    if isinstance(mapping.ledger, str):
        expected = f"one of {', '.join(LEDGERS)}"
        reader.unfit("ledger", mapping.ledger, text.isnull() | ~text.isin(list(LEDGERS)), expected)
    return text


def _set_tests_apart(reader: FieldReader, mapping: ConsentMapping) -> None:
    spec = mapping.is_test
    if spec is not None:
        test = reader.text(spec.column).isin(spellings(spec.yes))
        reader.unfit("is_test", spec.column, test.fill_null(NO), "an event of a real customer, not a test")
