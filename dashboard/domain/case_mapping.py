"""How the columns of somebody's complaint or incident tool become ours: a mapping of kind `cases`, as typed data."""

from typing import Literal, Self
from zoneinfo import available_timezones

from pydantic import Field, model_validator

from dashboard.domain.case_columns import COLUMNS
from dashboard.domain.log_mapping import Column, Name, Part, Value


class CaseMapping(Part):
    """Our column to theirs; what is not named is left out. `values` maps their values of a column of ours to ours."""

    format: Literal[1]
    kind: Literal["cases"]
    title: str | None = None
    time_zone: str | None = None
    columns: dict[Name, Column] = Field(min_length=1)
    constants: dict[Name, str] = Field(default={})
    values: dict[Name, dict[str, str]] = Field(default={})
    missing: list[Value] = Field(default=[])

    @model_validator(mode="after")
    def _names_are_ours(self) -> Self:
        for name in (*self.columns, *self.constants, *self.values):
            if name not in COLUMNS:
                raise ValueError(f"one of {', '.join(COLUMNS)}, not {name}")
        if self.time_zone is not None and self.time_zone not in available_timezones():
            raise ValueError(f"a time zone such as Europe/Berlin, not {self.time_zone}")
        return self
