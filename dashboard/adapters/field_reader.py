"""Reads one field of somebody's log after the other, and collects the values that do not fit: every kind of log.

Ibis expressions only. A log's own reader says which fields there are; this one knows what a time, a flag and a group
look like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir

from dashboard.adapters.spelling import canonical, finite, spellings
from dashboard.domain.log_mapping import GroupColumn
from dashboard.errors import Problem

FIRST_PLAUSIBLE = datetime(1980, 1, 1)  # noqa: DTZ001  # times without zone are UTC here; 1970 is a missing time in disguise
LONGEST_GROUP = 200
FOUND = "x_"  # columns that hold the text of a value that does not fit; null where it does
HIDDEN = FOUND + "hidden"  # true where a row carried something that is never stored
UNZONED = FOUND + "zone"  # true where a time has no zone of its own
_NO_ZONE = r":\d\d(\.\d+)? ?[+-](1[5-9]|[2-9]\d)(:?\d\d)?$"  # clocks are at most 14 hours from UTC
_ZONE = r"([Zz]|[+-]\d\d(:?\d\d)?)$"
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
_TYPES = dict.fromkeys(_WHOLE, "int64") | {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "float64",
    "FLOAT": "float32",
    "DECIMAL": "decimal(38, 9)",
    "TIMESTAMP WITH TIME ZONE": "timestamp('UTC')",
}
_DAY_ONLY = r"^\d{4}-\d\d-\d\d$"


@dataclass(frozen=True, slots=True)
class Normalised:
    """The expression and, for each of our fields that may not fit, what was expected there."""

    table: ir.Table
    expected: dict[str, str]


def _ibis_type(kind: str) -> str:
    if kind.startswith(("VARCHAR", "ENUM")):
        return "string"
    return _TYPES.get(kind.split("(", maxsplit=1)[0], "timestamp")


def unfit_types(types: dict[str, str], columns: Sequence[str]) -> list[Problem]:
    """One problem per column whose type holds no plain value."""
    plain = (*_TYPES, "VARCHAR", "ENUM", "TIMESTAMP")
    return [
        Problem(f"column {name!r}", types[name][:60], "text, numbers, true/false or times")
        for name in columns
        if not types[name].startswith(plain) or types[name].endswith("[]")
    ]


@ibis.udf.scalar.builtin(signature=(("string",), "string"))  # type: ignore[untyped-decorator]
def sha256(text: str) -> str:
    """The engine's own SHA-256, as text."""
    raise NotImplementedError


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp"), "timestamp('UTC')"))  # type: ignore[untyped-decorator]
def _shown_in(zone: str, moment: datetime) -> datetime:
    """The moment at which clocks in the zone showed this time."""
    raise NotImplementedError


