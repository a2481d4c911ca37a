"""The columns behind the Fairness page."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import String, cast, func, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import (
    BatchRow,
    CountSetRow,
    EventCountRow,
    FindingRow,
    MeasurementRow,
    ModelRow,
    UseCaseRow,
    WaiverRow,
)

_MEASUREMENT = (
    "assessment_id", "as_of", "use_case_id", "clause", "metric", "attribute", "group", "reference", "value", "low",
    "high", "n", "n_reference", "undefined", "verdict", "worst",
)  # fmt: skip
_BESIDE = ("scores", "amounts")


def newest_measurements(database: Database) -> pd.DataFrame:
    """What the newest assessment measured of use cases in service, with title, lifecycle and the clause's finding."""
    row: Any = MeasurementRow
    case: Any = UseCaseRow
    finding: Any = FindingRow
    newest = select(func.max(row.assessment_id)).scalar_subquery()
    columns = [getattr(row, name) for name in _MEASUREMENT]
    statement = (
        select(*columns, case.title, case.lifecycle, finding.reason_code, finding.waived_until, finding.severity)
        .join(case, case.id == row.use_case_id)
        .join(finding, (finding.use_case_id == row.use_case_id) & (finding.clause == row.clause), isouter=True)
        .where(row.assessment_id == newest)
    )
    return database.frame(statement)


def chances(database: Database, use_case: str, *, clause: str, metric: str, attribute: str) -> pd.DataFrame:
    """The newest assessment of the groups of an attribute: group, value, low, high, p, adjusted, compared, as_of."""
    row: Any = MeasurementRow
    newest = select(func.max(row.assessment_id)).where(row.use_case_id == use_case).scalar_subquery()
    columns = [getattr(row, name) for name in ("group", "value", "low", "high", "p", "adjusted", "compared", "as_of")]
    asked = {row.use_case_id: use_case, row.clause: clause, row.metric: metric, row.attribute: attribute}
    here = [column == value for column, value in asked.items()]
    return database.frame(select(*columns).where(*here, row.assessment_id == newest).order_by(row.id))


def fairness_findings(database: Database, clauses: list[str]) -> pd.DataFrame:
    """Findings of the fairness clauses: use_case_id, title, clause, status, reason_code, reason, waived_until."""
    row: Any = FindingRow
    case: Any = UseCaseRow
    statement = (
        select(row.use_case_id, case.title, row.clause, row.status, row.reason_code, row.reason, row.waived_until)
        .join(case, case.id == row.use_case_id)
        .where(row.clause.in_(clauses))
        .order_by(case.title)
    )
    return database.frame(statement)


def with_counts(database: Database) -> pd.DataFrame:
    """Use cases that have decision counts: id, title, lifecycle, record, attributes, first_day, last_day, decisions."""
    row: Any = CountSetRow
    case: Any = UseCaseRow
    statement = (
        select(
            case.id, case.title, case.lifecycle, case.record, row.attributes, row.first_day, row.last_day, row.decisions
        )
        .join(case, case.id == row.use_case_id)
        .order_by(case.title)
    )
    return database.frame(statement)


def bases_of(database: Database, use_case: str | None = None) -> frozenset[str]:
    """What was counted of a use case, or of any: decisions, and with some batch that counts scores or amounts."""
    row: Any = BatchRow
    about = cast(row.columns, String)
    held = [func.count().filter(about.like(f'%"{name}"%')) for name in _BESIDE]
    statement = select(*held).where(row.retracted_seq.is_(None))
    if use_case is not None:
        statement = statement.where(row.use_case_id == use_case)
    with database.read() as connection:
        found = connection.execute(statement).one()
    return frozenset({"decisions", *(name for name, batches in zip(_BESIDE, found, strict=True) if batches)})


def amount_units(database: Database) -> dict[str, str]:
    """What the amounts of each use case are measured in; those without amounts are not in it."""
    row: Any = BatchRow
    held = row.retracted_seq.is_(None) & cast(row.columns, String).like('%"amounts"%')
    with database.read() as connection:
        found = connection.execute(select(row.use_case_id, row.columns).where(held)).all()
    return {str(use_case): str(columns["amounts"]["unit"]) for use_case, columns in found if "amounts" in columns}


def happened(
    database: Database, use_case: str
) -> tuple[list[tuple[str, date | None]], list[tuple[str, date | None, date]]]:
    """Of one use case: model versions with the day of going live, and waived clauses with first and last day."""
    model: Any = ModelRow
    waiver: Any = WaiverRow
    live = select(model.version, model.deployed_at).where(model.use_case_id == use_case)
    waived = select(waiver.clause, waiver.granted, waiver.until).where(waiver.use_case_id == use_case)
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(live)], [tuple(row) for row in connection.execute(waived)]


def with_logs(database: Database) -> pd.DataFrame:
    """id, title of every use case that has an interaction log."""
    case: Any = UseCaseRow
    counts: Any = EventCountRow
    statement = select(case.id, case.title).join(counts, counts.use_case_id == case.id)
    return database.frame(statement.where(counts.kind == "interactions", counts.events > 0).order_by(case.title))
