"""Reads the fields of consent records that other logs do not have: own time formats, hashed names, tests, periods."""

from collections.abc import Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir

from dashboard.adapters.field_reader import FieldReader, sha256
from dashboard.adapters.spelling import canonical, spellings
from dashboard.domain.consent_mapping import ConsentMapping
from dashboard.domain.consent_parts import Hashed, Numbered
from dashboard.domain.event_mapping import FlagColumn
from dashboard.domain.log_mapping import Constant

NO = False  # as a literal for Ibis
LONGEST_TEXT = 300
EPOCHS = {"epoch_seconds": 1, "epoch_milliseconds": 1_000}
_PERIOD = r"^P(\d{1,4})([DWMY])$"
_WHOLE = r"^\d{1,15}(\.0+)?$"
_MONTHS = {"M": 1, "Y": 12}
_DAYS = {"D": 1, "W": 7}


@ibis.udf.scalar.builtin(name="try_strptime", signature=(("string", "string"), "timestamp"))  # type: ignore[untyped-decorator]
def _told_by(text: str, form: str) -> datetime:
    """The time that a text tells in this form; null where it tells none."""
    raise NotImplementedError


@ibis.udf.scalar.builtin(name="make_timestamp", signature=(("int64",), "timestamp"))  # type: ignore[untyped-decorator]
def _since_1970(microseconds: int) -> datetime:
    """The moment so many microseconds after 1970."""
    raise NotImplementedError


@ibis.udf.scalar.builtin(name="to_months", signature=(("int32",), "interval('M')"))  # type: ignore[untyped-decorator]
def _months(number: int) -> object:
    """So many months."""
    raise NotImplementedError


class ConsentReader(FieldReader):
    """The fields of a consent history."""

    def __init__(self, types: dict[str, str], mapping: ConsentMapping, latest: datetime) -> None:
        super().__init__(types, missing=mapping.missing, time_zone=mapping.time_zone, latest=latest)
        self.mapping = mapping

    def _parsed(self, column: str) -> ir.TimestampValue:
        form, text = self.mapping.time_format, self.text(column)
        if form is None or column.startswith("tcf_"):
            return super()._parsed(column)
        if form in EPOCHS:
            whole = ibis.ifelse(text.re_search(_WHOLE), text, ibis.null("string")).try_cast("float64")
            return _since_1970((whole * (1_000_000 // EPOCHS[form])).cast("int64"))
        return self._zoned(_told_by(text, form), column)

    def without_zone(self, column: str) -> ir.BooleanValue:
        """Nothing is asked of times that count from 1970."""
        return ibis.literal(NO) if self.mapping.time_format in EPOCHS else super().without_zone(column)

    def plain(self, source: str | Constant | None) -> ir.StringValue:
        """A text as it is, or null; what is too long to be one is cut."""
        if source is None:
            return ibis.null("string")
        if isinstance(source, Constant):
            return ibis.literal(source.constant)
        return canonical(self.text(source)).substr(0, LONGEST_TEXT)

    def subject(self) -> ir.StringValue:
        """Whose choice it was; must be there."""
        spec = self.mapping.subject_key
        if isinstance(spec, Numbered):
            return _numbered(spec)
        column = spec.sha256_of if isinstance(spec, Hashed) else spec
        text = canonical(self.text(column))
        self.unfit("subject_key", column, text.isnull(), "an id")
        return ibis.literal("sha256:") + sha256(text.lower()) if isinstance(spec, Hashed) else text

    def event_id(self, known: Sequence[ir.StringValue]) -> ir.StringValue:
        """The id of the event; made of what is known of it where the history gives none."""
        spec = self.mapping.event_id
        if isinstance(spec, Numbered):
            return _numbered(spec)
        if spec is None:
            return ibis.literal("made:") + sha256(_joined(known))
        columns = [spec] if isinstance(spec, str) else spec
        parts = [canonical(self.text(column)) for column in columns]
        self.unfit("event_id", columns[0], parts[0].isnull(), "an id")
        return parts[0] if len(parts) == 1 else _joined(parts)

    def until(self, happened: ir.TimestampValue) -> ir.TimestampValue:
        """The end of a consent, as a time or as a length from its beginning; null where it has none."""
        if self.mapping.valid_for is not None:
            text = self.text(self.mapping.valid_for)
            wrong = text.notnull() & ~text.re_search(_PERIOD)
            self.unfit("valid_for", self.mapping.valid_for, wrong, "a length of time such as P6M, P30D or P1Y")
            number, unit = text.re_extract(_PERIOD, 1).try_cast("int32"), text.re_extract(_PERIOD, 2)
            months = ibis.cases(*[(unit == one, number * size) for one, size in _MONTHS.items()]).cast("int32")
            days = ibis.cases(*[(unit == one, number * size) for one, size in _DAYS.items()])
            seconds = happened.epoch_seconds().cast("int64") + days.cast("int64") * 86_400
            return ibis.coalesce(happened + _months(months), _since_1970((seconds * 1_000_000).cast("int64")))
        if self.mapping.valid_until is None:
            return ibis.null("timestamp")
        text, moment = self.text(self.mapping.valid_until), self.instant(self.mapping.valid_until)
        wrong = text.notnull() & (moment < happened).fill_null(not NO)
        self.unfit("valid_until", self.mapping.valid_until, wrong, "a time, not before the event")
        return moment

    def tests(self) -> ir.BooleanValue | None:
        """Whether the event is a test, by any of its marks; None where no mark is known."""
        marks = [self._marked(flag) for flag in self.mapping.tests]
        return None if not marks else ibis.or_(*marks)

    def _marked(self, flag: FlagColumn) -> ir.BooleanValue:
        text = self.raw[flag.column].cast("string").strip()
        begins = [value.removesuffix("…") for value in flag.yes if value.endswith("…")]
        whole = text.isin(spellings([value for value in flag.yes if not value.endswith("…")]))
        return ibis.or_(whole, *[text.upper().startswith(begin.upper()) for begin in begins]).fill_null(NO)


def _numbered(spec: Numbered) -> ir.StringValue:
    return ibis.literal(f"{spec.row_number}-") + (ibis.row_number() + 1).cast("string")


def _joined(parts: Sequence[ir.StringValue]) -> ir.StringValue:
    first, *rest = [part.fill_null("") for part in parts]
    for part in rest:
        first = first + ibis.literal("/") + part
    return first
