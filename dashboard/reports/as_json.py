"""Values as JSON can hold them: numbers that do not exist as null, days as ISO text."""

from dataclasses import asdict
from datetime import date
from math import isfinite
from typing import Any


def json_number(value: float) -> float | None:
    """The number; None for NaN and infinity, which JSON has not."""
    return float(value) if isfinite(value) else None


def json_record(found: Any) -> dict[str, Any]:
    """Everything in a dataclass, and in those inside it."""
    told: dict[str, Any] = _plain(asdict(found))
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return json_number(value) if isinstance(value, float) else value
