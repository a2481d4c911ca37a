"""What every record of the registry keeps to, and how a date may be written."""

import re
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def as_day(text: str) -> date | str:
    """`2026-01-31` as the date it names; any other text as it is."""
    try:
        return date.fromisoformat(text) if _DAY.match(text) else text
    except ValueError:
        return text


@cache
def _date_fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if field.annotation in (date, date | None))


class Record(BaseModel):
    """Unknown keys are refused; a date may stand in quotes, as it must in JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _dates_in_quotes(cls, data: Any) -> Any:
        """Text that is no date stays, and is refused with its place."""
        if not isinstance(data, dict):
            return data
        written = {name: as_day(data[name]) for name in _date_fields(cls) if isinstance(data.get(name), str)}
        return data | written if written else data
