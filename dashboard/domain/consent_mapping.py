"""How the columns of somebody's consent history become ours: a mapping of kind `consent`, as typed data.

Two histories are kept apart: `consent` (a legal ground that was given, refused, withdrawn) and `preference` (an
objection, or the charter's right to have no AI). An opt-out of AI is not always a withdrawal of consent.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.domain.event_mapping import EventMapping, FlagColumn
from dashboard.domain.log_mapping import FALSE_VALUES, TRUE_VALUES, Column, Constant, Part, Value

OPT_IN = ("given", "renewed")
OPT_OUT = ("refused", "withdrawn", "objected")
EVENT_TYPES = (*OPT_IN, *OPT_OUT, "expired", "invalidated")
LEDGERS = ("consent", "preference")


class EventTypeColumn(Part):
    """What happened: the values of each of our types; others do not fit."""

    column: Column
    values: dict[Value, str] = Field(default={})

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


class ConsentMapping(EventMapping):
    """A whole mapping of a consent history; a blank channel stands for every channel."""

    kind: Literal["consent"]
    event_id: Column
    subject_key: Column
    event_type: EventTypeColumn
    event_time: Column
    ledger: Column | Constant
    recorded_at: Column | None = None
    effective_at: Column | None = None
    purpose_id: Column | Constant | None = None
    channel: Column | Constant | None = None
    is_test: FlagColumn | None = None

    @property
    def columns(self) -> list[str]:
        """Every column that the file must have, each once."""
        named: list[str | Constant | None] = [
            self.event_id,
            self.subject_key,
            self.event_type.column,
            self.event_time,
            self.ledger,
        ]
        named += [self.recorded_at, self.effective_at, self.purpose_id, self.channel]
        wanted = [name for name in named if isinstance(name, str)]
        return list(dict.fromkeys(wanted + ([self.is_test.column] if self.is_test else [])))


def own_consent_mapping(columns: list[str]) -> ConsentMapping:
    """The mapping of a history that already has our column names."""
    optional = {name: name for name in ("recorded_at", "effective_at", "purpose_id", "channel") if name in columns}
    test = FlagColumn(column="is_test", yes=TRUE_VALUES, no=FALSE_VALUES) if "is_test" in columns else None
    return ConsentMapping(
        format=1,
        kind="consent",
        event_id="event_id",
        subject_key="subject_key",
        event_type=EventTypeColumn(column="event_type"),
        event_time="event_time",
        ledger="ledger",
        is_test=test,
        **optional,
    )
