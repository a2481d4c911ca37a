"""What every check kind is made of: its own condition, and operands that may be another field."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dashboard.domain.conditions import ConditionField

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
