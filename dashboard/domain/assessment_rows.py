"""An assessment as the rows that are stored: current findings, own statuses, flips with causes, what ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from dashboard.domain.charter import Charter
from dashboard.domain.explanations import deciding
from dashboard.domain.findings import Assessment, Findings
from dashboard.domain.flips import Charters, Told, cause, differs
from dashboard.domain.measurement_rows import measurement_rows
from dashboard.domain.outcomes import Outcome
from dashboard.domain.rollup import own_status, roll_up
from dashboard.domain.statuses import Status
from dashboard.domain.verdict_rows import FindingRecord

Row = dict[str, Any]


class Before(Protocol):
    """What the newest assessment left behind."""

    @property
    def assessment(self) -> Mapping[str, Any] | None:
        """Its figures, or None."""

    @property
    def findings(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """By use case and clause."""

    @property
    def statuses(self) -> Mapping[str, Mapping[str, Any]]:
        """By use case."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by table, as mappings of column to value."""

    findings: list[Row]
    statuses: list[Row]
    flips: list[Row]
    measurements: list[Row]
    ended: list[Row]


def rows_of(
    charter: Charter, assessment: Assessment, records: Sequence[FindingRecord], before: Any, *, number: int
) -> Rows:
    """Everything that a run stores beside its own figures; `since` and `due` are kept while a status lasts."""
    charters = _charters(charter, before)
    places = {key: place for findings, judged in assessment.parts() for key, place in _places(findings, judged)}
    findings = [_finding(record, before, assessment.as_of, number) for record in records]
    flips = [flip for record in records if (flip := _flip(record, before, places[record.key], charters)) is not None]
    statuses = list(_statuses(assessment, before, number))
    own = [flip for row in statuses if (flip := _own_flip(row, before, flips)) is not None]
    stamp = {"assessment_id": number, "as_of": assessment.as_of}
    return Rows(
        findings, statuses, [{**stamp, **flip} for flip in (*flips, *own)],
        [{**stamp, **row} for row in measurement_rows(assessment)],
        [{**stamp, **row} for row in _ended(before, findings, statuses)],
    )  # fmt: skip


def _ended(before: Before, findings: Sequence[Row], statuses: Sequence[Row]) -> Iterator[Row]:
    """What was held before and is not held any more: clauses that went, use cases that are no longer judged."""
    kept = {(row["use_case_id"], row["clause"]) for row in findings} | {(row["use_case_id"], "") for row in statuses}
    for (use_case, clause), stored in before.findings.items():
        if (use_case, clause) not in kept:
            yield _ending(use_case, clause, stored["status"], stored["reason_code"])
    for use_case, stored in before.statuses.items():
        if (use_case, "") not in kept:
            yield _ending(use_case, "", stored["status"], "waived" if stored["waived"] else None)


def _ending(use_case: str, clause: str, was: str, reason: str | None) -> Row:
    return {"use_case_id": use_case, "clause": clause, "was": was, "was_reason": reason}


def _charters(charter: Charter, before: Before) -> Charters:
    was = before.assessment
    return Charters(
        (was["charter_digest"], was["charter_version"]) if was is not None else None, (charter.digest, charter.version)
    )


def _places(findings: Findings, judged: Any) -> Iterator[tuple[tuple[str, str], tuple[Outcome, int]]]:
    for row in np.flatnonzero(judged):
        for index, clause in enumerate(findings.clauses):
            yield (findings.ids[row], clause.id), (findings.outcomes[index], int(row))


def _finding(record: FindingRecord, before: Before, as_of: date, number: int) -> Row:
    stored = before.findings.get(record.key)
    same = stored is not None and stored["status"] == record.status
    due = record.clause.remediate_within.after(as_of) if record.status == Status.NON_COMPLIANT else None
    return {
        "use_case_id": record.use_case, "clause": record.clause.id, "assessment_id": number,
        "principle": record.clause.principle, "severity": record.clause.severity.value,
        "status": record.status.value, "reason_code": _value(record.reason_code),
        "waived_until": record.waived_until, "reason": record.spelled.reason, "threshold": record.spelled.threshold,
        "measured": record.spelled.measured, "since": stored["since"] if same and stored else as_of,
        "due": stored["due"] if same and stored else due,
    }  # fmt: skip


def _flip(record: FindingRecord, before: Before, place: tuple[Outcome, int], charters: Charters) -> Row | None:
    """A changed finding; first ones are not flips, unless a changed charter brought them."""
    stored = before.findings.get(record.key)
    was = None if stored is None else Told(stored["status"], stored["reason_code"])
    now = Told(record.status.value, _value(record.reason_code))
    fresh = was is None and (
        charters.was is None or charters.was[0] == charters.now[0] or not before.statuses.get(record.use_case)
    )
    if fresh or not differs(was, now):
        return None
    leaf, row = deciding(*place), place[1]
    return _flip_row(record.use_case, record.clause.id, was, now, cause(was, now, leaf, row, charters))


def _flip_row(use_case: str, clause: str, was: Told | None, now: Told, why: str) -> Row:
    return {
        "use_case_id": use_case, "clause": clause, "was": was.status if was else None, "became": now.status,
        "was_reason": was.reason if was else None, "became_reason": now.reason, "cause": why,
    }  # fmt: skip


def _statuses(assessment: Assessment, before: Before, number: int) -> Iterator[Row]:
    for findings, judged in assessment.parts():
        rolled = roll_up(findings)
        for row in np.flatnonzero(judged):
            name, own = findings.ids[row], own_status(findings, rolled, int(row))
            stored = before.statuses.get(name)
            same = stored is not None and stored["status"] == own.status
            yield {
                "use_case_id": name, "assessment_id": number, "status": own.status.value, "waived": own.waived,
                "worst_clause": own.worst_clause, "worst_severity": _value(own.worst_severity),
                "decided": own.decided, "applicable": own.applicable,
                "since": stored["since"] if same and stored else assessment.as_of,
            }  # fmt: skip


def _own_flip(row: Row, before: Before, flips: Sequence[Row]) -> Row | None:
    """A use case whose own status changed; its cause is that of the clause which made or ended it."""
    stored = before.statuses.get(row["use_case_id"])
    was = None if stored is None else Told(stored["status"], "waived" if stored["waived"] else None)
    now = Told(row["status"], "waived" if row["waived"] else None)
    if not differs(was, now):
        return None
    causes = {flip["clause"]: flip["cause"] for flip in flips if flip["use_case_id"] == row["use_case_id"]}
    decisive = [row["worst_clause"], stored["worst_clause"] if stored is not None else None, *causes]
    clause = next((name for name in decisive if name in causes), None)
    why = "first assessed" if stored is None else f"{clause}: {causes[clause]}" if clause else "the registry changed"
    return _flip_row(row["use_case_id"], "", was, now, why)


def _value(item: Any) -> str | None:
    return None if item is None else str(item.value)
