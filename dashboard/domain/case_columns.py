"""The columns of a file of cases: what each means and how a cell is read.

A day without a time is read against whoever is late: a case then starts with its first second, a step is done with its
last, or now where that has not come.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.domain.case_kinds import KINDS, OUTCOMES
from dashboard.domain.plain_text import checked_text
from dashboard.domain.register_text import folded
from dashboard.domain.staff_columns import EARLIEST, NO, YES, Read
from dashboard.domain.texts import is_one_line

_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
MAX_REASON = 2_000
STEPS: tuple[str, ...] = tuple(dict.fromkeys(step for kind in KINDS.values() for step in kind.steps))
FACTS: Mapping[str, tuple[bool | str, ...]] = {
    name: choices for kind in KINDS.values() for name, choices in kind.known_facts.items()
}


@dataclass(frozen=True, slots=True)
class Zone:
    """How times are read: the zone of those that name none, and the moment after which nothing happened."""

    now: datetime
    zone: ZoneInfo | None = None

    def moment(self, text: str, *, start: bool) -> Read:
        """A time in UTC; a day alone is its first second at the start of a case, its last for a step."""
        expected = "a day, or a time with its zone, such as 2026-11-03T14:05Z or 2026-11-03T15:05+01:00"
        try:
            if _DAY.match(text):
                return self._day(date.fromisoformat(text), start=start)
            found = datetime.fromisoformat(text) if _TIME.match(text) else None
        except ValueError:
            found = None
        if found is None or (found.tzinfo is None and self.zone is None):
            return None, expected
        known = found if found.tzinfo else found.replace(tzinfo=self.zone, fold=int(not start))
        return self._known(known, expected)

    def _day(self, day: date, *, start: bool) -> Read:
        own = self.zone or UTC
        at = datetime.combine(day, time(0) if start else time(23, 59, 59), own)
        return self._known(at if start or day != self.now.astimezone(own).date() else self.now, "a day that has come")

    def _known(self, at: datetime, expected: str) -> Read:
        if at.date() < EARLIEST:
            return None, expected
        if at > self.now:
            return None, f"a time up to now, {self.now:%Y-%m-%d %H:%M} UTC"
        return at.astimezone(UTC).replace(microsecond=0), None


@dataclass(frozen=True, slots=True)
class CaseColumn:
    """One column; times are read with a Zone, everything else by `read`."""

    name: str
    meaning: str
    read: Callable[[str], Read] | None = None
    required: bool = False


def cell(column: CaseColumn, text: str, zone: Zone) -> Read:
    """What a cell says."""
    return zone.moment(text, start=column.name == "opened") if column.read is None else column.read(text)


def _identifier(text: str) -> Read:
    return (text, None) if _ID.match(text) else (None, "an id of letters, digits, dots, dashes, colons and slashes")


def _line(text: str) -> Read:
    found, expected = _words(text)
    short = found is not None and is_one_line(found) and len(found) <= 80
    return (found, None) if short else (None, expected or "one line of at most 80 characters")


def _words(text: str) -> Read:
    try:
        kept = checked_text(text)
    except ValueError:
        return None, "text without hidden characters"
    return (kept, None) if len(kept) <= MAX_REASON else (None, f"at most {MAX_REASON:,} characters")


def _truth(text: str) -> Read:
    spelt = folded(text)
    return (spelt in YES, None) if spelt in YES | NO else (None, "yes or no")


def _one_of(choices: tuple[Any, ...]) -> Callable[[str], Read]:
    def read(text: str) -> Read:
        spelt = re.sub(r"[\s-]+", "_", folded(text))
        return (spelt, None) if spelt in choices else (None, f"one of {', '.join(choices)}")

    return read


def _fact(name: str, choices: tuple[Any, ...]) -> CaseColumn:
    truth = True in choices
    meaning = f"{name.replace('_', ' ')}: {'yes or no' if truth else ', '.join(choices)}; empty: nobody knows"
    return CaseColumn(name, meaning, _truth if truth else _one_of(choices))


_OPENED = "when the case was opened; of an incident: when somebody here became aware of it"
COLUMNS: Mapping[str, CaseColumn] = {
    column.name: column
    for column in (
        CaseColumn("case", "its id, always the same", _identifier, required=True),
        CaseColumn("kind", ", ".join(KINDS), _one_of(tuple(KINDS)), required=True),
        CaseColumn("opened", _OPENED, required=True),
        CaseColumn("use_case", "id of the use case in the registry; empty: none is known", _line),
        CaseColumn("model_version", "version of the model that took part", _line),
        CaseColumn("channel", "where it came in", _line),
        CaseColumn("subject", "pseudonym of the person: no name, no e-mail address", _identifier),
        *(_fact(name, choices) for name, choices in FACTS.items()),
        *(CaseColumn(step, f"when it was {step.replace('_', ' ')}; empty: not yet") for step in STEPS),
        CaseColumn("outcome", f"of decided_by_human: {', '.join(OUTCOMES)}", _one_of(OUTCOMES)),
        CaseColumn("person_told", "whether the person was told of the extension and why, yes or no", _truth),
        CaseColumn("extension_reason", "why it was extended", _words),
        CaseColumn("reason", "why it was closed; must be filled with closed_with_reason", _words),
    )
}
