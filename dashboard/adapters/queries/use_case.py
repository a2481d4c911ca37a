"""The columns behind one use case's page."""

from typing import Any

import pandas as pd
from sqlalchemy import String, and_, cast, or_, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import (
    AssessmentRow,
    BatchRow,
    DisputeRow,
    EventRow,
    EvidenceRow,
    FindingRow,
    FlipRow,
    MeasurementRow,
    ModelRow,
    OrganisationRow,
    RequestRow,
    ReviewItemRow,
    SignOffRow,
    UseCaseRow,
    UseCaseStatusRow,
    UserRow,
    WaiverRow,
)


def columns(table: Any, *leave_out: str) -> list[Any]:
    """Every column of a table but some, under its own name."""
    return [column for column in table.__table__.columns if column.name not in leave_out]


def use_case_row(database: Database, use_case: str) -> dict[str, Any] | None:
    """The registry's row with its record, or None."""
    row: Any = UseCaseRow
    frame = database.frame(select(*columns(row)).where(row.id == use_case))
    return None if frame.empty else {str(name): value for name, value in frame.iloc[0].items()}


def organisation_row(database: Database) -> dict[str, Any] | None:
    """The organisation's name and record, or None."""
    row: Any = OrganisationRow
    frame = database.frame(select(row.name, row.record))
    return None if frame.empty else {str(name): value for name, value in frame.iloc[0].items()}


def titles(database: Database) -> pd.DataFrame:
    """id, title, lifecycle, team and owner of every use case, by title."""
    row: Any = UseCaseRow
    return database.frame(select(row.id, row.title, row.lifecycle, row.team, row.owner).order_by(row.title))


def people(database: Database) -> dict[str, str]:
    """What the screen calls each user id."""
    frame = database.frame(select(*columns(UserRow, "role", "team", "active")))
    return dict(zip(frame["id"], frame["title"], strict=True))


def parts(database: Database, use_case: str) -> dict[str, pd.DataFrame]:
    """models, evidence, sign_offs and waivers of one use case; '' is the organisation."""
    tables: dict[str, Any] = {
        "models": ModelRow,
        "evidence": EvidenceRow,
        "sign_offs": SignOffRow,
        "waivers": WaiverRow,
    }
    return {
        name: database.frame(select(*columns(table, "use_case_id")).where(_of(table.use_case_id, use_case)))
        for name, table in tables.items()
    }


def _of(column: Any, use_case: str) -> Any:
    return column == use_case if use_case else column.is_(None)


def status(database: Database, use_case: str) -> dict[str, Any] | None:
    """The rolled-up status, or None where nothing was assessed yet."""
    row: Any = UseCaseStatusRow
    frame = database.frame(select(*columns(row)).where(row.use_case_id == use_case))
    return None if frame.empty else {str(name): value for name, value in frame.iloc[0].items()}


def findings(database: Database, use_case: str) -> pd.DataFrame:
    """The current findings of one use case."""
    row: Any = FindingRow
    return database.frame(select(*columns(row)).where(row.use_case_id == use_case))


def measurements(database: Database, use_case: str) -> pd.DataFrame:
    """What the newest assessment measured for one use case."""
    row: Any = MeasurementRow
    finding: Any = FindingRow
    newest = select(finding.assessment_id).where(finding.use_case_id == use_case).limit(1).scalar_subquery()
    statement = select(*columns(row)).where(row.use_case_id == use_case, row.assessment_id == newest)
    return database.frame(statement.order_by(row.id))


def batches(database: Database, use_case: str) -> pd.DataFrame:
    """Every batch of every log, newest first; retracted ones stay, with their tombstone."""
    row: Any = BatchRow
    statement = select(
        row.id, row.kind, row.source, row.source_sha256, row.rows_stored, row.rows_quarantined, row.first_day,
        row.last_day, row.recorded_at, row.recorded_seq, row.retracted_seq,
    )  # fmt: skip
    return database.frame(statement.where(row.use_case_id == use_case).order_by(row.recorded_seq.desc()))


def open_items(database: Database, use_case: str) -> pd.DataFrame:
    """Review items of one use case that are not closed."""
    row: Any = ReviewItemRow
    return database.frame(select(*columns(row, "proof")).where(row.use_case_id == use_case, row.state != "closed"))


def flips(database: Database, use_case: str) -> pd.DataFrame:
    """Every change of status, newest first."""
    row: Any = FlipRow
    return database.frame(select(*columns(row)).where(row.use_case_id == use_case).order_by(row.id.desc()))


def events(database: Database, use_case: str, *, limit: int = 200) -> pd.DataFrame:
    """The newest ledger entries about one use case ('' is the organisation), its batches, items, requests, disputes."""
    row: Any = EventRow
    batch: Any = BatchRow
    item: Any = ReviewItemRow
    batches_of = select(batch.id).where(batch.use_case_id == use_case)
    items_of = select(cast(item.id, String)).where(item.use_case_id == use_case)
    asked: Any = RequestRow
    asked_of = select(cast(asked.id, String)).where(asked.use_case_id == use_case)
    dispute: Any = DisputeRow
    disputes_of = select(cast(dispute.id, String)).where(dispute.use_case_id == use_case)
    own = row.entity_id == use_case if use_case else row.entity == "organisation"
    about = or_(
        own,
        row.entity_id.in_(batches_of),
        and_(row.entity == "review_item", row.entity_id.in_(items_of)),
        and_(row.entity == "request", row.entity_id.in_(asked_of)),
        and_(row.entity == "dispute", row.entity_id.in_(disputes_of)),
    )
    statement = select(*columns(row, "prev", "body", "idempotency_key", "part")).where(about)
    return database.frame(statement.order_by(row.seq.desc()).limit(limit))


def newest_assessment(database: Database) -> dict[str, Any] | None:
    """The newest run of the assessment, or None."""
    row: Any = AssessmentRow
    frame = database.frame(select(*columns(row)).order_by(row.id.desc()).limit(1))
    return None if frame.empty else {str(name): value for name, value in frame.iloc[0].items()}
