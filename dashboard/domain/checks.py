"""The check kinds of charter-format 1 as data; the first key of the mapping names the kind."""

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from dashboard.domain.check_parts import Band, EvidenceCheck, FieldOperand, Operand, Part, Scalar
from dashboard.domain.durations import DurationField
from dashboard.domain.measured_checks import (
    CountCheck,
    CoverageCheck,
    DeadlineCheck,
    FairnessCheck,
    QuantileCheck,
    RateCheck,
)

__all__ = [
    "KINDS", "AllOf", "AnyOf", "Band", "Check", "CountCheck", "CoverageCheck", "DeadlineCheck", "EachCheck",
    "EvidenceCheck", "FairnessCheck", "FieldCheck", "FieldOperand", "Operand", "Part", "QuantileCheck", "RateCheck",
    "Scalar", "SignOffCheck", "kind_of",
]  # fmt: skip


class FieldCheck(Part):
    """The registry decides: one field (or several, all of them) held against an operand."""

    field: str | None = Field(default=None, description="the field; dots reach into records and lists")
    fields: list[str] | None = Field(default=None, min_length=1, description="several fields, all of them held")
    is_: Operand | None = Field(default=None, alias="is", description="equal to; of a list one member")
    is_not: Operand | None = Field(default=None, description="not equal to; of a list no member")
    in_: list[Scalar] | None = Field(default=None, alias="in", description="one of these")
    none_of: list[Scalar] | None = Field(default=None, description="none of these")
    includes: Scalar | None = Field(default=None, description="the list has this member")
    subset_of: list[Scalar] | FieldOperand | None = Field(default=None, description="every member is one of these")
    at_least: Operand | None = Field(default=None, description="this number or date, or more")
    at_most: Operand | None = Field(default=None, description="this number or date, or less")
    before: Operand | None = Field(default=None, description="earlier than this date")
    present: Literal[True] | None = Field(default=None, description="filled; an absent field does not satisfy it")

    @property
    def comparisons(self) -> dict[str, Any]:
        """Operator name (as in YAML) to operand, only those given."""
        names = ("is_", "is_not", "in_", "none_of", "includes", "subset_of", "at_least", "at_most", "before", "present")
        given = {name: getattr(self, name) for name in names}
        return {name.rstrip("_"): value for name, value in given.items() if value is not None}

    @property
    def paths(self) -> list[str]:
        """The fields held against the operands."""
        return [self.field] if self.field else list(self.fields or [])

    @model_validator(mode="after")
    def _names_fields_and_an_operator(self) -> Self:
        if (self.field is None) == (self.fields is None):
            raise ValueError("either field or fields")
        if not self.comparisons:
            raise ValueError("a comparison such as is, in, at_least or present")
        return self


class EachCheck(Part):
    """Every member of a list passes the inner check, whose fields are the member's own."""

    each: str = Field(description="the list")
    check: FieldCheck = Field(description="what each member must pass")


class SignOffCheck(Part):
    """A person's dated statement of this kind."""

    sign_off: str = Field(description="the kind of statement")
    max_age: DurationField | dict[str, DurationField] | None = Field(
        default=None, description="how old it may be, or one age per tier; a tier not listed is not applicable"
    )
    by_role: list[str] = Field(default=[], description="roles that may make it")
    not_by: str | None = Field(default=None, description="the field that names who may not make it")
    newer_than: str | None = Field(default=None, description="the date field after which it must be made")


class AllOf(Part):
    """The worst part decides."""

    all_of: list["Check"] = Field(min_length=1, description="parts")


class AnyOf(Part):
    """The best part decides."""

    any_of: list["Check"] = Field(min_length=1, description="parts")


KINDS: tuple[str, ...] = (
    "field", "fields", "each", "evidence", "sign_off", "fairness", "rate", "quantile",
    "count", "deadline", "coverage", "all_of", "any_of",
)  # fmt: skip


def kind_of(value: Any) -> str | None:
    """The kind of a check: of a mapping its first key, of a model the key that it was made from."""
    if isinstance(value, dict):
        return next((str(key) for key in value if key in KINDS), None)
    return next((kind for kind in KINDS if getattr(value, kind, None) is not None), None)


Check = Annotated[
    Annotated[FieldCheck, Tag("field")]
    | Annotated[FieldCheck, Tag("fields")]
    | Annotated[EachCheck, Tag("each")]
    | Annotated[EvidenceCheck, Tag("evidence")]
    | Annotated[SignOffCheck, Tag("sign_off")]
    | Annotated[FairnessCheck, Tag("fairness")]
    | Annotated[RateCheck, Tag("rate")]
    | Annotated[QuantileCheck, Tag("quantile")]
    | Annotated[CountCheck, Tag("count")]
    | Annotated[DeadlineCheck, Tag("deadline")]
    | Annotated[CoverageCheck, Tag("coverage")]
    | Annotated[AllOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")],
    Discriminator(kind_of),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
