"""The parts of a mapping of consent records: what happened, who it was, and how nested receipts become rows."""

from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.domain.log_mapping import Column, Part, Value

OPT_IN = ("given", "renewed")
OPT_OUT = ("refused", "withdrawn", "objected")
UNKNOWN = "unknown"  # nobody can say what was chosen: it reads as no consent, and is no opt-out either
EVENT_TYPES = (*OPT_IN, *OPT_OUT, "expired", "invalidated", UNKNOWN)


class EventTypeColumn(Part):
    """What happened: the values of each of our types.

    `ignored` are values that are no event of this history, such as a question that was put: they are dropped and
    counted. Others do not fit, or are `unknown` where `otherwise` says so; "" under `values` stands for a blank.
    """

    column: Column
    values: dict[Value, str] = Field(default={})
    ignored: list[Value] = Field(default=[])
    otherwise: Literal["set_apart", "unknown"] = "set_apart"

    @model_validator(mode="after")
    def _types_exist(self) -> Self:
        wrong = [name for name in self.values.values() if name not in EVENT_TYPES]
        if wrong:
            raise ValueError(f"one of {', '.join(EVENT_TYPES)}, not {wrong[0]}")
        return self

    @property
    def types(self) -> dict[str, str]:
        """Their value -> our type."""
        return dict(self.values) or {name: name for name in EVENT_TYPES}


class Numbered(Part):
    """Each row is one of its own, called by this prefix and the number of the row."""

    row_number: Value = Field(min_length=1, max_length=40)


class Hashed(Part):
    """A name or address that must not be stored: its SHA-256 is."""

    sha256_of: Column


class JsonRows(Part):
    """How nested JSON becomes a table.

    `rows` names the lists whose entries become rows of their own, each as a path with dots; `columns` says where each
    column of the table is found: the first of the paths that says something. Other lists become text with `; `.
    """

    rows: list[Column] = Field(default=[])
    columns: dict[Column, list[Column]] = Field(min_length=1)
