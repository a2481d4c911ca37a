"""Reads and writes staff, courses, completions, and which files they came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from dashboard.adapters.repository import table
from dashboard.adapters.tables import CompletionRow, CourseRow, StaffImportRow, StaffRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.roster import ACKNOWLEDGED, Completion, Course, Member, Roster, roster_of

_STAFF, _COURSES = table(StaffRow), table(CourseRow)
_COMPLETIONS, _IMPORTS = table(CompletionRow), table(StaffImportRow)
_MEMBER = ("person", "role", "team", "joined", "left", "contractor", "uses_ai")
_COMPLETION = ("person", "course", "on", "valid_until", "edition")


@dataclass(frozen=True, slots=True)
class StaffImport:
    """A file that was taken in: `kind` is staff, courses or training."""

    kind: str
    file: str
    sha256: str
    rows: int
    added: int
    changed: int
    unchanged: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file did: rows that were new, rows that changed something, rows that were there already."""

    added: int
    changed: int
    unchanged: int


def members(connection: Connection) -> dict[str, Member]:
    """Everybody on the staff list, also who left, by their pseudonymous id."""
    rows = connection.execute(select(_STAFF).order_by(_STAFF.c.person)).mappings()
    return {row["person"]: _member(row) for row in rows}


def person_behind_user(connection: Connection, user_id: str) -> str:
    """The pseudonymous id of a user; the user's own where the staff list does not name them."""
    row = connection.execute(select(_STAFF.c.person).where(_STAFF.c.user_id == user_id)).scalar_one_or_none()
    return str(row) if row is not None else user_id


def courses(connection: Connection) -> dict[str, Course]:
    """Every course that was described, by id."""
    rows = connection.execute(select(_COURSES).order_by(_COURSES.c.id)).mappings()
    return {row["id"]: Course(**row) for row in rows}


def completions(connection: Connection) -> tuple[Completion, ...]:
    """Every completion, oldest first."""
    rows = connection.execute(select(_COMPLETIONS).order_by(_COMPLETIONS.c.on, _COMPLETIONS.c.id)).mappings()
    return tuple(Completion(**{name: row[name] for name in _COMPLETION}) for row in rows)


def has_training(connection: Connection) -> bool:
    """Whether any course was ever completed; an acknowledgement alone is none."""
    query = select(_COMPLETIONS.c.id).where(_COMPLETIONS.c.course != ACKNOWLEDGED).limit(1)
    return connection.execute(query).first() is not None


def completions_of_user(connection: Connection, user_id: str) -> tuple[Completion, ...]:
    """What a user completed, under their own id or as the person that the staff list says they are."""
    wanted = _COMPLETIONS.c.person.in_({user_id, person_behind_user(connection, user_id)})
    rows = connection.execute(select(_COMPLETIONS).where(wanted)).mappings()
    return tuple(Completion(**{name: row[name] for name in _COMPLETION}) for row in rows)


def roster_in(connection: Connection) -> Roster | None:
    """The roster as columns; None where neither staff nor training was ever loaded."""
    people, done = members(connection), completions(connection)
    if not people and not done:
        return None
    return roster_of(people.values(), done, courses(connection).values())


def imports(connection: Connection) -> tuple[StaffImport, ...]:
    """Every file, newest first."""
    rows = connection.execute(select(_IMPORTS).order_by(_IMPORTS.c.id.desc())).mappings()
    return tuple(StaffImport(**{name: row[name] for name in StaffImport.__dataclass_fields__}) for row in rows)


def save_members(tx: Transaction, given: Sequence[Member]) -> Counts:
    """Add people or replace what was known about them."""
    rows = {one.person: {**_values(one, _MEMBER), "user_id": one.user} for one in given}
    known = {name: {**_values(one, _MEMBER), "user_id": one.user} for name, one in members(tx.connection).items()}
    moved = [name for name, row in known.items() if name in rows and row["user_id"] != rows[name]["user_id"]]
    for name in moved:  # a user may go from one person to another within a file
        tx.connection.execute(update(_STAFF).where(_STAFF.c.person == name).values(user_id=None))
    return _upsert(tx, _STAFF, "person", rows, known)


def save_courses(tx: Transaction, given: Sequence[Course]) -> Counts:
    """Add courses or replace their title and validity."""
    known = {name: asdict(one) for name, one in courses(tx.connection).items()}
    return _upsert(tx, _COURSES, "id", {one.id: asdict(one) for one in given}, known)


def save_completions(tx: Transaction, given: Iterable[Completion]) -> Counts:
    """Add completions; one that is there already changes at most its last valid day."""
    known = {_key(one): one for one in completions(tx.connection)}
    new: list[Completion] = []
    other: list[Completion] = []
    same = 0
    for one in given:
        before = known.get(_key(one))
        same += before == one
        (new if before is None else other if before != one else []).append(one)
    if new:
        tx.connection.execute(
            insert(_COMPLETIONS), [{**_values(one, _COMPLETION), "recorded_by": tx.actor.user_id} for one in new]
        )
    for one in other:
        where = [_COMPLETIONS.c[name] == value for name, value in zip(_KEY, _key(one), strict=True)]
        tx.connection.execute(update(_COMPLETIONS).where(*where).values(valid_until=one.valid_until))
    return Counts(len(new), len(other), same)


def remove_completions(tx: Transaction, person: str, course: str, on: date) -> int:
    """Remove what somebody completed on a day, in every edition; returns how many there were."""
    where = (_COMPLETIONS.c.person == person, _COMPLETIONS.c.course == course, _COMPLETIONS.c.on == on)
    return tx.connection.execute(delete(_COMPLETIONS).where(*where)).rowcount


def add_import(tx: Transaction, kind: str, file: str, sha256: str, done: Counts) -> None:
    """Store that a file was taken in, with the one event that says so: counts and digest, no person."""
    record = {"kind": kind, "file": file, "sha256": sha256, **asdict(done)}
    record["rows"] = done.added + done.changed + done.unchanged
    tx.connection.execute(insert(_IMPORTS).values(**record, recorded_at=tx.now))
    tx.append(f"{kind}.imported", "staff_import", sha256[:16], record)


_KEY = ("person", "course", "on", "edition")


def _key(one: Completion) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in _KEY)


def _values(one: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _member(row: RowMapping) -> Member:
    return Member(**{name: row[name] for name in _MEMBER}, user=row["user_id"])


def _upsert(
    tx: Transaction, into: Any, key: str, rows: Mapping[str, dict[str, Any]], known: Mapping[str, dict[str, Any]]
) -> Counts:
    new = [row for name, row in rows.items() if name not in known]
    other = [row for name, row in rows.items() if name in known and known[name] != row]
    if new:
        tx.connection.execute(insert(into), new)
    for row in other:
        tx.connection.execute(update(into).where(into.c[key] == row[key]).values(**row))
    return Counts(len(new), len(other), len(rows) - len(new) - len(other))
