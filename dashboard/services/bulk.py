"""Many use cases at once from a table: looked at as a whole first, registered whole or, where asked, the good rows."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.bulk_file import MAX_MB, read_table_of_use_cases
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import Actor
from dashboard.domain.bulk_rows import BulkProblem, BulkRow, read_bulk
from dashboard.domain.charter import Charter
from dashboard.domain.draft_record import Asked, free_id, record_of
from dashboard.domain.effort import step
from dashboard.domain.intake import Intake
from dashboard.domain.registry import UseCase
from dashboard.errors import InputRejected, Problem
from dashboard.services.new_records import accept_all, put_in, refuse_taken
from dashboard.services.officer_items import ask_officer
from dashboard.services.permissions import Verb, require

__all__ = ["MAX_MB", "BulkDone", "BulkFile", "BulkLook", "look_at", "register_bulk"]

_TOGETHER = 25  # use cases between two looks at whether it was cancelled


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
    step(0, 0, "Reading the table")
    table = read_table_of_use_cases(file.name, file.data)
    rows = read_bulk(asked, table.headers, table.rows, repository.users(database))
    look = _look(database, asked, _told(rows, len(table.rows)))
    if not (look.new or look.problems or look.there):
        problem = Problem("rows", "none", "a row for each use case below the header")
        raise InputRejected(f"{file.name} holds no use case.", [problem])
    return look


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
            _register(tx, database, charter, file, look.new)
        return BulkDone(tuple(one.id for one in look.new), left_out, replayed=tx.replayed)


def _register(tx: Transaction, database: Database, charter: Charter, file: BulkFile, new: Sequence[UseCase]) -> None:
    """All of them, a few at a time; a stop in between undoes the whole write."""
    accepted = accept_all(new)
    refuse_taken(tx, accepted)
    for at in range(0, len(accepted), _TOGETHER):
        step(at, len(accepted), "use cases")
        some = accepted[at : at + _TOGETHER]
        put_in(tx, some)
        for use_case in some:
            ask_officer(tx, database, use_case, charter, file.as_of)
    step(len(accepted), len(accepted), "use cases")


def _told(rows: Iterable[BulkRow], of: int) -> Iterable[BulkRow]:
    """The rows, telling how many were checked."""
    for row in rows:
        step(row.number - 2, of, "rows checked")
        yield row


def _look(database: Database, asked: Asked, rows: Iterable[BulkRow]) -> BulkLook:
    known = {one.id: one for one in repository.load_registry(database).use_cases}
    new: dict[str, UseCase] = {}
    there: list[str] = []
    problems: list[BulkProblem] = []
    for row in rows:
        if row.problems:
            problems += row.problems
            continue
        record = _record(asked, row)
        before = known.get(record.id)
        if before is not None and before.source == record.source:
            there.append(record.title)
        elif before is not None or record.id in new:
            expected = "a title that no other use case and no other row has"
            problems.append(BulkProblem(row.number, "title", record.title, expected))
        else:
            new[record.id] = record
    return BulkLook(tuple(new.values()), tuple(sorted(problems, key=lambda one: one.row)), tuple(there))


def _record(asked: Asked, row: BulkRow) -> UseCase:
    """The record of a row; what it was made from tells a second import of the same row."""
    record = record_of(asked, row.answers)
    content = repr((row.owner, sorted(row.answers.items())))
    source = {"register": "table of use cases", "row_sha256": hashlib.sha256(content.encode()).hexdigest()}
    return record.model_copy(update={"id": free_id(record.title, ()), "owner": row.owner, "source": source})


def _as_problem(one: BulkProblem) -> Problem:
    return Problem(f"row {one.row}, {one.column or 'the row'}", one.found, one.expected)
