"""What assessments found: the current findings, every flip, what ended, measurements and portfolio counts over time."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field

from dashboard.adapters.tables.base import JsonDocument, Row, UtcDateTime


class AssessmentRow(Row, table=True):
    """One run of `assess`; statuses count use cases in service by their own status."""

    __tablename__ = "assessments"

    id: int | None = Field(default=None, primary_key=True)
    as_of: date = Field(index=True)
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    data_version: int
    charter_version: str
    charter_digest: str
    in_service: int
    inventoried: int
    compliant: int
    watch: int
    waived: int
    non_compliant: int
    not_assessed: int
    clauses_decided: int
    clauses_applicable: int


class FindingRow(Row, table=True):
    """The current finding of one clause for one use case; use_case_id is '' for the organisation.

    `measured` is the object of the stable JSON contract or null; `since` is the as_of at which this status began.
    """

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_status", "status"),)

    use_case_id: str = Field(primary_key=True, max_length=80)
    clause: str = Field(primary_key=True, max_length=64)
    assessment_id: int = Field(foreign_key="assessments.id")
    principle: str
    severity: str
    status: str
    reason_code: str | None = None
    waived_until: date | None = None
    reason: str
    threshold: str | None = None
    measured: dict[str, Any] | None = Field(default=None, sa_column=Column(JsonDocument))
    since: date
    due: date | None = None


class FlipRow(Row, table=True):
    """A finding (clause set) or a use case's own status (clause '') that changed, with its cause."""

    __tablename__ = "flips"
    __table_args__ = (Index("ix_flips_as_of", "as_of"), Index("ix_flips_use_case", "use_case_id"))

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessments.id")
    as_of: date
    use_case_id: str = Field(max_length=80)
    clause: str = Field(default="", max_length=64)
    was: str | None = None
    became: str
    was_reason: str | None = None
    became_reason: str | None = None
    cause: str


class EndedRow(Row, table=True):
    """A finding (clause set) or a use case's own status (clause '') that an assessment no longer had, as it was."""

    __tablename__ = "ended"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessments.id")
    as_of: date
    use_case_id: str = Field(max_length=80)
    clause: str = Field(default="", max_length=64)
    was: str
    was_reason: str | None = None


class UseCaseStatusRow(Row, table=True):
    """A use case's own, rolled-up status in the newest assessment; use_case_id '' is the organisation."""

    __tablename__ = "use_case_statuses"

    use_case_id: str = Field(primary_key=True, max_length=80)
    assessment_id: int = Field(foreign_key="assessments.id")
    status: str
    waived: bool = False
    worst_clause: str | None = None
    worst_severity: str | None = None
    decided: int
    applicable: int
    since: date


class MeasurementRow(Row, table=True):
    """One fairness measurement that an assessment made; value is null where undefined.

    p alone, adjusted, and among how many comparisons, where the charter corrects for them; null elsewhere.
    """

    __tablename__ = "measurements"
    __table_args__ = (Index("ix_measurements_series", "use_case_id", "metric", "attribute", "group"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessments.id", index=True)
    as_of: date
    use_case_id: str = Field(max_length=80)
    clause: str
    metric: str
    attribute: str
    group: str
    reference: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    n_reference: int = 0
    undefined: str | None = None
    verdict: str
    worst: bool = False
    p: float | None = None
    adjusted: float | None = None
    compared: int | None = None
