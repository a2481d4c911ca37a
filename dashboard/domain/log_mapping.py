"""How the columns of somebody's decision log become ours: a mapping in format 1, as typed data.

Values are compared as text: `1` is `1`, also where a blank elsewhere in the column made it `1.0`.
"""

from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, Protocol, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.domain.kept_features import Feature, feature_columns

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]


def as_text(value: Any) -> Any:
    """A YAML scalar as the text that a log would hold: 1, 1.0 -> `1`; true -> `true`; null -> blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float | date) else value


Value = Annotated[str, BeforeValidator(as_text)]
Column = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=500)]


class Part(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LogForm(Protocol):
    """What opening a file needs of a mapping, whatever kind of log it describes."""

    @property
    def header(self) -> list[str] | None:
        """Names of the columns of a file without names."""

    @property
    def delimiter(self) -> str | None:
        """Between the fields of a text file."""


class Constant(Part):
    """One value for the whole log."""

    constant: Value


class DecisionColumn(Part):
    """The decision: which values are favourable; others are not, unless `unfavourable` lists them."""

    column: Column
    favourable: list[Value] = Field(min_length=1)
    unfavourable: list[Value] | None = None
    undecided: list[Value] = []


class LabelColumn(Part):
    """The actual outcome: which values are positive; others are negative, unless `negative` lists them."""

    column: Column
    positive: list[Value] = Field(min_length=1)
    negative: list[Value] | None = None


class GroupColumn(Part):
    """A protected attribute or stratum: a column as it is, renamed values, number bands, or one column per group."""

    column: Column | None = None
    values: dict[Value, str] | None = None
    bins: list[float] | None = Field(default=None, min_length=1)
    labels: list[str] | None = None
    one_of: dict[str, Column] | None = Field(default=None, min_length=2)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.column is None) == (self.one_of is None):
            raise ValueError("either column or one_of")
        if self.values is not None and self.bins is not None:
            raise ValueError("either values or bins")
        if self.one_of is not None and (self.values or self.bins):
            raise ValueError("one_of without values and bins")
        return self

    @model_validator(mode="after")
    def _bands_fit(self) -> Self:
        if self.bins is None:
            if self.labels is not None:
                raise ValueError("labels only with bins")
            return self
        if any(low >= high for low, high in pairwise(self.bins)):
            raise ValueError("bins in rising order")
        if self.labels is not None and len(self.labels) != len(self.bins) + 1:
            raise ValueError(
                f"{len(self.bins) + 1} labels for {len(self.bins)} bins: below the first, …, above the last"
            )
        return self

    @property
    def band_names(self) -> list[str]:
        """One name per band, made from the bounds where none are given; a bound belongs to the band above it."""
        if self.labels is not None:
            return self.labels
        edges = [f"{edge:g}" for edge in self.bins or []]
        middle = [f"{low} to under {high}" for low, high in pairwise(edges)]
        return [f"under {edges[0]}", *middle, f"{edges[-1]} and over"]


class AmountColumn(Part):
    """A number that was decided, such as a price or a waiting time, and what it is measured in."""

    column: Column
    unit: str = Field(min_length=1, max_length=20, pattern=r"^\S(.*\S)?$")


def _as_group(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


Group = Annotated[GroupColumn, BeforeValidator(_as_group)]


class LogMapping(Part):
    """A whole mapping; `day` dates a log without times, `header` names the columns of a file without names.

    `subject` says whom a decision was about: a pseudonym, of which only a digest is stored.
    """

    format: Literal[1]
    kind: Literal["decisions"]
    title: str | None = None
    source: str | None = None
    header: list[Column] | None = Field(default=None, min_length=1)
    delimiter: Literal[",", ";", "|", "\t"] | None = None
    missing: list[Value] = []
    decision_id: Column | None = None
    decided_at: Column | None = None
    day: date | None = None
    time_zone: str | None = None
    model_version: Column | Constant | None = None
    decision: DecisionColumn
    label: LabelColumn | None = None
    score: Column | None = None
    amount: AmountColumn | None = None
    subject: Column | None = None
    attributes: dict[Name, Group] = {}
    strata: dict[Name, Group] = {}
    features: dict[Name, Feature] = {}

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.decided_at is None) == (self.day is None):
            raise ValueError("either decided_at (a column) or day (one date for the whole log)")
        if self.time_zone is not None and self.time_zone not in available_timezones():
            raise ValueError(f"a time zone such as Europe/Berlin, not {self.time_zone}")
        return self

    @property
    def columns(self) -> list[str]:
        """Every column that the log must have, in the order of the mapping, each once."""
        wanted: list[str | None] = [self.decision_id, self.decided_at]
        wanted += [self.model_version if isinstance(self.model_version, str) else None, self.decision.column]
        wanted += [self.label.column if self.label else None, self.score, self.subject]
        wanted += [self.amount.column if self.amount else None]
        for group in [*self.attributes.values(), *self.strata.values()]:
            wanted += [group.column, *(group.one_of or {}).values()]
        wanted += feature_columns(self.features)
        return list(dict.fromkeys(column for column in wanted if column is not None))

    @property
    def nameless(self) -> "LogMapping":
        """The same for rows that stay elsewhere: whom they are about, features and amounts stay there too."""
        return self.model_copy(update={"subject": None, "amount": None, "features": {}})


TRUE_VALUES = ["1", "true", "yes"]
FALSE_VALUES = ["0", "false", "no"]
