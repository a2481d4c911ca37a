"""Takes in staff, courses and completions from files, and completions by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dashboard.adapters import staff_store as store
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.staff_file import staff_table
from dashboard.domain.actors import Actor, Role
from dashboard.domain.plain_text import shown
from dashboard.domain.roster import Member
from dashboard.domain.staff_rows import read_staff_rows
from dashboard.errors import InputRejected, NotFound, NotPermitted, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.settings import Settings

Kind = Literal["staff", "courses", "training"]
_LIMIT = "Nothing was saved."


@dataclass(frozen=True, slots=True)
class TakeIn:
    """A file of people, courses or completions; nothing in it may have happened after `as_of`."""

    kind: Kind
    file: str | Path
    as_of: date


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file did; `replayed` where these bytes were taken in before. `absent`: people here, not in the file."""

    file: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0
    replayed: bool = False


def take_in(database: Database, command: TakeIn, actor: Actor, settings: Settings) -> Taken:
    """Read a whole file and store it, or say everything that is wrong with it; the same bytes do nothing twice.

    Raises:
        NotPermitted, PathRefused, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.STAFF)
    name, digest, cells = staff_table(command.file, settings.read_from, max_mb=settings.max_upload_mb)
    return take_in_rows(database, Rows(command.kind, name, digest, *cells), command.as_of, actor)


@dataclass(frozen=True, slots=True)
class Rows:
    """A file as it was read: its kind, name, digest, header and rows."""

    kind: Kind
    file: str
    sha256: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]


def take_in_rows(database: Database, given: Rows, as_of: date, actor: Actor) -> Taken:
    """The same from rows that were read already."""
    require(actor, Verb.STAFF)
    with database.read() as connection:
        people = store.members(connection)
    records = _records(people, given, as_of)
    with database.write(actor, f"{given.kind}-{given.sha256[:56]}") as tx:
        if tx.replayed:
            return Taken(given.file, replayed=True)
        done = _save(tx, given.kind, records)
        store.add_import(tx, given.kind, given.file, given.sha256, done)
        absent = _absent(tx, given.kind, records)
    return Taken(given.file, done.added, done.changed, done.unchanged, absent)


def _records(people: Mapping[str, Member], given: Rows, as_of: date) -> tuple[Any, ...]:
    known = frozenset(people) if given.kind == "training" else None
    records = read_staff_rows(given.kind, given.headers, given.rows, as_of=as_of, known=known)
    if given.kind == "staff":
        _refuse_shared_users(people.values(), records)
    return records


def _refuse_shared_users(before: Any, records: tuple[Any, ...]) -> None:
    """A user is one person: who is recorded on shall be one, not two."""
    after = {one.person: one.user for one in (*before, *records)}
    users = [user for user in after.values() if user]
    problems = [
        Problem(f"user {shown(user)}", "two people with it", "each user once")
        for user in sorted(set(users)) if users.count(user) > 1
    ]  # fmt: skip
    problems += [
        Problem(f"user {shown(user)}", "the id of another person", "an id that means one person")
        for person, user in after.items()
        if user in after and user != person
    ]
    if problems:
        raise InputRejected("The staff file was not taken in; nothing was saved.", problems)


def _save(tx: Transaction, kind: Kind, records: tuple[Any, ...]) -> store.Counts:
    if kind == "staff":
        return store.save_members(tx, records)
    return store.save_courses(tx, records) if kind == "courses" else store.save_completions(tx, records)


def _absent(tx: Transaction, kind: Kind, records: tuple[Any, ...]) -> int:
    if kind != "staff":
        return 0
    here = {name for name, one in store.members(tx.connection).items() if one.left is None}
    return len(here - {one.person for one in records})


@dataclass(frozen=True, slots=True)
class RecordCompletion:
    """A course that somebody completed, entered by hand."""

    person: str
    course: str
    on: date
    as_of: date
    valid_until: date | None = None
    key: str = field(default_factory=new_key)


def record_completion(database: Database, command: RecordCompletion, actor: Actor) -> Saved:
    """Store one completion; a team lead only for their own team, and nobody for themselves.

    Raises:
        NotPermitted, NotFound, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.TRAIN)
    cells = [command.person, command.course, command.on, command.valid_until]
    headers = ["person", "course", "completed", "valid_until"]
    (record,) = read_staff_rows("training", headers, [cells], as_of=command.as_of)
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            refuse_stranger(tx, record.person, actor)
            store.save_completions(tx, [record])
            body = {"person": record.person, "course": record.course, "on": record.on.isoformat()}
            tx.append("training.recorded", "training", f"{record.person}/{record.course}", body)
        return Saved(tx.seq, {}, replayed=tx.replayed)


def refuse_stranger(tx: Transaction, named: str, actor: Actor) -> None:
    """Let through where this actor may speak for the training of the person.

    Raises:
        NotFound, NotPermitted: the sentence says why.
    """
    people = store.members(tx.connection)
    person = people.get(named)
    if person is None:
        raise NotFound(f"Nobody on the staff list has the id {shown(named)}. {_LIMIT}")
    own = next((one for one in people.values() if actor.user_id in {one.person, one.user}), None)
    if own is not None and own.person == person.person:
        raise NotPermitted(f"Nobody records their own training: somebody else does. {_LIMIT}")
    if actor.role is Role.TEAM_LEAD and (own is None or own.team != person.team):
        raise NotPermitted(f"A team lead records training of their own team; the officer does for others. {_LIMIT}")
