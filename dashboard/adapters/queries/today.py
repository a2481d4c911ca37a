"""The columns behind Today: statuses, flips, open items, findings by principle, past assessments, feeds."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import case, func, literal, select, union_all

from dashboard.adapters.database import Database
from dashboard.adapters.tables import (
    AssessmentRow,
    CaseStatementRow,
    CountSetRow,
    EventCountRow,
    FindingRow,
    FlipRow,
    LastLookRow,
    ReviewItemRow,
    UseCaseRow,
    UseCaseStatusRow,
    UserRow,
)
from dashboard.domain.statuses import IN_SERVICE

_case: Any = UseCaseRow
_status: Any = UseCaseStatusRow
_finding: Any = FindingRow
_flip: Any = FlipRow
_run: Any = AssessmentRow
_item: Any = ReviewItemRow
_look: Any = LastLookRow
_counts: Any = CountSetRow
_user: Any = UserRow
_events: Any = EventCountRow
_stated: Any = CaseStatementRow


def lifecycles(database: Database) -> dict[str, int]:
    """Lifecycle to number of use cases."""
    with database.read() as connection:
        rows = connection.execute(select(_case.lifecycle, func.count()).group_by(_case.lifecycle))
        return {str(lifecycle): int(count) for lifecycle, count in rows}


def statuses(database: Database) -> pd.DataFrame:
    """One row per use case in service: id, title, team, status, waived, decided, applicable; null before assessment."""
    wanted = (
        select(
            _case.id, _case.title, _case.team, _status.status, _status.waived, _status.decided, _status.applicable,
            _status.worst_severity,
        )
        .join(_status, _status.use_case_id == _case.id, isouter=True)
        .where(_case.lifecycle.in_(IN_SERVICE))
        .order_by(_case.title)
    )  # fmt: skip
    return database.frame(wanted)


def flips_since(database: Database, *, version: int | None, day: date) -> pd.DataFrame:
    """A use case's own status changes after a data version, or after a day where nobody ever looked; oldest first."""
    after = _run.data_version > version if version is not None else _flip.as_of > day
    wanted = (
        select(
            _flip.use_case_id, _case.title, _flip.as_of, _flip.was, _flip.was_reason, _flip.became,
            _flip.became_reason, _flip.cause,
        )
        .join(_case, _case.id == _flip.use_case_id)
        .join(_run, _run.id == _flip.assessment_id)
        .where(_flip.clause == "", after, _case.lifecycle.in_(IN_SERVICE))
        .order_by(_flip.id)
    )  # fmt: skip
    return database.frame(wanted)


def worst_findings(database: Database, use_cases: Collection[str]) -> pd.DataFrame:
    """What is open in these use cases: clause, reason, measured value, line and waiver, with their worst clause."""
    wanted = (
        select(
            _finding.use_case_id, _finding.clause, _finding.status, _finding.reason, _finding.reason_code,
            _finding.measured, _finding.threshold, _finding.waived_until, _status.worst_clause,
        )
        .join(_status, _status.use_case_id == _finding.use_case_id)
        .where(_finding.use_case_id.in_(use_cases), _finding.status.not_in(("compliant", "not_applicable")))
    )  # fmt: skip
    return database.frame(wanted)


def people(database: Database) -> dict[str, str]:
    """What the screen calls each user id."""
    with database.read() as connection:
        return {str(key): str(title) for key, title in connection.execute(select(_user.id, _user.title))}


def last_look(database: Database, user_id: str) -> tuple[int, date] | None:
    """Data version and day up to which somebody has marked changes as seen."""
    with database.read() as connection:
        row = connection.execute(select(_look.data_version, _look.as_of).where(_look.user_id == user_id)).first()
    return (int(row[0]), row[1]) if row else None


def open_items(database: Database) -> pd.DataFrame:
    """Every review item that is not closed, soonest due first, with its use case's title, team and owner."""
    wanted = (
        select(
            _item.id, _item.use_case_id, _item.clause, _item.kind, _item.severity, _item.title, _item.state,
            _item.opened, _item.due, _item.assignee, _case.title.label("use_case"), _case.team, _case.owner,
        )
        .join(_case, _case.id == _item.use_case_id, isouter=True)
        .where(_item.state != "closed")
        .order_by(_item.due.is_(None), _item.due, _item.id)
    )  # fmt: skip
    return database.frame(wanted)


def findings_by_principle(database: Database) -> pd.DataFrame:
    """Number of findings per use case ('' is the organisation), principle, status and reason, in service only."""
    served = select(_case.id).where(_case.lifecycle.in_(IN_SERVICE))
    keys = (_finding.use_case_id, _finding.principle, _finding.status, _finding.reason_code)
    wanted = (
        select(*keys, func.count().label("findings"))
        .where((_finding.use_case_id == "") | _finding.use_case_id.in_(served))
        .group_by(*keys)
    )
    return database.frame(wanted)


def assessments(database: Database, *, until: date) -> pd.DataFrame:
    """Every assessment up to a day, oldest first, with its portfolio counts."""
    return database.frame(select(_run.__table__).where(_run.as_of <= until).order_by(_run.as_of, _run.id))


def feeds(database: Database) -> pd.DataFrame:
    """Title and last day of every decision log of a use case in service."""
    wanted = (
        select(_case.id, _case.title, _counts.last_day, _counts.decisions)
        .join(_case, _case.id == _counts.use_case_id)
        .where(_case.lifecycle.in_(IN_SERVICE))
    )
    return database.frame(wanted)


def log_days(database: Database) -> pd.DataFrame:
    """use_case, feed, last_day of every log that a use case in service has, of what kind it may be."""
    counted = select(
        _counts.use_case_id.label("use_case"), literal("decisions").label("feed"), _counts.last_day.label("last_day")
    )
    feeds = {"interactions": "interactions", "consent_records": "consent", "samples": "samples", "amounts": "amounts"}
    others = select(_events.use_case_id, case(feeds, value=_events.kind), _events.last_day)
    both = union_all(counted, others.where(_events.kind.in_(feeds))).subquery()
    wanted = select(both).join(_case, _case.id == both.c.use_case).where(_case.lifecycle.in_(IN_SERVICE))
    return database.frame(wanted.order_by(both.c.use_case, both.c.feed))


def register_days(database: Database) -> pd.DataFrame:
    """kind, complete_to of every register of cases that somebody stated complete."""
    return database.frame(
        select(_stated.kind, func.max(_stated.complete_to).label("complete_to")).group_by(_stated.kind)
    )


def titles(database: Database, ids: Collection[str]) -> dict[str, str]:
    """Use case id to title."""
    with database.read() as connection:
        rows = connection.execute(select(_case.id, _case.title).where(_case.id.in_(ids)))
        return {str(key): str(title) for key, title in rows}
