"""The columns of the three staff files: what each means, whether it must be filled, and how a cell is read.

A cell is read to a value, or to nothing and the words that say what was expected.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.domain.plain_text import checked_text
from dashboard.domain.register_text import folded
from dashboard.domain.texts import is_one_line

_PERSON = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")
_NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]{0,79}$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DAYS = re.compile(r"^(\d{1,5}) ?d?$")
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
Read = tuple[Any, str | None]  # the value, or what was expected


@dataclass(frozen=True, slots=True)
class StaffColumn:
    """One column; `future` says whether a date in it may lie ahead."""

    name: str
    meaning: str
    read: Callable[[str], Read]
    required: bool = False
    future: bool = True


def _person(text: str) -> Read:
    expected = "a pseudonymous id of letters, digits, dots, dashes and underscores: no name, no e-mail address"
    return (text, None) if _PERSON.match(text) else (None, expected)


def _name(text: str) -> Read:
    spelt = re.sub(r"\s+", "_", folded(text))
    return (spelt, None) if _NAME.match(spelt) else (None, "one word or several, such as service agent")


def _line(text: str) -> Read:
    try:
        kept = checked_text(text)
    except ValueError:
        return None, "text without hidden characters"
    return (kept, None) if is_one_line(kept) and len(kept) <= 120 else (None, "one line of at most 120 characters")


def _day(text: str) -> Read:
    expected = "a day written as YYYY-MM-DD, between 1950 and 2100"
    try:
        found = date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        found = None
    return (found, None) if found and EARLIEST <= found <= LATEST else (None, expected)


def _truth(text: str) -> Read:
    spelt = folded(text)
    return (spelt in YES, None) if spelt in YES | NO else (None, "yes or no")


def _length(text: str) -> Read:
    match = _DAYS.match(text)
    return (int(match[1]), None) if match and int(match[1]) else (None, "a number of days, such as 365")


_PERSON_COLUMN = StaffColumn("person", "pseudonymous id, always the same for one person", _person, required=True)
COLUMNS: dict[str, tuple[StaffColumn, ...]] = {
    "staff": (
        _PERSON_COLUMN,
        StaffColumn("role", "developer, data scientist, service agent, team lead …", _name, required=True),
        StaffColumn("team", "their team, spelt as in the registry", _line, required=True),
        StaffColumn("joined", "first day here; empty: long ago", _day, future=False),
        StaffColumn("left", "last day here; empty: still here", _day),
        StaffColumn("contractor", "yes or no; empty: no", _truth),
        StaffColumn("uses_ai", "whether they operate or use AI, yes or no; empty: yes", _truth),
        StaffColumn("user", "their id in this dashboard, where they use it", _line),
    ),
    "courses": (
        StaffColumn("course", "the charter's name of the course, such as ai_literacy", _name, required=True),
        StaffColumn("title", "what people call it", _line, required=True),
        StaffColumn("valid_days", "days that a completion is valid; empty: as long as the charter says", _length),
    ),
    "training": (
        _PERSON_COLUMN,
        StaffColumn("course", "the charter's name of the course; charter_acknowledged is one", _name, required=True),
        StaffColumn("completed", "the day it was completed", _day, required=True, future=False),
        StaffColumn("valid_until", "its last valid day, where the certificate says one", _day),
        StaffColumn("edition", "for charter_acknowledged: the charter's version", _line),
    ),
}  # fmt: skip


def cell_text(cell: Any) -> str:
    """A cell as text; days as a spreadsheet has them become ISO text."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell).strip()
