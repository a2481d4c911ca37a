"""The columns behind the Review items page."""

from typing import Any

import pandas as pd
from sqlalchemy import select

from dashboard.adapters.database import Database
from dashboard.adapters.queries.use_case import columns
from dashboard.adapters.tables import FindingRow, ReviewItemRow, ReviewNoteRow, UseCaseRow, UserRow


def review_items(database: Database) -> pd.DataFrame:
    """Every item with its use case's title and team, its finding's status and its assignee's title."""
    row: Any = ReviewItemRow
    case: Any = UseCaseRow
    person: Any = UserRow
    finding: Any = FindingRow
    statement = (
        select(
            *columns(row, "proof"),
            case.title.label("use_case"),
            case.team,
            person.title.label("assignee_title"),
            finding.status,
            finding.waived_until,
            finding.reason,
        )
        .join(case, case.id == row.use_case_id, isouter=True)
        .join(person, person.id == row.assignee, isouter=True)
        .join(finding, (finding.use_case_id == row.use_case_id) & (finding.clause == row.clause), isouter=True)
        .order_by(row.id)
    )
    return database.frame(statement)


def notes(database: Database, item: int) -> pd.DataFrame:
    """Who did what to an item, oldest first, with the person's title."""
    row: Any = ReviewNoteRow
    person: Any = UserRow
    statement = (
        select(row.recorded_at, row.as_of, row.by, row.action, row.text, person.title)
        .join(person, person.id == row.by, isouter=True)
        .where(row.item_id == item)
        .order_by(row.id)
    )
    return database.frame(statement)


def proof(database: Database, item: int) -> dict[str, Any] | None:
    """What proved the recovery of an item, where anything did."""
    row: Any = ReviewItemRow
    frame = database.frame(select(row.proof).where(row.id == item))
    return None if frame.empty else frame.iloc[0]["proof"]


def assignable(database: Database) -> pd.DataFrame:
    """Active people: id, title, role, team."""
    row: Any = UserRow
    statement = select(row.id, row.title, row.role, row.team).where(row.active).order_by(row.title)
    return database.frame(statement)
