"""How the columns of somebody's reviewed answers become ours: a mapping of kind `samples`, as typed data."""

from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.domain.event_mapping import EventMapping, FlagColumn
from dashboard.domain.log_mapping import FALSE_VALUES, TRUE_VALUES, Column, Constant, Group, GroupColumn, Name

VERDICTS = ("wrong_or_harmful", "personal_data_leaked")


class SampleMapping(EventMapping):
    """A whole mapping of sampled answers; a question that the file has no column for was not put to its answers."""

    kind: Literal["samples"]
    sample_id: Column
    answered_at: Column
    channel: Column | Constant
    wrong_or_harmful: FlagColumn | None = None
    personal_data_leaked: FlagColumn | None = None
    reviewer_role: Column | Constant | None = None
    attributes: dict[Name, Group] = Field(default={})

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not any(self.flags.values()):
            raise ValueError(f"at least one of {' and '.join(VERDICTS)}")
        return self

    @property
    def flags(self) -> dict[str, FlagColumn | None]:
        """The questions put to each answer, by our name."""
        return {name: getattr(self, name) for name in VERDICTS}

    @property
    def columns(self) -> list[str]:
        """Every column that the file must have, each once."""
        plain = [self.sample_id, self.answered_at, self.channel, self.reviewer_role]
        wanted = [name for name in plain if isinstance(name, str)]
        wanted += [flag.column for flag in self.flags.values() if flag is not None]
        for group in self.attributes.values():
            wanted += [name for name in [group.column, *(group.one_of or {}).values()] if name is not None]
        return list(dict.fromkeys(wanted))


def own_sample_mapping(columns: list[str]) -> SampleMapping:
    """The mapping of a file that already has our column names; one without a verdict is asked for both."""
    has = set(columns)
    asked = [name for name in VERDICTS if name in has] or list(VERDICTS)
    flags = {name: FlagColumn(column=name, yes=TRUE_VALUES, no=FALSE_VALUES) for name in asked}
    attributes = {name.removeprefix("a_"): GroupColumn(column=name) for name in columns if name.startswith("a_")}
    if "language" in has:
        attributes.setdefault("language", GroupColumn(column="language"))
    return SampleMapping(
        format=1,
        kind="samples",
        sample_id="sample_id",
        answered_at="answered_at",
        channel="channel",
        wrong_or_harmful=flags.get("wrong_or_harmful"),
        personal_data_leaked=flags.get("personal_data_leaked"),
        reviewer_role="reviewer_role" if "reviewer_role" in has else None,
        attributes=attributes,
    )
