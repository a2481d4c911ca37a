"""The columns behind My work: one person's use cases with what is open on them, and their review items."""

from typing import Any

import pandas as pd
from sqlalchemy import select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import FindingRow, ReviewItemRow, UseCaseRow, UseCaseStatusRow

_case: Any = UseCaseRow
_status: Any = UseCaseStatusRow
_finding: Any = FindingRow
_item: Any = ReviewItemRow
_OPEN = ("non_compliant", "watch", "not_assessed")


def owned(database: Database, owner: str) -> pd.DataFrame:
    """One row per use case of this owner that is not retired; status columns are null before an assessment."""
    wanted = (
        select(
            _case.id, _case.title, _case.risk_tier, _case.lifecycle, _status.status, _status.waived, _status.decided,
            _status.applicable,
        )
        .join(_status, _status.use_case_id == _case.id, isouter=True)
        .where(_case.owner == owner, _case.lifecycle != "retired")
        .order_by(_case.title)
    )  # fmt: skip
    return database.frame(wanted)


def open_findings(database: Database, owner: str) -> pd.DataFrame:
    """What is breached, watched or undecided in this owner's use cases: use_case_id, clause, status, reason, due."""
    columns = (_finding.use_case_id, _finding.clause, _finding.severity, _finding.status, _finding.reason_code)
    wanted = (
        select(*columns, _finding.reason, _finding.due)
        .join(_case, _case.id == _finding.use_case_id)
        .where(_case.owner == owner, _case.lifecycle != "retired", _finding.status.in_(_OPEN))
        .order_by(_finding.use_case_id, _finding.clause)
    )
    return database.frame(wanted)


def items(database: Database, person: str) -> pd.DataFrame:
    """Open review items that are this person's, or about what they run, soonest due first."""
    wanted = (
        select(
            _item.id, _item.use_case_id, _case.title.label("use_case"), _item.clause, _item.title, _item.kind,
            _item.state, _item.due, _item.assignee,
        )
        .join(_case, _case.id == _item.use_case_id, isouter=True)
        .where(_item.state != "closed", (_item.assignee == person) | (_case.owner == person))
        .order_by(_item.due.is_(None), _item.due, _item.id)
    )  # fmt: skip
    return database.frame(wanted)
