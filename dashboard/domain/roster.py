"""Who works here and what they have learned, as columns: people, and for each course who completed it when.

Every column has one entry more than there are names: the last one is somebody who is not on the roster, so that an
index of -1 finds a person without role, team or training.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.record_columns import Days, Truth

ACKNOWLEDGED = "charter_acknowledged"
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here; `person` is a pseudonymous id, `user` their id in the dashboard where they use it."""

    person: str
    role: str
    team: str
    joined: date | None = None
    left: date | None = None
    contractor: bool = False
    uses_ai: bool = True
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """A course somebody completed; an acknowledgement is one, and `edition` the charter's version it was about."""

    person: str
    course: str
    on: date
    valid_until: date | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What a course is called, and how many days a completion is valid; None for no limit of its own."""

    id: str
    title: str
    valid_days: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Completions of one course: row of the person, day, last valid day (NaT for no limit), edition."""

    person: Index
    on: Days
    ends: Days
    edition: NDArray[np.object_]


@dataclass(frozen=True)
class Roster:
    """People as columns; `listed` marks those the staff list names, others only completed something."""

    names: tuple[str, ...]
    role: NDArray[np.object_]
    team: NDArray[np.object_]
    joined: Days
    left: Days
    contractor: Truth
    uses_ai: Truth
    listed: Truth
    held: Mapping[str, Held]
    places: Mapping[str, int] = field(repr=False)

    def place(self, name: str) -> int:
        """The row of a person by their own id or that of their user; -1 where nobody is called so."""
        return self.places.get(name, -1)

    def present(self, as_of: date) -> Truth:
        """Whether each listed person had joined and not left; the last entry is False."""
        today = np.datetime64(as_of, "D")
        there: Truth = self.listed & ~(self.joined > today) & ~(self.left < today)
        return there


def roster_of(members: Iterable[Member], completions: Iterable[Completion], courses: Iterable[Course] = ()) -> Roster:
    """Columns from rows; people who completed something without being listed come last."""
    listed, done = list(members), list(completions)
    places = {one.person: row for row, one in enumerate(listed)}
    places |= {one.user: places[one.person] for one in listed if one.user}
    strangers = list(dict.fromkeys(one.person for one in done if one.person not in places))
    places |= {name: len(listed) + row for row, name in enumerate(strangers)}
    everybody = [*listed, *(Member(name, "", "", uses_ai=False) for name in (*strangers, ""))]
    return Roster(
        names=(*(one.person for one in listed), *strangers),
        role=_objects([one.role for one in everybody]),
        team=_objects([one.team for one in everybody]),
        joined=_days([one.joined for one in everybody]),
        left=_days([one.left for one in everybody]),
        contractor=np.array([one.contractor for one in everybody], dtype=bool),
        uses_ai=np.array([one.uses_ai for one in everybody], dtype=bool),
        listed=np.arange(len(everybody)) < len(listed),
        held=_held(done, places, {one.id: one.valid_days for one in courses}),
        places=places,
    )


def _held(done: list[Completion], places: Mapping[str, int], valid: Mapping[str, int | None]) -> dict[str, Held]:
    by_course: dict[str, list[Completion]] = {}
    for one in done:
        by_course.setdefault(one.course, []).append(one)
    return {course: _columns(rows, places, valid.get(course)) for course, rows in by_course.items()}


def _columns(rows: list[Completion], places: Mapping[str, int], valid_days: int | None) -> Held:
    on, ends = _days([one.on for one in rows]), _days([one.valid_until for one in rows])
    if valid_days is not None:
        ends = np.fmin(ends, on + np.timedelta64(valid_days, "D"))
    person = np.array([places[one.person] for one in rows], dtype=np.int64)
    return Held(person, on, ends, _objects([one.edition for one in rows]))


def _days(values: list[date | None]) -> Days:
    return np.array(values, dtype="datetime64[D]")


def _objects(values: list[Any]) -> NDArray[np.object_]:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
