"""What every check kind is made of: its own condition, and operands that may be another field."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dashboard.domain.conditions import ConditionField
from dashboard.domain.durations import DurationField

Scalar = bool | int | float | str | date
Band = Annotated[list[float], Field(min_length=2, max_length=2, description="lowest and highest value allowed")]


class Part(BaseModel):
    """What every check has: a part of a check may carry its own `applies_to`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)

    applies_to: ConditionField | None = Field(
        default=None, description="when this part counts; a part that does not apply drops out"
    )


class FieldOperand(BaseModel):
    """An operand that is itself a field of the same record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str = Field(description="the other field")


Operand = FieldOperand | Scalar


class EvidenceCheck(Part):
    """An accepted document of this type is on file, fresh and complete enough."""

    evidence: str = Field(description="the type of document")
    max_age: DurationField | None = Field(default=None, description="how old it may be")
    newer_than: str | None = Field(default=None, description="the date field after which it must be effective")
    grace: DurationField | None = Field(
        default=None, description="time allowed while it is missing (else the default's), and after `newer_than`"
    )
    signed_by: str | None = Field(default=None, description="the user or role that must have signed it")
    require: list[str] = Field(default=[], description="statements that it must make")
    before: str | None = Field(default=None, description="the date field by which it must be effective")


class MeasuredPart(Part):
    """A check that a log decides; until there is one, a document may stand in for it."""

    until_measured: EvidenceCheck | None = Field(
        default=None, description="the document that decides while no log is connected; a measurement replaces it"
    )
