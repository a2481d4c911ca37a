"""The demonstration's register of cases as the file that a company would hand over; nothing lies after its day."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dashboard.domain.case_columns import COLUMNS
from dashboard.domain.case_kinds import CLOSED, EXTENDED, KINDS
from dashboard.domain.durations import parse_duration

Cells = tuple[tuple[str, ...], list[list[str]]]
_PACES = (0.7, 0.95, 0.8, 1.1, 0.85, 1.2, 0.75, 1.0)


def demo_cases(authored: Mapping[str, Any], *, today: date) -> tuple[date, Cells]:
    """The day to which the register is complete, and header with rows; steps that have not come yet are left blank."""
    rows = [
        [str(one.get(name, "")) for name in COLUMNS]
        for number, group in enumerate(authored["groups"], start=1)
        for one in _cases(group, number, today)
    ]
    return today - _ago(authored["complete_to"]), (tuple(COLUMNS), rows)


def _cases(group: Mapping[str, Any], number: int, today: date) -> Iterator[dict[str, str]]:
    kind, end = group["kind"], datetime.combine(today, time(0), UTC)
    plain = {name: group[name] for name in ("kind", "use_case", "channel") if name in group} | group.get("facts", {})
    for at in range(group["many"]):
        day = today - _ago(group["last"]) - at * _ago(f"-{group.get('every', '0d')}")
        opened = datetime.combine(day, time(8 + at % 9, at * 7 % 60), UTC)
        said = {"case": f"{kind.replace('_', '-')}-{number:02d}{at + 1:03d}", "opened": f"{opened:%Y-%m-%dT%H:%MZ}"}
        yield {**plain, **said, **_steps(group, at, opened, end)}


def _steps(group: Mapping[str, Any], at: int, opened: datetime, end: datetime) -> dict[str, str]:
    pace = _PACES[at % len(_PACES)] if group["many"] > 1 else 1.0
    done = {
        name: opened + pace * timedelta(hours=parse_duration(after).hours) for name, after in group["steps"].items()
    }
    if "extended" in group:
        done[EXTENDED] = opened + timedelta(hours=parse_duration(group["extended"]).hours)
    done = {name: when for name, when in done.items() if when < end}
    said = {name: f"{when:%Y-%m-%dT%H:%MZ}" for name, when in done.items()}
    if KINDS[group["kind"]].decided in done and "overturned" in group:
        said["outcome"] = "overturned" if at % group["overturned"] == 1 else "upheld"
    if CLOSED in done:
        said["reason"] = "Looked into, put right and explained"
    if EXTENDED in done:
        said |= {"person_told": "yes", "extension_reason": "Conversations of several years had to be searched"}
    return said


def _length(text: str) -> timedelta:
    return timedelta(hours=parse_duration(text).hours)


def _ago(text: str) -> timedelta:
    return _length(text.removeprefix("-"))