class FieldReader:
    """Builds columns from the table `raw` and collects what does not fit.

    Args:
        types: column -> DuckDB type of `raw`.
        missing: texts that stand for a missing value.
        time_zone: of times without a zone of their own; UTC where None.
        latest: no event can be later (UTC, without zone).
    """

    def __init__(
        self, types: dict[str, str], *, missing: Sequence[str], time_zone: str | None, latest: datetime
    ) -> None:
        self.raw = ibis.table({name: _ibis_type(kind) for name, kind in types.items()}, name="raw")
        self.missing, self.time_zone, self.latest = missing, time_zone, latest
        self.found: dict[str, ir.StringValue] = {}
        self.expected: dict[str, str] = {}

    def text(self, column: str) -> ir.StringValue:
        """The value as text, blank and declared missing values as null."""
        text = self.raw[column].cast("string")
        if self.raw[column].type().is_string():
            text = text.strip()
        gone = ["", *self.missing]
        return ibis.ifelse(text.isin(gone), ibis.null("string"), text)

    def unfit(self, field: str, column: str, wrong: ir.BooleanValue, expected: str) -> None:
        """Note where a field does not fit."""
        text = self.raw[column].cast("string").fill_null("(blank)")
        self.found[field] = ibis.ifelse(wrong.fill_null(False), text, ibis.null("string"))  # noqa: FBT003
        self.expected[field] = expected

    def moment(self, field: str, column: str, *, required: bool = True) -> ir.TimestampValue:
        """UTC without zone; a date alone is that day, whatever the zone. Not required: null where it is blank."""
        moment = self.instant(column)
        plausible = (moment >= FIRST_PLAUSIBLE) & (moment <= self.latest)
        expected = f"a time from {FIRST_PLAUSIBLE:%Y-%m-%d} to {self.latest:%Y-%m-%d}, such as 2026-11-23T09:30:00Z"
        wrong = ~plausible.fill_null(False)  # noqa: FBT003
        self.unfit(field, column, wrong if required else wrong & self.text(column).notnull(), expected)
        return moment

    def instant(self, column: str) -> ir.TimestampValue:
        """The time that a column names, in UTC without zone; null where it names none. Nothing is set apart."""
        raw = self.raw[column]
        return self._parsed(column) if raw.type().is_string() else self._shown(raw)

    def _shown(self, raw: ir.Value) -> ir.TimestampValue:
        """A typed time; without a zone of its own it is in the mapping's."""
        moment, zone = raw.cast("timestamp"), self.time_zone
        naive = raw.type().is_timestamp() and raw.type().timezone is None
        return _shown_in(zone, moment).cast("timestamp") if naive and zone not in {None, "UTC"} else moment

    def _parsed(self, column: str) -> ir.TimestampValue:
        text = self.text(column)
        text = ibis.ifelse(text.re_search(_NO_ZONE), ibis.null("string"), text)
        return self._zoned(text.try_cast("timestamp('UTC')").cast("timestamp"), column)

    def _zoned(self, moment: ir.TimestampValue, column: str) -> ir.TimestampValue:
        """The moment at which clocks of the mapping's zone showed a time that came without one."""
        text, zone = self.text(column), self.time_zone
        if zone is None or zone == "UTC":
            return moment
        shifted = _shown_in(zone, moment).cast("timestamp")
        return ibis.ifelse(text.re_search(_ZONE) | text.re_search(_DAY_ONLY), moment, shifted)

    def without_zone(self, column: str) -> ir.BooleanValue:
        """Where a time of day has no zone of its own, so that the mapping's was taken, or UTC."""
        kind = self.raw[column].type()
        if kind.is_string():
            text = self.text(column)
            return (~(text.re_search(_ZONE) | text.re_search(_DAY_ONLY))).fill_null(False)  # noqa: FBT003
        return ibis.literal(kind.is_timestamp() and kind.timezone is None)

    def boolean(
        self, field: str, column: str, values: tuple[list[str], list[str] | None], blank: Sequence[str]
    ) -> ir.BooleanValue:
        """True for the first values, false for the second or, where none are listed, for all others; else null."""
        yes, no = values
        if self.raw[column].type().is_boolean() and no is not None:
            return self.raw[column]
        text = self.text(column)
        text = ibis.ifelse(text.isin(spellings(blank)), ibis.null("string"), text) if blank else text
        if no is not None:
            listed = ", ".join([*yes, *no])
            self.unfit(field, column, text.notnull() & ~text.isin(spellings([*yes, *no])), f"one of {listed}")
        return text.isin(spellings(yes))

    def group(self, field: str, spec: GroupColumn) -> ir.StringValue:
        """The group as text; null where it is not recorded."""
        if spec.one_of is not None:
            return self._one_of(spec.one_of)
        column = spec.column or ""
        if spec.bins is not None:
            return self._band(field, column, spec)
        text = self.text(column)
        self.unfit(field, column, text.length() > LONGEST_GROUP, f"at most {LONGEST_GROUP} characters")
        text = canonical(text)
        if spec.values is None:
            return text
        cases = [(text.isin(spellings([value])), ibis.literal(name)) for value, name in spec.values.items()]
        return ibis.cases(*cases, else_=text)

    def _one_of(self, columns: dict[str, str]) -> ir.StringValue:
        chosen = [
            (self.text(column).isin(spellings(["1", "true"])), ibis.literal(name)) for name, column in columns.items()
        ]
        return ibis.cases(*chosen, else_=ibis.null("string"))

    def _band(self, field: str, column: str, spec: GroupColumn) -> ir.StringValue:
        text = self.text(column)
        number = text.try_cast("float64")
        self.unfit(field, column, text.notnull() & ~finite(number), "a number")
        names = spec.band_names
        cases = [(number < edge, ibis.literal(name)) for edge, name in zip(spec.bins or [], names, strict=False)]
        band = ibis.cases(*cases, else_=ibis.literal(names[-1]))
        return ibis.ifelse(number.isnull(), ibis.null("string"), band)
