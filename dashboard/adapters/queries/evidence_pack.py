"""The rows of an evidence pack: what people asked, decided and did about one use case, table by table."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Select, select

from dashboard.adapters.database import Database
from dashboard.adapters.queries.use_case import columns
from dashboard.adapters.tables import (
    BatchRow,
    DecisionRow,
    DisputeRow,
    EvidenceRow,
    RequestRow,
    ReviewItemRow,
    ReviewNoteRow,
    RulingRow,
    SettlementRow,
    SignOffRow,
    SubmissionRow,
    UserRow,
    WaiverRow,
)

TABLES: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "type", "effective", "expires", "ref", "sha256", "size", "file_name", "uploaded_by", "uploaded_on",
        "accepted_by", "accepted_on", "signed_by", "states",
    ),
    "sign-offs": ("kind", "by", "role", "on", "looked_at"),
    "waivers": ("clause", "granted", "until", "reason", "compensating_measure", "approved_by"),
    "review-items": (
        "id", "clause", "kind", "severity", "title", "state", "opened", "due", "assignee", "recovered", "closed",
        "closed_by", "resolution", "times_reopened",
    ),
    "review-notes": ("item_id", "recorded_at", "as_of", "by", "action", "text"),
    "approvals": (
        "id", "use_case_revision", "submitted_by", "submitted_on", "fingerprint", "decided_by", "outcome", "reason",
        "conditions", "decided_on",
    ),
    "requests": (
        "id", "kind", "subject", "asked_by", "asked_on", "details", "ruled_by", "granted", "reason", "ruled_on",
    ),
    "disputes": (
        "id", "clause", "category", "text", "status", "raised_by", "raised_on", "decided_by", "outcome", "reason",
        "decided_on",
    ),
}  # fmt: skip


def rows_of(database: Database, table: str, use_case: str) -> pd.DataFrame:
    """The rows of one of TABLES about a use case ('' is the organisation), oldest first, with its columns."""
    return database.frame(_QUERIES[table](use_case))[list(TABLES[table])]


def batch_ids(database: Database, use_case: str) -> tuple[str, ...]:
    """The ids of every batch of a use case."""
    row: Any = BatchRow
    with database.read() as connection:
        return tuple(connection.scalars(select(row.id).where(row.use_case_id == use_case)))


def roles(database: Database) -> pd.DataFrame:
    """Id and role of everybody; names and titles stay here."""
    row: Any = UserRow
    return database.frame(select(row.id, row.role).order_by(row.id))


def _own(row: Any) -> Any:
    def query(use_case: str) -> Select[Any]:
        mine = row.use_case_id == use_case if use_case else row.use_case_id.is_(None)
        return select(*columns(row)).where(mine).order_by(row.id)

    return query


def _items(use_case: str) -> Select[Any]:
    row: Any = ReviewItemRow
    return select(*columns(row)).where(row.use_case_id == use_case).order_by(row.id)


def _notes(use_case: str) -> Select[Any]:
    row: Any = ReviewNoteRow
    item: Any = ReviewItemRow
    query = select(*columns(row)).join(item, item.id == row.item_id).where(item.use_case_id == use_case)
    return query.order_by(row.id)


def _approvals(use_case: str) -> Select[Any]:
    row: Any = SubmissionRow
    made: Any = DecisionRow
    decided = (made.decided_by, made.outcome, made.reason, made.conditions, made.on.label("decided_on"))
    asked = (row.id, row.use_case_revision, row.submitted_by, row.on.label("submitted_on"), row.fingerprint)
    query = select(*asked, *decided).outerjoin(made, made.submission_id == row.id)
    return query.where(row.use_case_id == use_case).order_by(row.id)


def _requests(use_case: str) -> Select[Any]:
    row: Any = RequestRow
    made: Any = RulingRow
    ruled = (made.ruled_by, made.granted, made.reason, made.on.label("ruled_on"))
    asked = (row.id, row.kind, row.subject, row.asked_by, row.on.label("asked_on"), row.details)
    query = select(*asked, *ruled).outerjoin(made, made.request_id == row.id)
    return query.where(row.use_case_id == use_case).order_by(row.id)


def _disputes(use_case: str) -> Select[Any]:
    row: Any = DisputeRow
    made: Any = SettlementRow
    decided = (made.decided_by, made.outcome, made.reason, made.on.label("decided_on"))
    said = (row.id, row.clause, row.category, row.text, row.status, row.raised_by, row.on.label("raised_on"))
    query = select(*said, *decided).outerjoin(made, made.dispute_id == row.id)
    return query.where(row.use_case_id == use_case).order_by(row.id)


_QUERIES: Mapping[str, Any] = {
    "documents": _own(EvidenceRow), "sign-offs": _own(SignOffRow), "waivers": _own(WaiverRow),
    "review-items": _items, "review-notes": _notes, "approvals": _approvals, "requests": _requests,
    "disputes": _disputes,
}  # fmt: skip
