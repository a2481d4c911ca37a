"""The Ibis expression that makes the columns of somebody's log ours, and finds the values that do not fit."""

from datetime import datetime

import ibis
import ibis.expr.types as ir

from dashboard.adapters.feature_files import FEATURE
from dashboard.adapters.field_reader import FIRST_PLAUSIBLE, FOUND, UNZONED, FieldReader, Normalised, sha256
from dashboard.adapters.spelling import canonical, finite
from dashboard.domain.amount_sums import LARGEST
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.kept_features import CATEGORY, LONGEST_VALUE, FeatureColumn
from dashboard.domain.log_mapping import Constant, LogMapping

SUBJECT_DIGITS = 32  # hexadecimal


def normalise(types: dict[str, str], mapping: LogMapping, *, latest: datetime) -> Normalised:
    """Our columns from the table `raw`, and beside each checked field the text that does not fit (`x_<field>`).

    Args:
        types: column -> DuckDB type of `raw`; only columns that the mapping names matter.
        mapping: how to read them.
        latest: no decision can be later (UTC, without zone).
    """
    reader = _Reader(types, mapping, latest)
    columns = {
        "decision_id": reader.identity(),
        "decided_at": reader.time(),
        "model_version": reader.version(),
        "selected": reader.decision(),
        "label": reader.label(),
        "score": reader.score(),
        **({"amount": reader.amount(mapping.amount.column)} if mapping.amount else {}),
        **({"subject": reader.subject(mapping.subject)} if mapping.subject else {}),
        **{f"a_{name}": reader.group(f"a_{name}", spec) for name, spec in mapping.attributes.items()},
        **{f"s_{name}": reader.group(f"s_{name}", spec) for name, spec in mapping.strata.items()},
        **{f"{FEATURE}{name}": reader.feature(name, spec) for name, spec in mapping.features.items()},
    }
    found = {FOUND + field: text for field, text in reader.found.items()} | {UNZONED: reader.unzoned()}
    return Normalised(reader.raw.select(**columns, **found), reader.expected)


def normalise_labels(types: dict[str, str], mapping: LogMapping) -> Normalised:
    """decision_id and label from the table `raw`, with what does not fit beside them."""
    reader = _Reader(types, mapping, FIRST_PLAUSIBLE)
    columns = {"decision_id": reader.identity(), "label": reader.label()}
    if mapping.label is not None:
        text = reader.text(mapping.label.column)
        wrong = text.isnull() if "label" not in reader.found else text.isnull() | reader.found["label"].notnull()
        reader.unfit("label", mapping.label.column, wrong, reader.expected.get("label", "a label"))
    found = {FOUND + field: text for field, text in reader.found.items()}
    return Normalised(reader.raw.select(**columns, **found), reader.expected)


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def md5(text: str) -> str:
    """The engine's own MD5, as an identity and not as a secret."""
    raise NotImplementedError


class _Reader(FieldReader):
    """The fields of a decision log."""

    def __init__(self, types: dict[str, str], mapping: LogMapping, latest: datetime) -> None:
        super().__init__(types, missing=mapping.missing, time_zone=mapping.time_zone, latest=latest)
        self.mapping = mapping

    def identity(self) -> ir.StringValue:
        """The id as it is, or one made from the whole row."""
        column = self.mapping.decision_id
        if column is None:
            parts = [self.raw[name].cast("string").fill_null("") for name in sorted(self.raw.columns)]
            return md5(ibis.literal("\x1f").join(parts))
        text = canonical(self.text(column))
        self.unfit("decision_id", column, text.isnull(), "an id")
        return text

    def time(self) -> ir.TimestampValue:
        """UTC without zone; a date alone is that day, whatever the zone."""
        column = self.mapping.decided_at
        if column is None:
            return ibis.literal(self.mapping.day).cast("timestamp")
        return self.moment("decided_at", column)

    def unzoned(self) -> ir.BooleanValue:
        """Where the time of a decision has no zone of its own."""
        column = self.mapping.decided_at
        return ibis.literal(False) if column is None else self.without_zone(column)  # noqa: FBT003

    def version(self) -> ir.StringValue:
        """The model version, as text."""
        source = self.mapping.model_version
        if isinstance(source, Constant):
            return ibis.literal(source.constant)
        if source is None:
            return ibis.literal(NOT_RECORDED)
        return self.text(source).fill_null(NOT_RECORDED)

    def decision(self) -> ir.BooleanValue:
        """True where favourable; null where undecided."""
        spec = self.mapping.decision
        return self.boolean("selected", spec.column, (spec.favourable, spec.unfavourable), spec.undecided)

    def label(self) -> ir.BooleanValue:
        """True where the actual outcome was positive; null where it is not known."""
        spec = self.mapping.label
        if spec is None:
            return ibis.null("boolean")
        return self.boolean("label", spec.column, (spec.positive, spec.negative), [])

    def subject(self, column: str) -> ir.StringValue:
        """Whom the decision was about: 128 bits of a digest, never the value itself; null where nobody is named."""
        return sha256(canonical(self.text(column))).substr(0, SUBJECT_DIGITS)

    def score(self) -> ir.FloatingValue:
        """A finite number, or null."""
        column = self.mapping.score
        if column is None:
            return ibis.null("float64")
        text = self.text(column)
        number = text.try_cast("float64")
        self.unfit("score", column, text.notnull() & ~finite(number), "a finite number such as 0.75")
        return number

    def feature(self, name: str, spec: FeatureColumn) -> ir.Value:
        """A finite number that can be squared, or a short text; null where it is blank."""
        column = spec.column or name
        text = self.text(column)
        if spec.kind == CATEGORY:
            expected = f"at most {LONGEST_VALUE} characters"
            self.unfit(f"{FEATURE}{name}", column, text.length() > LONGEST_VALUE, expected)
            return canonical(text)
        number = text.try_cast("float64")
        fits = finite(number) & number.between(-LARGEST, LARGEST)
        self.unfit(f"{FEATURE}{name}", column, text.notnull() & ~fits, f"a number of at most {LARGEST:.0e}")
        return number

    def amount(self, column: str) -> ir.FloatingValue:
        """A number whose square can still be summed, or null where it is blank."""
        text = self.text(column)
        number = text.try_cast("float64")
        fits = finite(number) & number.between(-LARGEST, LARGEST)
        self.unfit("amount", column, text.notnull() & ~fits, f"a number of at most {LARGEST:.0e}, such as 12.50")
        return number
