"""The Ibis expression that makes the columns of somebody's consent history ours, and finds values that do not fit."""

from datetime import datetime

import ibis
import ibis.expr.types as ir

from dashboard.adapters.consent_fields import NO, ConsentReader
from dashboard.adapters.field_reader import FOUND, HIDDEN, UNZONED, Normalised
from dashboard.adapters.quarantine import NO_EVENT, TEST
from dashboard.adapters.receipts import JOINED
from dashboard.adapters.spelling import spellings
from dashboard.domain.consent_mapping import LEDGERS, RECORD_TEXTS, ConsentMapping
from dashboard.domain.consent_parts import UNKNOWN, EventTypeColumn
from dashboard.domain.log_mapping import Constant


def normalise_consent(types: dict[str, str], mapping: ConsentMapping, *, latest: datetime) -> Normalised:
    """Our columns from the table `raw`; tests and what is no event are set apart like values that do not fit."""
    reader = ConsentReader(types, mapping, latest)
    happened = reader.moment("event_time", mapping.event_time)
    known = _recorded(reader, mapping, happened)
    subject, said = reader.subject(), _said(reader, mapping)
    kind, ledger = _event_type(reader, mapping, said), _ledger(reader, mapping)
    purpose, channel = reader.plain(mapping.purpose_id), reader.plain(mapping.channel)
    named = {"subject_key": subject, "ledger": ledger, "purpose_id": purpose, "channel": channel, "event_type": kind}
    columns = {
        "event_id": reader.event_id([*named.values(), happened.cast("string")]),
        **named,
        "event_time": happened,
        "recorded_at": known,
        "effective_at": _effect(reader, mapping.effective_at, known),
        "valid_until": reader.until(happened),
        "said": said,
        "identity_links": reader.plain(mapping.identity_links),
        **{name: reader.plain(getattr(mapping, name)) for name in RECORD_TEXTS},
    }
    _set_apart(reader, mapping, said)
    found = {FOUND + field: text for field, text in reader.found.items()}
    found[UNZONED] = reader.without_zone(mapping.event_time)
    found[HIDDEN] = _hidden(reader, mapping)
    return Normalised(reader.raw.select(**columns, **found), reader.expected)


def _recorded(reader: ConsentReader, mapping: ConsentMapping, happened: ir.TimestampValue) -> ir.TimestampValue:
    if mapping.recorded_at is None:
        return happened
    return reader.moment("recorded_at", mapping.recorded_at, required=False).fill_null(happened)


def _effect(reader: ConsentReader, column: str | None, recorded: ir.TimestampValue) -> ir.TimestampValue:
    """When the last system knew; null where nobody can know. An opt-out itself is never set apart for its effect."""
    if column is None:
        return ibis.null("timestamp")
    moment = reader.instant(column)
    sound = (moment >= recorded) & (moment <= reader.latest)
    return ibis.ifelse(sound.fill_null(NO), moment, ibis.null("timestamp"))


def _said(reader: ConsentReader, mapping: ConsentMapping) -> ir.StringValue:
    """What their file called it; of a list the entry that the mapping knows."""
    spec = mapping.event_type
    if isinstance(spec, Constant):
        return ibis.literal(spec.constant)
    text = reader.text(spec.column)
    if mapping.json_rows is None:
        return text
    padded = ibis.literal(JOINED) + text + ibis.literal(JOINED)
    known = [*spec.types, *spec.ignored]
    return ibis.cases(*[(padded.contains(JOINED + name + JOINED), ibis.literal(name)) for name in known], else_=text)


def _event_type(reader: ConsentReader, mapping: ConsentMapping, text: ir.StringValue) -> ir.StringValue:
    spec = mapping.event_type
    if isinstance(spec, Constant):
        return text
    types, text = spec.types, text.fill_null("")
    if spec.otherwise == "set_apart":
        wrong = ~text.isin(spellings([*types, *spec.ignored]))
        reader.unfit("event_type", spec.column, wrong, f"one of {', '.join(types)}")
    cases = [(text.isin(spellings([theirs])), ibis.literal(ours)) for theirs, ours in types.items()]
    otherwise = ibis.literal(UNKNOWN) if spec.otherwise == UNKNOWN else ibis.null("string")
    return ibis.cases(*cases, else_=otherwise)


def _ledger(reader: ConsentReader, mapping: ConsentMapping) -> ir.StringValue:
    text = reader.plain(mapping.ledger)
    if isinstance(mapping.ledger, str):
        expected = f"one of {', '.join(LEDGERS)}"
        reader.unfit("ledger", mapping.ledger, text.isnull() | ~text.isin(list(LEDGERS)), expected)
    return text


def _set_apart(reader: ConsentReader, mapping: ConsentMapping, said: ir.StringValue) -> None:
    spec, test = mapping.event_type, reader.tests()
    if test is not None:
        reader.unfit(TEST, mapping.tests[0].column, test, "an event of a real customer, not a test")
    if isinstance(spec, EventTypeColumn) and spec.ignored:
        wrong = said.isin(spellings(spec.ignored)).fill_null(NO)
        reader.unfit(NO_EVENT, spec.column, wrong, "a choice that somebody made")


def _hidden(reader: ConsentReader, mapping: ConsentMapping) -> ir.BooleanValue:
    """Whether the row carried something that is never stored, such as a collection token."""
    held = [reader.text(name).notnull() for name in mapping.never_stored if name in reader.raw.columns]
    return ibis.or_(*held).fill_null(NO) if held else ibis.literal(NO)
