"""Findings as rows of plain values, for output and storage: one per clause that was held against one record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dashboard.domain.charter import Clause
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Facts, Terms
from dashboard.domain.findings import Assessment
from dashboard.domain.statuses import Reason, Status


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding; `use_case` is "" for the organisation."""

    use_case: str
    clause: Clause
    status: Status
    reason_code: Reason | None
    waived_until: date | None
    spelled: Spelled

    @property
    def key(self) -> tuple[str, str]:
        """Use case and clause."""
        return self.use_case, self.clause.id


def finding_records(
    assessment: Assessment, facts: Facts, terms: Terms, *, only: str | None = None
) -> Iterator[FindingRecord]:
    """Every finding about a judged record, use cases in the registry's order, then the organisation.

    Args:
        assessment: what was found.
        facts: what it was found from.
        terms: of the charter at the same date.
        only: this use case alone, without the organisation.
    """
    for (findings, judged), subject in zip(assessment.parts(), (facts.use_cases, facts.organisation), strict=True):
        for row in np.flatnonzero(judged):
            if only is not None and findings.ids[row] != only:
                continue
            for index, clause in enumerate(findings.clauses):
                status, reason = findings.says(index, int(row))
                words = spell(findings, subject, terms, index, int(row))
                yield FindingRecord(findings.ids[row], clause, status, reason, findings.waiver(index, int(row)), words)


def as_json(record: FindingRecord, *, since: date | None, due: date | None) -> dict[str, Any]:
    """The finding as the stable JSON contract writes it."""
    return {
        "use_case": record.use_case or None,
        "clause": record.clause.id,
        "status": record.status.value,
        "reason_code": None if record.reason_code is None else record.reason_code.value,
        "severity": record.clause.severity.value,
        "waived_until": _iso(record.waived_until),
        "measured": record.spelled.measured,
        "threshold": record.spelled.threshold,
        "reason": record.spelled.reason,
        "since": _iso(since),
        "due": _iso(due),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
