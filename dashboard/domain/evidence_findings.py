"""Accepted documents on file: `evidence` checks as columns.

A document counts once somebody other than its uploader accepted it, once it is in effect, and with everything the
check asks it to state. What is missing is *requested* until `grace` (else the charter's `evidence_grace`) after the
clause first applied: the later of the charter's effective date and the day the use case was registered (its go-live
where no such day is known). A gate that is still ahead is not missed; `grace` also follows the date of `newer_than`.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.checks import EvidenceCheck
from dashboard.domain.durations import Duration
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.outcomes import COMPLIANT, NO_REASON, NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.papers import Documents
from dashboard.domain.record_columns import Days, Truth
from dashboard.domain.statuses import Reason


class Standing(IntEnum):
    """Why a use case's papers are as they are."""

    CURRENT = 0
    LAPSED = 1
    MISSED_GATE = 2
    UNDATED = 3
    MISSING = 4
    REQUESTED = 5


_STATUS = np.array([COMPLIANT, NON_COMPLIANT, NON_COMPLIANT, NOT_ASSESSED, NON_COMPLIANT, NOT_ASSESSED], dtype=np.int8)
_REASON = np.array(
    [NO_REASON, NO_REASON, NO_REASON, REASON_CODE[Reason.INTAKE_INCOMPLETE], NO_REASON, REASON_CODE[Reason.REQUESTED]],
    dtype=np.int8,
)


@dataclass(frozen=True, slots=True)
class Papers:
    """What an explanation needs: the standing of each record, when grace ends, and the documents that count."""

    standing: NDArray[np.int8]
    grace_ends: Days
    documents: Documents | None
    counts: Truth
    current: Truth


def assess_evidence(check: EvidenceCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Papers."""
    rows = len(subject)
    documents = subject.documents.get(check.evidence)
    ends = grace_ends(subject, terms, check.grace)
    gate = _gate(check, subject)
    open_gate = gate > terms.today
    if documents is None:
        standing = missing_standing(ends, terms, waiting=open_gate)
        nothing = np.zeros(0, dtype=bool)
        return papers_outcome(check, standing, Papers(standing, ends, None, nothing, nothing))
    counts = _counting(check, documents, terms)
    current = counts & _fresh(check, documents, subject, terms)
    standing = missing_standing(ends, terms, waiting=open_gate)
    standing[owners(counts, documents.owner, rows)] = Standing.LAPSED
    if _needs_date(check):
        standing[owners(counts & np.isnat(documents.effective), documents.owner, rows)] = Standing.UNDATED
    standing[owners(current, documents.owner, rows)] = Standing.CURRENT
    in_time = owners(counts & (documents.effective <= gate[documents.owner]), documents.owner, rows)
    missed = (gate <= terms.today) & ~in_time & (standing != Standing.UNDATED)
    standing[missed] = Standing.MISSED_GATE
    return papers_outcome(check, standing, Papers(standing, ends, documents, counts, current))


def papers_outcome(check: object, standing: NDArray[np.int8], behind: object) -> Outcome:
    """Status and reason that follow from the standings."""
    return Outcome(check, _STATUS[standing], _REASON[standing], behind)


def first_applied(subject: Subject, terms: Terms) -> Days:
    """The day from which a clause can be held against each record (see the module's docstring)."""
    registered, live = subject.table.days("registered_at"), subject.table.days("go_live")
    start = np.where(np.isnat(registered), live, registered)
    return np.fmax(start, np.datetime64(terms.applied, "D"))


def grace_ends(subject: Subject, terms: Terms, grace: Duration | None = None) -> Days:
    """The last day on which missing evidence or a missing sign-off is only requested."""
    return first_applied(subject, terms) + _length(grace or terms.defaults.evidence_grace)


def missing_standing(ends: Days, terms: Terms, *, waiting: Truth) -> NDArray[np.int8]:
    """Requested within grace, or while the gate it must precede is still ahead; missing after that."""
    requested = (ends >= terms.today) | waiting
    return np.where(requested, Standing.REQUESTED, Standing.MISSING).astype(np.int8)


def owners(mask: Truth, owner: NDArray[np.int64], rows: int) -> Truth:
    """Whether each record owns a marked item."""
    result = np.zeros(rows, dtype=bool)
    result[owner[mask]] = True
    return result


def newer(on: Days, since: Days, *, grace: Duration | None, terms: Terms) -> Truth:
    """On or after the date; satisfied where that date is absent, still ahead, or passed less than `grace` ago."""
    allowed = since + (_length(grace) if grace else np.timedelta64(-1, "D"))
    return np.isnat(since) | (since > terms.today) | (on >= since) | (allowed >= terms.today)


def within_age(on: Days, age: Duration, terms: Terms) -> Truth:
    """Whether no more than `age` has passed since."""
    return on >= terms.today - _length(age)


def _length(duration: Duration) -> np.timedelta64:
    return np.timedelta64(round(duration.days), "D")


def _gate(check: EvidenceCheck, subject: Subject) -> Days:
    if check.before is None:
        return np.full(len(subject), "NaT", dtype="datetime64[D]")
    return subject.table.days(check.before)


def _needs_date(check: EvidenceCheck) -> bool:
    return any(item is not None for item in (check.max_age, check.newer_than, check.before))


def _counting(check: EvidenceCheck, documents: Documents, terms: Terms) -> Truth:
    counts: Truth = documents.accepted & ~(documents.effective > terms.today)
    if check.signed_by is not None:
        counts = counts & (documents.signed_by == check.signed_by)
    if check.require:
        complete = [set(check.require) <= stated for stated in documents.statements]
        counts = counts & np.array(complete, dtype=bool)[documents.stated]
    return counts


def _fresh(check: EvidenceCheck, documents: Documents, subject: Subject, terms: Terms) -> Truth:
    fresh = ~(documents.expires < terms.today)
    if _needs_date(check):
        fresh &= ~np.isnat(documents.effective)
    if check.max_age is not None:
        fresh &= within_age(documents.effective, check.max_age, terms)
    if check.newer_than is not None:
        since = subject.table.days(check.newer_than)[documents.owner]
        fresh &= newer(documents.effective, since, grace=check.grace, terms=terms)
    return fresh
