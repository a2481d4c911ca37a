"""The columns behind Use cases: every registered use case with its status, items, worst ratios and statements."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import MeasurementRow, ReviewItemRow, UseCaseRow, UseCaseStatusRow

_case: Any = UseCaseRow
_status: Any = UseCaseStatusRow
_item: Any = ReviewItemRow
_measured: Any = MeasurementRow


def use_cases(database: Database) -> pd.DataFrame:
    """One row per registered use case; status columns are null where it is not assessed."""
    wanted = (
        select(
            _case.id, _case.title, _case.team, _case.owner, _case.risk_tier, _case.lifecycle,
            _case.record["channels"].label("channels"), _status.status, _status.waived, _status.worst_clause,
            _status.worst_severity, _status.decided, _status.applicable,
        )
        .join(_status, _status.use_case_id == _case.id, isouter=True)
        .order_by(_case.title)
    )  # fmt: skip
    return database.frame(wanted)


def descriptions(database: Database) -> list[tuple[str, str, str, str | None, str | None]]:
    """Id, title, purpose, acceptable use and vendor of every use case that is not retired or rejected."""
    record = _case.record
    wanted = select(_case.id, _case.title, record["purpose"], record["acceptable_use"], record["vendor"]["name"]).where(
        _case.lifecycle.not_in(("retired", "rejected"))
    )
    with database.read() as connection:
        return [(one[0], one[1], one[2] or "", one[3], one[4]) for one in connection.execute(wanted)]


def open_items(database: Database) -> dict[str, int]:
    """Use case to number of review items that are not closed."""
    wanted = select(_item.use_case_id, func.count()).where(_item.state != "closed").group_by(_item.use_case_id)
    with database.read() as connection:
        return {str(key): int(count) for key, count in connection.execute(wanted)}


def worst_ratios(database: Database, *, since: date) -> pd.DataFrame:
    """The smallest ratio per use case and assessment day; a ratio above 1 counts as its inverse."""
    ratio = case((_measured.value > 1, 1.0 / _measured.value), else_=_measured.value)
    keys = (_measured.use_case_id, _measured.as_of)
    wanted = (
        select(*keys, func.min(ratio).label("ratio"))
        .where(_measured.worst, _measured.value > 0, _measured.metric.like("%ratio"), _measured.as_of >= since)
        .group_by(*keys)
        .order_by(*keys)
    )
    return database.frame(wanted)
