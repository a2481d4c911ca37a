"""People's dated statements: `sign_off` checks as columns.

A sign-off by the wrong person counts as missing; what is missing is requested within the same grace as evidence.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.checks import SignOffCheck
from dashboard.domain.durations import Duration
from dashboard.domain.evidence_findings import Standing, grace_ends, missing_standing, newer, owners, papers_outcome
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.outcomes import NOT_APPLICABLE, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.papers import SignOffs
from dashboard.domain.record_columns import Days, Truth
from dashboard.domain.statuses import Reason


@dataclass(frozen=True, slots=True)
class Signatures:
    """What an explanation needs: the standing of each record, when grace ends, and the sign-offs that count."""

    standing: NDArray[np.int8]
    grace_ends: Days
    sign_offs: SignOffs | None
    counts: Truth


def assess_sign_off(check: SignOffCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Signatures."""
    ends = grace_ends(subject, terms)
    standing = missing_standing(ends, terms, waiting=np.zeros(len(subject), dtype=bool))
    signed = subject.sign_offs.get(check.sign_off)
    counts = np.zeros(0, dtype=bool)
    if signed is not None:
        counts = _counting(check, signed, subject, terms)
        standing[owners(counts, signed.owner, len(subject))] = Standing.LAPSED
        standing[owners(counts & _fresh(check, signed, subject, terms), signed.owner, len(subject))] = Standing.CURRENT
        standing[owners(_unclear(check, signed, subject, terms), signed.owner, len(subject))] = Standing.UNDATED
    outcome = papers_outcome(check, standing, Signatures(standing, ends, signed, counts))
    return _by_tier(check, outcome, subject)


def _counting(check: SignOffCheck, signed: SignOffs, subject: Subject, terms: Terms) -> Truth:
    usable: Truth = _right_role(check, signed) & (signed.on <= terms.today)
    if check.not_by is None:
        return usable
    excluded = subject.table.column(check.not_by).objects()[signed.owner]
    others_only: Truth = (signed.by != excluded).astype(bool)
    return np.logical_and(usable, others_only)


def _unclear(check: SignOffCheck, signed: SignOffs, subject: Subject, terms: Terms) -> Truth:
    """Fresh sign-offs of records whose owner is not known, so that nobody can say whether somebody else signed."""
    if check.not_by is None:
        return np.zeros(len(signed.records), dtype=bool)
    unknown = ~subject.table.column(check.not_by).known[signed.owner]
    unclear: Truth = unknown & _counting(check, signed, subject, terms) & _fresh(check, signed, subject, terms)
    return unclear


def _right_role(check: SignOffCheck, signed: SignOffs) -> Truth:
    if not check.by_role:
        return np.ones(len(signed.records), dtype=bool)
    return np.asarray(np.logical_or.reduce([signed.role == role for role in check.by_role]), dtype=bool)


def _fresh(check: SignOffCheck, signed: SignOffs, subject: Subject, terms: Terms) -> Truth:
    oldest = (terms.today - _ages(check, subject))[signed.owner]
    fresh = ~(signed.on < oldest)
    if check.newer_than is not None:
        fresh &= newer(signed.on, subject.table.days(check.newer_than)[signed.owner], grace=None, terms=terms)
    return fresh


def _ages(check: SignOffCheck, subject: Subject) -> NDArray[np.timedelta64]:
    """The longest age by record, NaT where none is set."""
    if isinstance(check.max_age, dict):
        tiers = subject.table.column("risk_tier")
        days = [_days(check.max_age.get(tier)) for tier in tiers.values]
        return np.array([*days, np.timedelta64("NaT")], dtype="timedelta64[D]")[tiers.codes]
    return np.full(len(subject), _days(check.max_age), dtype="timedelta64[D]")


def _days(age: Duration | None) -> np.timedelta64:
    return np.timedelta64("NaT") if age is None else np.timedelta64(round(age.days), "D")


def _by_tier(check: SignOffCheck, outcome: Outcome, subject: Subject) -> Outcome:
    """A tier that is not listed is not applicable; an unknown tier leaves the finding open."""
    if not isinstance(check.max_age, dict):
        return outcome
    tiers, listed = subject.table.column("risk_tier"), check.max_age
    known = tiers.decide(lambda tier: int(tier in listed))
    status, reason = outcome.status.copy(), outcome.reason.copy()
    status[known == 0], reason[known == 0] = NOT_APPLICABLE, -1
    status[~tiers.known], reason[~tiers.known] = NOT_ASSESSED, REASON_CODE[Reason.INTAKE_INCOMPLETE]
    return Outcome(check, status, reason, outcome.behind)
