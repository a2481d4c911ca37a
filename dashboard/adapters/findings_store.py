"""Findings between the domain and their tables: the current ones, what flipped, measurements, figures over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, desc, func, insert, select

from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.repository import table
from dashboard.adapters.tables import (
    AssessmentRow,
    EndedRow,
    EventRow,
    FindingRow,
    FlipRow,
    MeasurementRow,
    UseCaseStatusRow,
)
from dashboard.domain.assessment_rows import Rows
from dashboard.domain.statuses import Status

_ASSESSMENTS, _FINDINGS, _FLIPS = table(AssessmentRow), table(FindingRow), table(FlipRow)
_MEASUREMENTS, _STATUSES = table(MeasurementRow), table(UseCaseStatusRow)
_EVENTS, _ENDED = table(EventRow), table(EndedRow)
_ASSESSED = (
    "use_case",
    "organisation",
    "count_set",
    "case",
    "case_statement",
)  # entities of the ledger that an assessment reads
_CHUNK = 500
_NO_FACTS = ("charter", "charter_draft", "draft", "review_item", "saved_view", "last_look", "checkpoint", "pack")


@dataclass(frozen=True, slots=True)
class Before:
    """What the newest assessment left behind; `assessment` is None where nothing was ever assessed."""

    assessment: RowMapping | None
    findings: Mapping[tuple[str, str], RowMapping]
    statuses: Mapping[str, RowMapping]


def read_before(connection: Connection) -> Before:
    """The newest assessment with its findings and own statuses."""
    newest = select(_ASSESSMENTS).order_by(desc(_ASSESSMENTS.c.id)).limit(1)
    findings = connection.execute(select(_FINDINGS)).mappings()
    statuses = connection.execute(select(_STATUSES)).mappings()
    return Before(
        assessment=connection.execute(newest).mappings().first(),
        findings={(row["use_case_id"], row["clause"]): row for row in findings},
        statuses={row["use_case_id"]: row for row in statuses},
    )


def current_dates(database: Database) -> dict[tuple[str, str], tuple[Status, date, date | None]]:
    """Use case and clause to status, since, due of the current findings."""
    query = select(_FINDINGS.c.use_case_id, _FINDINGS.c.clause, _FINDINGS.c.status, _FINDINGS.c.since, _FINDINGS.c.due)
    with database.read() as connection:
        return {(row[0], row[1]): (Status(row[2]), row[3], row[4]) for row in connection.execute(query)}


def save_assessment(tx: Transaction, values: Mapping[str, Any]) -> int:
    """Store the figures of a run; returns its number."""
    result = tx.connection.execute(insert(_ASSESSMENTS).values(**values))
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    return int(key[0])


def replace_current(
    tx: Transaction, findings: Sequence[Mapping[str, Any]], statuses: Sequence[Mapping[str, Any]]
) -> None:
    """Make these the current findings and own statuses."""
    for target, rows in ((_FINDINGS, findings), (_STATUSES, statuses)):
        tx.connection.execute(delete(target))
        _insert(tx.connection, target, rows)


def add_history(tx: Transaction, rows: Rows) -> None:
    """Add what flipped, what ended and what was measured; nothing that was stored is touched."""
    for target, added in ((_FLIPS, rows.flips), (_ENDED, rows.ended), (_MEASUREMENTS, rows.measurements)):
        _insert(tx.connection, target, added)


def _insert(connection: Connection, target: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), _CHUNK):
        connection.execute(insert(target), [dict(row) for row in rows[start : start + _CHUNK]])


def current_status(connection: Connection, use_case: str, clause: str) -> Status | None:
    """The status of one current finding."""
    query = select(_FINDINGS.c.status).where(_FINDINGS.c.use_case_id == use_case, _FINDINGS.c.clause == clause)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else Status(found)


def statuses_of(connection: Connection, use_case: str) -> dict[str, Status]:
    """Clause to status of the current findings of a use case."""
    rows = connection.execute(select(_FINDINGS.c.clause, _FINDINGS.c.status).where(_FINDINGS.c.use_case_id == use_case))
    return {str(clause): Status(status) for clause, status in rows}


def applying(connection: Connection) -> set[tuple[str, str]]:
    """Use case and clause of every current finding whose clause applies."""
    query = select(_FINDINGS.c.use_case_id, _FINDINGS.c.clause).where(_FINDINGS.c.status != Status.NOT_APPLICABLE)
    return {(str(use_case), str(clause)) for use_case, clause in connection.execute(query)}


def outdated(database: Database) -> bool:
    """Whether use cases, the organisation, counts or cases changed after the newest assessment read them."""
    newest = select(func.max(_ASSESSMENTS.c.data_version)).scalar_subquery()
    later = _EVENTS.c.seq > newest
    query = select(_EVENTS.c.seq).where(later, _EVENTS.c.entity.in_(_ASSESSED)).limit(1)
    with database.read() as connection:
        return connection.execute(query).first() is not None


def newest_fact(database: Database) -> int:
    """The number of the newest entry that an assessment might read: not those of drafts, proposals, items and views."""
    query = select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.entity.not_in(_NO_FACTS))
    with database.read() as connection:
        return int(connection.execute(query).scalar_one() or 0)


def newest_charter(database: Database) -> str | None:
    """The digest of the charter that the newest assessment held; None where nothing was assessed."""
    query = select(_ASSESSMENTS.c.charter_digest).order_by(desc(_ASSESSMENTS.c.id)).limit(1)
    with database.read() as connection:
        found: str | None = connection.execute(query).scalar_one_or_none()
        return found


def newest_day(database: Database) -> date | None:
    """The day of the newest assessment."""
    with database.read() as connection:
        found: date | None = connection.execute(select(func.max(_ASSESSMENTS.c.as_of))).scalar_one()
        return found


def newest_run(database: Database) -> datetime | None:
    """When the newest assessment was stored, UTC."""
    query = select(_ASSESSMENTS.c.recorded_at).order_by(desc(_ASSESSMENTS.c.id)).limit(1)
    with database.read() as connection:
        found: datetime | None = connection.execute(query).scalar_one_or_none()
        return found
