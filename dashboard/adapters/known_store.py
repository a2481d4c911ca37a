"""A store as it was known at an entry of the ledger: small, in memory, only read; what reads a store reads it as it is.

Whatever is not filled here is empty, so that no page of a past day can show by mistake what came later.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, StaticPool, create_engine, event, insert, select

from dashboard.adapters import known_rows as known
from dashboard.adapters.database import Database
from dashboard.adapters.history import records_as_of, registry_as_of
from dashboard.adapters.known_rows import Pointer, Poured, Values
from dashboard.adapters.reported_store import Run
from dashboard.adapters.repository import CHILDREN, USER, organisation_row, table, use_case_row
from dashboard.adapters.sqlite_engine import compact_json
from dashboard.adapters.tables import (
    AssessmentRow,
    BatchRow,
    CompletionRow,
    CourseRow,
    EventRow,
    FindingRow,
    FlipRow,
    MeasurementRow,
    OrganisationRow,
    Row,
    StaffRow,
    UseCaseRow,
    UseCaseStatusRow,
    UserRow,
)
from dashboard.domain.registry import Organisation, UseCase
from dashboard.domain.reported import Held, Key, OwnThen
from dashboard.domain.statuses import Reason

_URL = URL.create("sqlite", database="the store as it was known")
_STAFF = (StaffRow, CourseRow, CompletionRow)  # no entry names a person: as they are now


@dataclass(frozen=True, slots=True)
class Cut:
    """What shall be known.

    Attributes:
        register: the entry until which records of use cases and people, and published charters, count.
        data: the entry until which batches, counts, indicators and cases count.
        run, held, own: the last assessment, its findings and own statuses.
    """

    register: int
    data: int
    run: Run
    held: Mapping[Key, Held]
    own: Mapping[str, OwnThen]


def pointers_at(database: Database, at: int) -> list[Pointer]:
    """The count files that were current at an entry of the ledger."""
    with database.read() as source:
        return known.pointers(source, at)


def known_store(database: Database, cut: Cut, pointers: Sequence[Pointer], batches: Iterable[Values] = ()) -> Database:
    """A store that holds what was known, to be read by everything that reads a store.

    Args:
        database: the store of today.
        cut: what shall be known.
        pointers: the count files that shall be current.
        batches: rows of further batches.
    """
    engine = create_engine("sqlite://", poolclass=StaticPool, json_serializer=compact_json)
    try:
        with database.read() as source, engine.begin() as target:
            Row.metadata.create_all(target)
            _pour(target, _register(database, cut.register))
            _pour(target, _practice(source, cut, pointers, batches))
            _pour(target, _told(source, cut))
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            image = driver.serialize()
    finally:
        engine.dispose()
    read = _reader(image)
    return Database(_URL, read, read)


def _reader(image: bytes) -> Engine:
    """Each connection has the image to itself, and cannot write."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.deserialize(image)
        connection.execute("PRAGMA query_only=ON")
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=30, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _pour(target: Connection, poured: Poured) -> None:
    for row, values in poured:
        names = dict.fromkeys(name for one in values for name in one)
        if values:
            target.execute(insert(table(row)), [{name: one.get(name) for name in names} for one in values])


def _register(database: Database, at: int) -> Poured:
    """Use cases with their parts, the organisation and the people."""
    registry = registry_as_of(database, at=at)
    yield UserRow, list(records_as_of(database, USER, at=at).values())
    yield UseCaseRow, [{**use_case_row(one), "revision": 0} for one in registry.use_cases]
    if registry.organisation is not None:
        yield OrganisationRow, [{**organisation_row(registry.organisation), "id": 1, "revision": 0}]
    for one in registry.use_cases:
        yield from _parts(one, one.id)
    if registry.organisation is not None:
        yield from _parts(registry.organisation, None)


def _parts(record: UseCase | Organisation, use_case: str | None) -> Poured:
    for name, child in CHILDREN.items():
        members = getattr(record, name, None) or ()
        yield child, [{"use_case_id": use_case, **member.model_dump()} for member in members]


def _practice(source: Connection, cut: Cut, pointers: Sequence[Pointer], batches: Iterable[Values]) -> Poured:
    yield EventRow, known.entry(source, cut.data)
    yield BatchRow, [*known.batches(source, cut.data), *batches]
    yield from known.pointed(pointers, cut.data)
    yield from known.indicators(source, cut.data)
    yield from known.cases(source, cut.data)
    yield from known.charters(source, cut.register)
    for row in _STAFF:
        yield row, known.whole(source, row)
    yield from known.files(source, cut.data)


def _told(source: Connection, cut: Cut) -> Poured:
    """What was reported; of findings the sentences are not kept."""
    run = cut.run.id
    for row, column in ((AssessmentRow, "id"), (FlipRow, "assessment_id"), (MeasurementRow, "assessment_id")):
        rows = table(row)
        mine = rows.c[column] == run if row is MeasurementRow else rows.c[column] <= run
        yield row, [dict(one) for one in source.execute(select(rows).where(mine)).mappings()]
    yield FindingRow, [_finding(key, held, cut.run) for key, held in cut.held.items() if key[1]]
    yield UseCaseStatusRow, [
        {
            "use_case_id": name, "assessment_id": run, "status": one.held.status, "waived": one.held.waived,
            "decided": one.decided, "applicable": one.applicable, "since": one.held.since or cut.run.as_of,
        }
        for name, one in cut.own.items()
    ]  # fmt: skip


def _finding(key: Key, held: Held, run: Run) -> Values:
    return {
        "use_case_id": key[0], "clause": key[1], "assessment_id": run.id, "principle": "", "severity": "",
        "status": held.status, "reason_code": Reason.WAIVED.value if held.waived else None, "reason": "",
        "since": held.since or run.as_of,
    }  # fmt: skip
