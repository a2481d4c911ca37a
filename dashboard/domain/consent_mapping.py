"""How the columns of somebody's consent history become ours: a mapping of kind `consent`, as typed data.

Two histories are kept apart: `consent` (a legal ground that was given, refused, withdrawn) and `preference` (an
objection, or the charter's right to have no AI). An opt-out of AI is not always a withdrawal of consent.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.domain.consent_parts import EVENT_TYPES, EventTypeColumn, Hashed, JsonRows, Numbered
from dashboard.domain.event_mapping import EventMapping, FlagColumn
from dashboard.domain.log_mapping import FALSE_VALUES, TRUE_VALUES, Column, Constant

LEDGERS = ("consent", "preference")
RECORD_TEXTS = ("notice_version", "language", "method", "withdrawal", "legal_basis", "jurisdiction", "source_system")
OWN_OPTIONAL = ("recorded_at", "effective_at", "purpose_id", "channel", "valid_until", "identity_links", *RECORD_TEXTS)
TC_COLUMNS = ("tcf_last_updated", "tcf_language", "tcf_notice", "tcf_purposes")


class ConsentMapping(EventMapping):
    """A whole mapping of a consent history; a blank channel stands for every channel.

    `json_rows` makes a table of nested JSON first; `tc_string` decodes IAB strings, which are never an opt-in. What
    `never_stored` names is counted and left out. `valid_for` is a length of time such as P6M from `event_time`.
    """

    kind: Literal["consent"]
    event_id: Column | list[Column] | Numbered | None = None
    subject_key: Column | Hashed | Numbered
    event_type: EventTypeColumn | Constant
    event_time: Column
    ledger: Column | Constant
    recorded_at: Column | None = None
    effective_at: Column | None = None
    purpose_id: Column | Constant | None = None
    channel: Column | Constant | None = None
    notice_version: Column | Constant | None = None
    language: Column | Constant | None = None
    method: Column | Constant | None = None
    withdrawal: Column | Constant | None = None
    legal_basis: Column | Constant | None = None
    jurisdiction: Column | Constant | None = None
    source_system: Column | Constant | None = None
    valid_until: Column | None = None
    valid_for: Column | None = None
    identity_links: Column | None = None
    is_test: FlagColumn | list[FlagColumn] | None = None
    json_rows: JsonRows | None = None
    tc_string: Column | None = None
    never_stored: list[Column] = Field(default=[])
    time_format: Column | None = None

    @model_validator(mode="after")
    def _types_exist(self) -> Self:
        kind = self.event_type.constant if isinstance(self.event_type, Constant) else "unknown"
        if kind not in EVENT_TYPES:
            raise ValueError(f"event_type as one of {', '.join(EVENT_TYPES)}, not {kind}")
        if self.tc_string is not None and self.event_type != Constant(constant="unknown"):
            raise ValueError("event_type as {constant: unknown}: a TC string is side evidence and never an opt-in")
        return self

    @property
    def tests(self) -> list[FlagColumn]:
        """What marks an event as a test."""
        return self.is_test if isinstance(self.is_test, list) else [self.is_test] if self.is_test else []

    @property
    def columns(self) -> list[str]:
        """Every column that the table must have, each once."""
        ids = self.event_id if isinstance(self.event_id, list) else [self.event_id]
        kind = self.event_type.column if isinstance(self.event_type, EventTypeColumn) else None
        subject = self.subject_key.sha256_of if isinstance(self.subject_key, Hashed) else self.subject_key
        named: list[object] = [*ids, subject, kind, self.event_time, self.ledger, self.valid_for]
        named += [getattr(self, name) for name in OWN_OPTIONAL]
        named += [flag.column for flag in self.tests]
        made = TC_COLUMNS if self.tc_string is not None else ()
        wanted = [name for name in named if isinstance(name, str) and name not in made]
        return list(dict.fromkeys([*wanted, *([self.tc_string] if self.tc_string else [])]))


def own_consent_mapping(columns: list[str]) -> ConsentMapping:
    """The mapping of a history that already has our column names."""
    optional = {name: name for name in OWN_OPTIONAL if name in columns}
    test = FlagColumn(column="is_test", yes=TRUE_VALUES, no=FALSE_VALUES) if "is_test" in columns else None
    return ConsentMapping.model_validate(
        {
            "format": 1, "kind": "consent", "event_id": "event_id", "subject_key": "subject_key",
            "event_type": {"column": "event_type"}, "event_time": "event_time", "ledger": "ledger", "is_test": test,
            **optional,
        }
    )  # fmt: skip
