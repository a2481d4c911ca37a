"""What programs read is JSON: no number that JSON has not, no date but as text."""

import json
from dataclasses import dataclass
from datetime import date
from math import inf, nan

from dashboard.reports.as_json import json_number, json_record


@dataclass(frozen=True)
class Inner:
    """A part of an answer."""

    value: float
    on: date


@dataclass(frozen=True)
class Outer:
    """An answer."""

    parts: tuple[Inner, ...]
    named: dict[str, float]
    count: int


def test_what_json_has_not_is_null() -> None:
    """NaN and both infinities; a number stays as it is."""
    assert [json_number(value) for value in (nan, inf, -inf, 0.1, 0.0)] == [None, None, None, 0.1, 0.0]


def test_a_whole_answer_is_written_at_every_depth() -> None:
    """In lists and mappings too; strict JSON takes it."""
    found = json_record(Outer((Inner(nan, date(2026, 9, 14)), Inner(0.5, date(2026, 9, 15))), {"a": inf}, 3))
    assert found == {"parts": [{"value": None, "on": "2026-09-14"}, {"value": 0.5, "on": "2026-09-15"}],
                     "named": {"a": None}, "count": 3}  # fmt: skip
    assert json.loads(json.dumps(found, allow_nan=False)) == found
