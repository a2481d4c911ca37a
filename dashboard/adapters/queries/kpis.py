"""The columns behind the board's key figures."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import (
    AssessmentRow,
    DecisionRow,
    FindingRow,
    FlipRow,
    ReviewItemRow,
    SubmissionRow,
    UseCaseRow,
)
from dashboard.domain.statuses import IN_SERVICE

_case: Any = UseCaseRow
_finding: Any = FindingRow
_flip: Any = FlipRow
_run: Any = AssessmentRow
_item: Any = ReviewItemRow
_asked: Any = SubmissionRow
_decided: Any = DecisionRow


def findings(database: Database) -> pd.DataFrame:
    """Findings of use cases in service and of the organisation: severity, status, waiver, since, title."""
    wanted = (
        select(
            _finding.use_case_id, _finding.clause, _finding.severity, _finding.status, _finding.waived_until,
            _finding.since, _finding.due, _case.title,
        )
        .join(_case, _case.id == _finding.use_case_id, isouter=True)
        .where((_case.lifecycle.in_(IN_SERVICE)) | (_finding.use_case_id == ""))
        .order_by(_finding.use_case_id, _finding.clause)
    )  # fmt: skip
    return database.frame(wanted)


def first_assessment(database: Database) -> date | None:
    """The day of the first assessment, or None."""
    with database.read() as connection:
        return connection.scalar(select(_run.as_of).order_by(_run.as_of).limit(1))


def flips(database: Database, *, until: date) -> pd.DataFrame:
    """Every change of a clause's status up to a day, oldest first."""
    wanted = select(_flip.use_case_id, _flip.clause, _flip.became, _flip.as_of).where(
        _flip.clause != "", _flip.as_of <= until
    )
    return database.frame(wanted.order_by(_flip.id))


def items(database: Database) -> pd.DataFrame:
    """State, due date and closing date of every review item."""
    return database.frame(select(_item.state, _item.due, _item.closed))


def requests(database: Database) -> pd.DataFrame:
    """Day of submission and of decision (null: undecided) of every request for approval."""
    wanted = select(_asked.on.label("asked"), _decided.on.label("decided")).join(
        _decided, _decided.submission_id == _asked.id, isouter=True
    )
    return database.frame(wanted)
