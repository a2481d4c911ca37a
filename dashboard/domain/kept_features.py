"""Features of single decisions: personal data, so none is kept but those that the record of the use case allows."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.domain.plain_text import shown
from dashboard.domain.registry_parts import Id, ReasonText
from dashboard.domain.registry_record import Record
from dashboard.errors import Problem, RegistryInvalid

Kind = Literal["number", "category"]
NUMBER: Kind = "number"
CATEGORY: Kind = "category"
MOST_FEATURES = 200
MOST_DAYS = 3_660
MOST_VALUES = 1_000  # a category with more is free text or an id
LONGEST_VALUE = 200  # characters
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")  # what Id allows


class KeptFeatures(Record):
    """Leave to keep features of single decisions; without it none is kept, and without a name not that one."""

    names: list[Id] = Field(
        min_length=1, max_length=MOST_FEATURES, description="features that may be kept, as the mapping names them"
    )
    reason: ReasonText = Field(description="why single decisions must be looked at")
    days: int = Field(ge=1, le=MOST_DAYS, description="days after a decision until its features are erased")


def named_in(text: str) -> list[str]:
    """The features that somebody wrote into one field, parted by commas, semicolons or lines; each once."""
    parts = (one.strip() for one in re.split(r"[,;\n]", text))
    return list(dict.fromkeys(one for one in parts if one))


def name_problems(text: str, where: str) -> Iterator[Problem]:
    """What is wrong with such a field."""
    names = named_in(text)
    yield from (
        Problem(where, shown(one), "a name as the log's mapping has it, such as age or emp_var_rate")
        for one in names if not _NAME.fullmatch(one)
    )  # fmt: skip
    if len(names) > MOST_FEATURES:
        yield Problem(where, f"{len(names):,} features", f"at most {MOST_FEATURES}")


def leave_of(names: str, reason: str, days: int | None) -> KeptFeatures | None:
    """Leave to keep these features; None, which is leave to keep none, where no name is given.

    Raises:
        RegistryInvalid: everything that is wrong, said together.
    """
    if not named_in(names):
        return None
    problems = list(name_problems(names, "features"))
    if not reason.strip():
        problems.append(Problem("reason", "nothing", "why single decisions must be looked at"))
    if days is None or not 1 <= days <= MOST_DAYS:
        found = "nothing" if days is None else f"{days:,}"
        problems.append(Problem("days", found, f"a whole number of days from 1 to {MOST_DAYS:,}"))
    if problems or days is None:
        raise RegistryInvalid("Nothing was saved.", problems)
    return KeptFeatures(names=named_in(names), reason=reason.strip(), days=days)


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
