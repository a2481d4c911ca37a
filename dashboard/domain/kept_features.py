"""Features of single decisions: personal data, so none is kept but those that the record of the use case allows."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.domain.registry_parts import Id, ReasonText
from dashboard.domain.registry_record import Record

Kind = Literal["number", "category"]
NUMBER: Kind = "number"
CATEGORY: Kind = "category"
MOST_FEATURES = 200
MOST_VALUES = 1_000  # a category with more is free text or an id
LONGEST_VALUE = 200  # characters


class KeptFeatures(Record):
    """Leave to keep features of single decisions; without it none is kept, and without a name not that one."""

    names: list[Id] = Field(
        min_length=1, max_length=MOST_FEATURES, description="features that may be kept, as the mapping names them"
    )
    reason: ReasonText = Field(description="why single decisions must be looked at")
    days: int = Field(ge=1, le=3660, description="days after a decision until its features are erased")


class FeatureColumn(BaseModel):
    """How a feature is read; the column has its name where none is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    column: str | None = Field(default=None, min_length=1, max_length=500)


def _as_feature(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


Feature = Annotated[FeatureColumn, BeforeValidator(_as_feature)]


def feature_columns(features: Mapping[str, FeatureColumn]) -> list[str]:
    """The columns of a log that hold features."""
    return [spec.column or name for name, spec in features.items()]


def allowed_only(features: Mapping[str, FeatureColumn], allowed: Collection[str]) -> dict[str, FeatureColumn]:
    """Those that may be kept."""
    return {name: spec for name, spec in features.items() if name in allowed}
