"""A use case's own status from its findings, and the figures of the portfolio."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.findings import Assessment, Findings
from dashboard.domain.outcomes import (
    COMPLIANT,
    NON_COMPLIANT,
    NOT_APPLICABLE,
    NOT_ASSESSED,
    REASON_CODE,
    WATCH,
    status_of,
)
from dashboard.domain.record_columns import Truth
from dashboard.domain.statuses import SEVERITY_ORDER, Reason, Severity, Status


@dataclass(frozen=True, slots=True)
class RollUp:
    """One value per record: own status, whether a waiver is part of it, the clause behind it (-1: none), counts."""

    status: NDArray[np.int8]
    waived: Truth
    worst: NDArray[np.int64]
    decided: NDArray[np.int64]
    applicable: NDArray[np.int64]
    unwaived_breaches: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OwnStatus:
    """A use case's own status: `decided` of `applicable` clauses could be decided."""

    status: Status
    waived: bool
    worst_clause: str | None
    worst_severity: Severity | None
    decided: int
    applicable: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Counts of use cases in service by their own status; `waived` of those on watch have a waiver."""

    in_service: int
    inventoried: int
    compliant: int
    watch: int
    waived: int
    non_compliant: int
    not_assessed: int
    clauses_decided: int
    clauses_applicable: int


def roll_up(findings: Findings) -> RollUp:
    """Own status: a breach; else an undecided critical clause; else watch; else anything undecided; else compliant."""
    status = findings.status
    critical = np.array([clause.severity == Severity.CRITICAL for clause in findings.clauses], dtype=bool)
    open_ = status == NOT_ASSESSED
    own = np.select(
        [
            (status == NON_COMPLIANT).any(axis=0),
            (open_ & critical[:, None]).any(axis=0),
            (status == WATCH).any(axis=0),
            open_.any(axis=0),
        ],
        [NON_COMPLIANT, NOT_ASSESSED, WATCH, NOT_ASSESSED],
        COMPLIANT,
    ).astype(np.int8)
    waived = (findings.reason == REASON_CODE[Reason.WAIVED]).any(axis=0) & (own == WATCH)
    applicable = (status != NOT_APPLICABLE).sum(axis=0)
    return RollUp(
        status=own,
        waived=waived,
        worst=_worst(findings, own),
        decided=applicable - open_.sum(axis=0),
        applicable=applicable,
        unwaived_breaches=(status == NON_COMPLIANT).sum(axis=0),
    )


def _worst(findings: Findings, own: NDArray[np.int8]) -> NDArray[np.int64]:
    """The most severe clause among those whose status is the own status; the first of equals; -1 when compliant."""
    if not findings.clauses:
        return np.full(len(own), -1, dtype=np.int64)
    rank = np.array([SEVERITY_ORDER.index(clause.severity) for clause in findings.clauses])
    concerned = (findings.status == own) & (own != COMPLIANT)
    ranked = np.where(concerned, rank[:, None], len(SEVERITY_ORDER))
    return np.where(concerned.any(axis=0), np.argmin(ranked, axis=0), -1)


def own_status(findings: Findings, rolled: RollUp, row: int) -> OwnStatus:
    """The own status of one record."""
    clause = findings.clauses[rolled.worst[row]] if rolled.worst[row] >= 0 else None
    return OwnStatus(
        status=status_of(int(rolled.status[row])),
        waived=bool(rolled.waived[row]),
        worst_clause=clause.id if clause else None,
        worst_severity=clause.severity if clause else None,
        decided=int(rolled.decided[row]),
        applicable=int(rolled.applicable[row]),
    )


def portfolio(assessment: Assessment, rolled: RollUp) -> Portfolio:
    """Figures over use cases in service."""
    served = assessment.in_service
    counts = np.bincount(rolled.status[served], minlength=NOT_APPLICABLE + 1)
    return Portfolio(
        in_service=int(served.sum()),
        inventoried=int(assessment.inventoried.sum()),
        compliant=int(counts[COMPLIANT]),
        watch=int(counts[WATCH]),
        waived=int(rolled.waived[served].sum()),
        non_compliant=int(counts[NON_COMPLIANT]),
        not_assessed=int(counts[NOT_ASSESSED]),
        clauses_decided=int(rolled.decided[served].sum()),
        clauses_applicable=int(rolled.applicable[served].sum()),
    )
