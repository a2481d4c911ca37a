"""Lengths of time as the charter writes them: 72h, 30d, 6w, 1 months, 5 business_days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_PATTERN = re.compile(r"^(\d{1,6})\s*(s|min|h|d|w|months?|business_days?)$")
_HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
_UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "w": "week", "months": "month"}


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of units; months and business days depend on the date they start from."""

    amount: int
    unit: str

    @property
    def hours(self) -> float:
        """Length in hours; a month counts 30 days and a business day 1.4 days where no date is given."""
        return self.amount * {**_HOURS, "months": 720.0, "business_days": 33.6}[self.unit]

    @property
    def days(self) -> float:
        """Length in days."""
        return self.hours / 24

    @property
    def words(self) -> str:
        """`90d` as `90 days`, `1 months` as `1 month`."""
        unit = _UNITS.get(self.unit, self.unit.replace("_", " ").rstrip("s"))
        return f"{self.amount} {unit}{'' if self.amount == 1 else 's'}"

    def before(self, day: date) -> date:
        """The first date inside a window of this length that ends with `day`."""
        return day - timedelta(days=max(round(self.days) - 1, 0))

    def after(self, day: date) -> date:
        """The date this long after `day`."""
        return day + timedelta(days=round(self.days))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}" if self.unit in _HOURS else f"{self.amount} {self.unit}"


def parse_duration(value: Any) -> Duration:
    """Read `30d`; raise ValueError that names the units otherwise."""
    if isinstance(value, Duration):
        return value
    match = _PATTERN.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a duration such as 30d, 72h, 6w, 1 months or 5 business_days")
    unit = {"month": "months", "business_day": "business_days"}.get(match[2], match[2])
    return Duration(int(match[1]), unit)


DurationField = Annotated[
    Duration,
    BeforeValidator(parse_duration),
    PlainSerializer(str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": _PATTERN.pattern, "examples": ["30d", "72h"]}),
]
