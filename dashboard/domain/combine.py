"""From a check of any kind to status and reason columns; parts combine as charter-format 1 ranks them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.domain.check_parts import MeasuredPart
from dashboard.domain.checks import (
    AllOf,
    AnyOf,
    CountCheck,
    CoverageCheck,
    DeadlineCheck,
    EachCheck,
    EvidenceCheck,
    FairnessCheck,
    FieldCheck,
    QuantileCheck,
    RateCheck,
    SignOffCheck,
)
from dashboard.domain.condition_columns import condition_codes
from dashboard.domain.count_findings import AFTER_OPT_OUT, assess_count
from dashboard.domain.coverage_findings import assess_coverage, is_measured
from dashboard.domain.deadline_findings import assess_deadline, registered
from dashboard.domain.evidence_findings import assess_evidence
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness_findings import assess_fairness
from dashboard.domain.field_findings import assess_each, assess_field
from dashboard.domain.offer_findings import assess_offers, offers_measured
from dashboard.domain.outcomes import (
    NO_REASON,
    NON_COMPLIANT,
    NOT_APPLICABLE,
    NOT_ASSESSED,
    REASON_CODE,
    Outcome,
    constant,
)
from dashboard.domain.quantile_findings import assess_quantile
from dashboard.domain.quantile_findings import measured as counted
from dashboard.domain.rate_findings import assess_rate, measured
from dashboard.domain.rates import OFFER_TO_VULNERABLE
from dashboard.domain.record_columns import NO, UNKNOWN, Truth
from dashboard.domain.signoff_findings import assess_sign_off
from dashboard.domain.snapshot_findings import WITHDRAWN_IN_SNAPSHOT, assess_snapshots
from dashboard.domain.statuses import Reason


def evaluate(check: Any, subject: Subject, terms: Terms) -> Outcome:
    """The outcome of a check for every record, its own `applies_to` included.

    Kinds whose logs are not read yet are not assessed for want of data, unless the charter lets a document decide until
    then; nor is coverage until staff and training were loaded. A rate, a quantile, or a count of offers, is decided by
    the log once that has said anything about it, a deadline by the register once that decides.
    """
    outcome = _kind(check)(check, subject, terms)
    return outcome if check.applies_to is None else applied(outcome, condition_codes(check.applies_to, subject.table))


def applied(outcome: Outcome, applies: np.ndarray[Any, np.dtype[np.int8]]) -> Outcome:
    """Not applicable where the condition is false; not assessed where it is unknown."""
    status = np.select([applies == NO, applies == UNKNOWN], [NOT_APPLICABLE, NOT_ASSESSED], outcome.status)
    incomplete = REASON_CODE[Reason.INTAKE_INCOMPLETE]
    reason = np.select([applies == NO, applies == UNKNOWN], [NO_REASON, incomplete], outcome.reason)
    unsure = applies == UNKNOWN
    return replace(outcome, status=status.astype(np.int8), reason=reason.astype(np.int8), unsure=unsure)


def _all_of(check: AllOf, subject: Subject, terms: Terms) -> Outcome:
    """The worst part decides; not applicable where no part applies."""
    parts = tuple(evaluate(part, subject, terms) for part in check.all_of)
    statuses = np.stack([part.status for part in parts])
    return _decided(check, parts, np.argmin(statuses, axis=0))


def _any_of(check: AnyOf, subject: Subject, terms: Terms) -> Outcome:
    """The best part decides; not applicable where no part applies."""
    return _best(check, tuple(evaluate(part, subject, terms) for part in check.any_of))


def _best(check: AnyOf, parts: tuple[Outcome, ...]) -> Outcome:
    statuses = np.stack([part.status for part in parts])
    ranked = np.where(statuses == NOT_APPLICABLE, NON_COMPLIANT - 1, statuses)
    return _decided(check, parts, np.argmax(ranked, axis=0))


def _decided(check: Any, parts: tuple[Outcome, ...], which: np.ndarray[Any, np.dtype[np.int64]]) -> Outcome:
    rows = np.arange(len(which))
    status = np.stack([part.status for part in parts])[which, rows]
    reason = np.stack([part.reason for part in parts])[which, rows]
    return Outcome(check, status, reason, which, parts)


def _no_data(check: Any, subject: Subject, terms: Terms) -> Outcome:
    if check.until_measured is not None:
        return _any_of(_or_document(check), subject, terms)
    return constant(check, len(subject), NOT_ASSESSED, Reason.NO_DATA)


def _coverage(check: CoverageCheck, subject: Subject, terms: Terms) -> Outcome:
    """The first measurement takes the place of the document that stood in for it."""
    measured = is_measured(check, subject, terms)
    return assess_coverage(check, subject, terms) if measured else _no_data(check, subject, terms)


def _count(check: CountCheck, subject: Subject, terms: Terms) -> Outcome:
    """Contacts after an opt-out, people who left and stayed in training data, offers to the vulnerable; else no log."""
    if check.count == AFTER_OPT_OUT:
        return assess_count(check, subject, terms)
    if check.count == WITHDRAWN_IN_SNAPSHOT:
        held = assess_snapshots(check, subject, terms)
        return held if check.until_measured is None else _or_paper(check, held, held.behind.n > 0, subject, terms)
    if check.count != OFFER_TO_VULNERABLE:
        return _no_data(check, subject, terms)
    log = assess_offers(check, subject, terms)
    return log if check.until_measured is None else _or_paper(check, log, offers_measured(log), subject, terms)


def _rate(check: RateCheck, subject: Subject, terms: Terms) -> Outcome:
    """The log decides where it was read; elsewhere the document that the charter lets stand in, where it names one."""
    log = assess_rate(check, subject, terms)
    return log if check.until_measured is None else _or_paper(check, log, measured(log), subject, terms)


def _quantile(check: QuantileCheck, subject: Subject, terms: Terms) -> Outcome:
    """Counts of times and amounts decide, in the same way."""
    log = assess_quantile(check, subject, terms)
    return log if check.until_measured is None else _or_paper(check, log, counted(log), subject, terms)


def _deadline(check: DeadlineCheck, subject: Subject, terms: Terms) -> Outcome:
    """The register decides where it can; elsewhere the document that the charter lets stand in, where it names one."""
    held = assess_deadline(check, subject, terms)
    return held if check.until_measured is None else _or_paper(check, held, registered(held), subject, terms)


def _or_paper(check: MeasuredPart, log: Outcome, known: Truth, subject: Subject, terms: Terms) -> Outcome:
    paper = evaluate(check.until_measured, subject, terms)
    paper = replace(paper, status=np.where(known, NOT_APPLICABLE, paper.status).astype(np.int8))
    either = _best(_or_document(check), (log, paper))
    return _decided(either.check, either.parts, np.where(known, 0, either.behind))


def _or_document(check: MeasuredPart) -> AnyOf:
    """A document may show compliance; its absence is no breach of what only a log can show."""
    log = check.model_copy(update={"until_measured": None, "applies_to": None})
    parts: list[Any] = [log, check.until_measured]
    return AnyOf.model_construct(any_of=parts)


def _kind(check: Any) -> Callable[[Any, Subject, Terms], Outcome]:
    return _KINDS.get(type(check), _no_data)


_KINDS: dict[type, Callable[[Any, Subject, Terms], Outcome]] = {
    FieldCheck: assess_field,
    EachCheck: assess_each,
    EvidenceCheck: assess_evidence,
    SignOffCheck: assess_sign_off,
    FairnessCheck: assess_fairness,
    CoverageCheck: _coverage,
    RateCheck: _rate,
    QuantileCheck: _quantile,
    CountCheck: _count,
    DeadlineCheck: _deadline,
    AllOf: _all_of,
    AnyOf: _any_of,
}
