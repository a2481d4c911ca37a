"""How a foreign register's columns become fields of our registry; documented in data/mappings/README.md."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.domain.register_targets import RESERVED, head, target

UNKNOWN = ("", "n/a", "na", "not applicable", "none", "unknown", "tbd", "-", "--", "?", "null")
Name = Annotated[str, Field(min_length=1, max_length=1000)]


class Spec(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Reading(Spec):
    """How the file is read; what is not said is found out."""

    kind: Literal["csv", "xlsx", "json"] | None = None
    encoding: Name | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    header_row: int = Field(default=1, ge=1, le=1000)
    sheet: Name | None = None
    records: Name | None = None


class FieldSource(Spec):
    """Where a field's value comes from, and how it is read.

    Exactly one of `column`, `first_of` (the first one that says something) and `join`.
    """

    column: Name | None = None
    first_of: list[Name] | None = Field(default=None, min_length=1)
    join: list[Name] | None = Field(default=None, min_length=1)
    headings: bool | dict[str, str] = False
    separator: str = Field(default="\n\n", max_length=20)
    values: dict[str, Any] = {}
    otherwise: Literal["problem", "keep", "unknown"] | None = None
    dates: list[Name] = []
    split: str | None = Field(default=None, min_length=1, max_length=10)
    optional: bool = False

    @property
    def columns(self) -> list[str]:
        """Every column it may read."""
        return [self.column] if self.column else list(self.first_of or self.join or [])

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(part is not None for part in (self.column, self.first_of, self.join)) != 1:
            raise ValueError("exactly one of column, first_of and join")
        return self


def _shorthand(value: Any) -> Any:
    if isinstance(value, str):
        return {"column": value}
    return {"first_of": value} if isinstance(value, list) else value


class IdSource(Spec):
    """The columns whose text, joined and simplified, names a use case; equal ids are numbered."""

    columns: list[Name] = Field(alias="from", min_length=1)
    prefix: str = Field(default="", max_length=20, pattern=r"^[a-z0-9]?[a-z0-9_.-]*$")


class RegisterMapping(Spec):
    """A whole mapping; `digest` identifies the bytes it was read from."""

    format: Literal[1]
    title: Name
    about: dict[str, Any] = {}
    read: Reading = Reading()
    unknown: list[str] = list(UNKNOWN)
    id: IdSource
    constants: dict[str, Any] = {}
    fields: dict[str, Annotated[FieldSource, BeforeValidator(_shorthand)]] = Field(min_length=1)
    keep: Literal["all"] | list[Name] = "all"
    digest: str = Field(default="", exclude=True)

    @model_validator(mode="after")
    def _has_a_title(self) -> Self:
        if "title" not in self.fields:
            raise ValueError("a source for the field title, without which a use case has no name")
        return self

    def unknown_targets(self) -> dict[str, str]:
        """Fields and constants that no use case has, or that a mapping may not set, with the reason."""
        paths = [*(("fields", path) for path in self.fields), *(("constants", path) for path in self.constants)]
        wrong = {}
        for part, path in paths:
            if head(path) in RESERVED:
                wrong[f"{part}.{path}"] = RESERVED[head(path)]
            elif target(path) is None:
                wrong[f"{part}.{path}"] = "a field of registry format 1"
        return wrong
