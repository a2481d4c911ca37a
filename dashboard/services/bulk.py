"""Many use cases at once from a table: looked at as a whole first, registered whole or, where asked, the good rows."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.bulk_file import MAX_MB, read_table_of_use_cases
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.bulk_rows import BulkProblem, BulkRow, read_bulk
from dashboard.domain.charter import Charter
from dashboard.domain.draft_record import Asked, free_id, record_of
from dashboard.domain.intake import Intake
from dashboard.domain.registry import UseCase
from dashboard.errors import InputRejected, Problem
from dashboard.services.new_records import register_in
from dashboard.services.officer_items import ask_officer
from dashboard.services.permissions import Verb, require

__all__ = ["MAX_MB", "BulkDone", "BulkFile", "BulkLook", "look_at", "register_bulk"]


@dataclass(frozen=True, slots=True)
class BulkFile:
    """A table as it was handed over; `only_good` leaves rows with problems out instead of refusing the whole."""

    name: str
    data: bytes
    as_of: date
    only_good: bool = field(default=False, kw_only=True)

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class BulkLook:
    """What registering the file would do: records of good rows, every problem, and titles that are registered already.

    `there` are rows of this very content that were registered before; they are left alone.
    """

    new: tuple[UseCase, ...]
    problems: tuple[BulkProblem, ...]
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulkDone:
    """Ids that were registered now, rows that were left out, and whether this very file was registered before."""

    registered: tuple[str, ...]
    left_out: int
    replayed: bool = False


def look_at(database: Database, intake: Intake, charter: Charter, file: BulkFile, actor: Actor) -> BulkLook:
    """Read the whole table and say everything that is wrong with it; nothing is written.

    Raises:
        NotPermitted: the role may not register.
        InputRejected: the file, or its header, cannot be used at all.
    """
    require(actor, Verb.REGISTER)
    asked = Asked(intake, charter, actor.user_id, file.as_of)
    table = read_table_of_use_cases(file.name, file.data)
    rows = list(read_bulk(asked, table.headers, table.rows, repository.users(database)))
    if not rows:
        problem = Problem("rows", "none", "a row for each use case below the header")
        raise InputRejected(f"{file.name} holds no use case.", [problem])
    return _look(database, asked, rows)


def register_bulk(database: Database, intake: Intake, charter: Charter, file: BulkFile, actor: Actor) -> BulkDone:
    """Register every row, or nothing; with `only_good` the rows without problems. The same file again does nothing.

    Raises:
        InputRejected: rows have problems; every one is named, and nothing was written.
        NotPermitted, StoreUnusable: nothing was written.
    """
    look = look_at(database, intake, charter, file, actor)
    if look.problems and not file.only_good:
        raise InputRejected("Nothing was registered.", [_as_problem(one) for one in look.problems])
    left_out = len({one.row for one in look.problems})
    if not look.new:
        return BulkDone((), left_out, replayed=bool(look.there))
    ids = "|".join(one.id for one in look.new)
    key = f"bulk-{hashlib.sha256(f'{file.digest}|{ids}'.encode()).hexdigest()[:48]}"
    with database.write(actor, key) as tx:
        if not tx.replayed:
            register_in(tx, look.new)
            for use_case in look.new:
                ask_officer(tx, database, use_case, charter, file.as_of)
        return BulkDone(tuple(one.id for one in look.new), left_out, replayed=tx.replayed)


def _look(database: Database, asked: Asked, rows: list[BulkRow]) -> BulkLook:
    known = {one.id: one for one in repository.load_registry(database).use_cases}
    new: list[UseCase] = []
    there: list[str] = []
    problems = [problem for row in rows for problem in row.problems]
    for row in rows:
        if row.problems:
            continue
        record = _record(asked, row)
        before = known.get(record.id)
        if before is not None and before.source == record.source:
            there.append(record.title)
        elif before is not None or record.id in {one.id for one in new}:
            expected = "a title that no other use case and no other row has"
            problems.append(BulkProblem(row.number, "title", record.title, expected))
        else:
            new.append(record)
    return BulkLook(tuple(new), tuple(sorted(problems, key=lambda one: one.row)), tuple(there))


def _record(asked: Asked, row: BulkRow) -> UseCase:
    """The record of a row; what it was made from tells a second import of the same row."""
    own = Asked(asked.intake, asked.charter, row.owner, asked.as_of)
    record = record_of(own, row.answers)
    content = repr((row.owner, sorted(row.answers.items())))
    source = {"register": "table of use cases", "row_sha256": hashlib.sha256(content.encode()).hexdigest()}
    return record.model_copy(update={"id": free_id(record.title, ()), "source": source})


def _as_problem(one: BulkProblem) -> Problem:
    return Problem(f"row {one.row}, {one.column or 'the row'}", one.found, one.expected)
