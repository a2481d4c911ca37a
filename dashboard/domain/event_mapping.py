"""How the columns of somebody's interaction log become ours: a mapping of kind `interactions`, as typed data."""

from typing import Literal, Self
from zoneinfo import available_timezones

from pydantic import Field, model_validator

from dashboard.domain.log_mapping import (
    FALSE_VALUES,
    TRUE_VALUES,
    Column,
    Constant,
    Group,
    GroupColumn,
    Name,
    Part,
    Value,
)

INVOLVEMENTS = ("auto", "assist", "none")
OWN_FLAGS = ("emotion_notice_shown", "vulnerable", "persuasive_offer")
FLAGS = ("disclosure_shown", "resolved", "complaint", "in_opening_hours", *OWN_FLAGS)


class FlagColumn(Part):
    """A yes or no: values that mean yes; others mean no, unless `no` lists them. A blank is unknown."""

    column: Column
    yes: list[Value] = Field(min_length=1)
    no: list[Value] | None = None


class InvolvementColumn(Part):
    """Whether AI spoke by itself (`auto`), helped a person (`assist`) or took no part (`none`)."""

    column: Column
    auto: list[Value] = Field(default=["auto"])
    assist: list[Value] = Field(default=["assist"])
    none: list[Value] = Field(default=["none"])


class EventMapping(Part):
    """What the mappings of all logs of events say about the file as a whole."""

    format: Literal[1]
    title: str | None = None
    source: str | None = None
    header: list[Column] | None = Field(default=None, min_length=1)
    delimiter: Literal[",", ";", "|", "\t"] | None = None
    missing: list[Value] = Field(default=[])
    time_zone: str | None = None

    @model_validator(mode="after")
    def _zone_exists(self) -> Self:
        if self.time_zone is not None and self.time_zone not in available_timezones():
            raise ValueError(f"a time zone such as Europe/Berlin, not {self.time_zone}")
        return self


class InteractionMapping(EventMapping):
    """A whole mapping of an interaction log; what a log does not hold is left out and stays unknown."""

    kind: Literal["interactions"]
    interaction_id: Column
    started_at: Column
    channel: Column | Constant
    ai_involved: InvolvementColumn | Constant
    subject_key: Column | None = None
    disclosure_shown: FlagColumn | None = None
    handoff_requested_at: Column | None = None
    human_joined_at: Column | None = None
    served_at: Column | None = None
    resolved: FlagColumn | None = None
    complaint: FlagColumn | None = None
    in_opening_hours: FlagColumn | None = None
    emotion_notice_shown: FlagColumn | None = None
    vulnerable: FlagColumn | None = None
    persuasive_offer: FlagColumn | None = None
    attributes: dict[Name, Group] = Field(default={})

    @model_validator(mode="after")
    def _constant_is_known(self) -> Self:
        if isinstance(self.ai_involved, Constant) and self.ai_involved.constant not in INVOLVEMENTS:
            raise ValueError(f"ai_involved as one of {', '.join(INVOLVEMENTS)}, not {self.ai_involved.constant}")
        return self

    @property
    def flags(self) -> dict[str, FlagColumn | None]:
        """The yes-or-no fields by our name."""
        return {name: getattr(self, name) for name in FLAGS}

    @property
    def columns(self) -> list[str]:
        """Every column that the log must have, in the order of the mapping, each once."""
        plain = [self.interaction_id, self.started_at, self.channel, self.subject_key]
        plain += [self.handoff_requested_at, self.human_joined_at, self.served_at]
        wanted = [name for name in plain if isinstance(name, str)]
        wanted += [] if isinstance(self.ai_involved, Constant) else [self.ai_involved.column]
        wanted += [flag.column for flag in self.flags.values() if flag is not None]
        for group in self.attributes.values():
            wanted += [name for name in [group.column, *(group.one_of or {}).values()] if name is not None]
        return list(dict.fromkeys(wanted))


def own_interaction_mapping(columns: list[str]) -> InteractionMapping:
    """The mapping of a log that already has our column names; `language` and `a_…` are attributes."""
    has = set(columns)
    attributes = {name.removeprefix("a_"): GroupColumn(column=name) for name in columns if name.startswith("a_")}
    if "language" in has:
        attributes.setdefault("language", GroupColumn(column="language"))
    moments = ("handoff_requested_at", "human_joined_at", "served_at")
    optional = {name: name for name in ("subject_key", *moments) if name in has}
    return InteractionMapping(
        format=1,
        kind="interactions",
        interaction_id="interaction_id",
        started_at="started_at",
        channel="channel",
        ai_involved=InvolvementColumn(column="ai_involved"),
        disclosure_shown=_flag(has, "disclosure_shown"),
        resolved=_flag(has, "resolved") or _resolved(has),
        complaint=_flag(has, "complaint_flag") or _flag(has, "complaint"),
        in_opening_hours=_flag(has, "in_opening_hours"),
        **{name: _flag(has, name) for name in OWN_FLAGS},
        attributes=attributes,
        **optional,
    )


def _flag(has: set[str], column: str) -> FlagColumn | None:
    return FlagColumn(column=column, yes=TRUE_VALUES, no=FALSE_VALUES) if column in has else None


def _resolved(has: set[str]) -> FlagColumn | None:
    return FlagColumn(column="outcome", yes=["resolved"]) if "outcome" in has else None
