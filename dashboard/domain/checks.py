"""The check kinds of charter-format 1 as data; the first key of the mapping names the kind."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from dashboard.domain.conditions import ConditionField
from dashboard.domain.durations import DurationField

Scalar = bool | int | float | str | date
Band = Annotated[list[float], Field(min_length=2, max_length=2)]


class Part(BaseModel):
    """What every check has: a part of a check may carry its own `applies_to`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)

    applies_to: ConditionField | None = None


class FieldOperand(BaseModel):
    """An operand that is itself a field of the same record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str


Operand = FieldOperand | Scalar


class FieldCheck(Part):
    """The registry decides: one field (or several, all of them) held against an operand."""

    field: str | None = None
    fields: list[str] | None = Field(default=None, min_length=1)
    is_: Operand | None = Field(default=None, alias="is")
    is_not: Operand | None = None
    in_: list[Scalar] | None = Field(default=None, alias="in")
    none_of: list[Scalar] | None = None
    includes: Scalar | None = None
    subset_of: list[Scalar] | FieldOperand | None = None
    at_least: Operand | None = None
    at_most: Operand | None = None
    before: Operand | None = None
    present: Literal[True] | None = None

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

    each: str
    check: FieldCheck


class EvidenceCheck(Part):
    """An accepted document of this type is on file, fresh and complete enough."""

    evidence: str
    max_age: DurationField | None = None
    newer_than: str | None = None
    grace: DurationField | None = None
    signed_by: str | None = None
    require: list[str] = []
    before: str | None = None


class SignOffCheck(Part):
    """A person's dated statement of this kind."""

    sign_off: str
    max_age: DurationField | dict[str, DurationField] | None = None
    by_role: list[str] = []
    not_by: str | None = None
    newer_than: str | None = None


class FairnessCheck(Part):
    """Decision counts by group, held against a band, with certainty."""

    fairness: str
    metric_from: str | None = None
    attributes: Literal["collected"] | list[str] = "collected"
    between: Band | dict[str, Band] | None = None
    at_least: float | None = None
    at_most: float | None = None
    window: DurationField
    min_group: int = Field(default=200, ge=1)
    reference: str = "largest"
    within: str | None = None
    intersections: bool = False
    confidence: float | None = Field(default=None, gt=0.5, lt=1)
    min_coverage: float | None = Field(default=None, ge=0, le=1)


class RateCheck(Part):
    """A share of logged events held against a limit, with certainty."""

    rate: str
    at_least: float | None = None
    at_most: float | None = None
    window: DurationField
    min_n: int = Field(default=1, ge=1)
    per: int = Field(default=1, ge=1)
    gap_across: str | list[str] | None = None
    trend: Literal["not_rising", "not_falling"] | None = None
    periods: int | None = Field(default=None, ge=2)
    confidence: float | Literal["none"] | None = None
    during: str | None = None


class QuantileCheck(Part):
    """A quantile of times or amounts held against a limit or against another group's."""

    quantile: str
    p: float = Field(gt=0, le=1)
    at_most: DurationField | float | None = None
    at_least: DurationField | float | None = None
    compare: str | None = None
    to: str | None = None
    ratio_at_most: float | None = Field(default=None, gt=0)
    window: DurationField | None = None
    min_n: int = Field(default=1, ge=1)
    during: str | None = None


class CountCheck(Part):
    """Events that must not happen."""

    count: str
    at_most: int = Field(ge=0)
    window: DurationField | None = None
    grace: DurationField | None = None


class DeadlineCheck(Part):
    """Cases held against a clock."""

    deadline: str
    step: str
    where: ConditionField | None = None
    within: DurationField
    extension: DurationField | None = None


class CoverageCheck(Part):
    """The share of people who are trained or have acknowledged."""

    coverage: str
    of: str | None = None
    at_least: float | None = Field(default=None, ge=0, le=1)
    by_role: dict[str, float] | None = None
    window: DurationField | None = None
    grace: DurationField | None = None
    refresh_after: dict[str, str] | list[dict[str, str]] | None = None
    before: str | None = None


class AllOf(Part):
    """The worst part decides."""

    all_of: list["Check"] = Field(min_length=1)


class AnyOf(Part):
    """The best part decides."""

    any_of: list["Check"] = Field(min_length=1)


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
