"""The columns behind the lists that programs read: part by part, in an order that does not move."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select

from dashboard.adapters.database import Database
from dashboard.adapters.queries.use_case import columns
from dashboard.adapters.tables import AssessmentRow, FindingRow, MeasurementRow


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which findings; None for all, '' as a use case for the organisation."""

    use_case: str | None = None
    clause: str | None = None
    status: str | None = None
    among: Collection[str] = ()


def count_findings(database: Database, chosen: Chosen) -> int:
    """How many there are."""
    with database.read() as connection:
        return int(connection.scalar(_wanted(chosen, select(func.count()).select_from(FindingRow))) or 0)


def findings(database: Database, chosen: Chosen, *, limit: int, offset: int) -> pd.DataFrame:
    """Current findings with the day of the assessment, by use case and clause."""
    row: Any = FindingRow
    run: Any = AssessmentRow
    query = select(*columns(row), run.as_of).join(run, run.id == row.assessment_id)
    return database.frame(_wanted(chosen, query).order_by(row.use_case_id, row.clause).limit(limit).offset(offset))


def _wanted(chosen: Chosen, query: Select[Any]) -> Select[Any]:
    row: Any = FindingRow
    given = {row.use_case_id: chosen.use_case, row.clause: chosen.clause, row.status: chosen.status}
    for column, value in given.items():
        query = query if value is None else query.where(column == value)
    return query.where(row.use_case_id.in_(chosen.among)) if chosen.among else query


def measurements(database: Database, use_case: str, day: date) -> pd.DataFrame:
    """What the newest assessment of a day or earlier measured for one use case."""
    row: Any = MeasurementRow
    run: Any = AssessmentRow
    newest = select(func.max(run.id)).where(run.as_of <= day).scalar_subquery()
    statement = select(*columns(row)).where(row.use_case_id == use_case, row.assessment_id == newest)
    return database.frame(statement.order_by(row.id))
