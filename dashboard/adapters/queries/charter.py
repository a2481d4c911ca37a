"""The columns behind the Charter page."""

from typing import Any

import pandas as pd
from sqlalchemy import func, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import FindingRow, UseCaseRow
from dashboard.domain.statuses import IN_SERVICE


def status_counts(database: Database) -> pd.DataFrame:
    """clause, status, waived, n over use cases in service; the organisation's own finding counts as one."""
    row: Any = FindingRow
    case: Any = UseCaseRow
    waived = (row.reason_code == "waived").label("waived")
    statement = (
        select(row.clause, row.status, waived, func.count().label("n"))
        .join(case, case.id == row.use_case_id, isouter=True)
        .where(case.lifecycle.in_(IN_SERVICE) | (row.use_case_id == ""))
        .group_by(row.clause, row.status, waived)
    )
    return database.frame(statement)


def clause_findings(database: Database, clause: str) -> pd.DataFrame:
    """The findings of one clause over use cases in service: use_case_id, title, status, reason_code, reason, since."""
    row: Any = FindingRow
    case: Any = UseCaseRow
    statement = (
        select(row.use_case_id, case.title, row.status, row.reason_code, row.waived_until, row.reason, row.since)
        .join(case, case.id == row.use_case_id)
        .where(row.clause == clause, case.lifecycle.in_(IN_SERVICE))
        .order_by(case.title)
    )
    return database.frame(statement)
