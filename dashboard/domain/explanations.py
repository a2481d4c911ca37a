"""A single finding spelled out: the reason in a sentence, the measurement and the line it was held against."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.domain.checks import (
    AllOf,
    AnyOf,
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
from dashboard.domain.count_findings import Counted, count_measured, count_sentence
from dashboard.domain.coverage_findings import Covered
from dashboard.domain.coverage_sentences import coverage_measured, coverage_sentence, coverage_threshold
from dashboard.domain.deadline_findings import Clocked
from dashboard.domain.deadline_sentences import deadline_measured, deadline_sentence, deadline_threshold
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness_sentences import fairness_sentence, threshold_text, worst_comparison
from dashboard.domain.field_sentences import each_sentence, field_sentence, unsure_sentence
from dashboard.domain.field_words import plain_words
from dashboard.domain.findings import Findings
from dashboard.domain.offer_findings import offers_sentence
from dashboard.domain.outcomes import NON_COMPLIANT, NOT_APPLICABLE, Outcome
from dashboard.domain.paper_sentences import evidence_sentence, sign_off_sentence
from dashboard.domain.quantile_findings import QuantileMeasured
from dashboard.domain.quantile_sentences import quantile_measured, quantile_sentence
from dashboard.domain.quantile_sentences import threshold as quantile_threshold
from dashboard.domain.rate_findings import RateMeasured
from dashboard.domain.rate_sentences import rate_measured, rate_sentence
from dashboard.domain.rate_sentences import threshold as rate_threshold
from dashboard.domain.rates import OFFER_TO_VULNERABLE
from dashboard.domain.record_sentences import missing_sentence
from dashboard.domain.snapshot_findings import WITHDRAWN_IN_SNAPSHOT, snapshots_sentence
from dashboard.domain.waivers import in_force_until
from dashboard.domain.wording import day


@dataclass(frozen=True, slots=True)
class Spelled:
    """A finding in words: `measured` is the object of the stable JSON contract, or None."""

    reason: str
    threshold: str | None
    measured: dict[str, Any] | None


def spell(findings: Findings, subject: Subject, terms: Terms, clause: int, row: int) -> Spelled:
    """The reason, the threshold and the measurement of one finding."""
    outcome = findings.outcomes[clause]
    leaf = deciding(outcome, row)
    reason = _reason(findings, subject, terms, clause, row)
    if isinstance(leaf.behind, Covered) and outcome.status[row] == NOT_APPLICABLE:
        return Spelled(reason, None, None)
    return Spelled(reason, _threshold(leaf, row), measured(leaf, row))


def deciding(outcome: Outcome, row: int) -> Outcome:
    """The innermost part that decided."""
    while outcome.parts:
        outcome = outcome.parts[int(outcome.behind[row])]
    return outcome


def measured(leaf: Outcome, row: int) -> dict[str, Any] | None:
    """metric, attribute, group, reference, value, low, high, n of the deciding comparison, or of the deciding share."""
    counted = _MEASURED.get(type(leaf.behind))
    if counted is not None:
        return counted(leaf, row)
    if not isinstance(leaf.check, FairnessCheck):
        return None
    worst = worst_comparison(leaf.behind, row)
    if worst is None or not np.isfinite(worst["value"]):
        return None
    numbers = {name: _finite(worst[name]) for name in ("value", "low", "high")}
    texts = {name: worst[name] for name in ("metric", "attribute", "group", "reference")}
    return {**texts, **numbers, "n": int(worst["n"])}


def _finite(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None


def _threshold(leaf: Outcome, row: int) -> str | None:
    check = leaf.check
    if isinstance(check, FairnessCheck):
        worst = worst_comparison(leaf.behind, row)
        metric = str(worst["metric"]) if worst else check.fairness
        return threshold_text(check, metric) or None
    if isinstance(leaf.behind, Covered):
        return coverage_threshold(leaf.behind, row)
    if isinstance(check, QuantileCheck):
        return quantile_threshold(check)
    if isinstance(check, RateCheck):
        return rate_threshold(check)
    if isinstance(check, DeadlineCheck):
        return deadline_threshold(check)
    limits = [("at least", getattr(check, "at_least", None)), ("at most", getattr(check, "at_most", None))]
    said = [f"{word} {limit:g}" for word, limit in limits if isinstance(limit, int | float)]
    return " and ".join(said) or None


def _reason(findings: Findings, subject: Subject, terms: Terms, clause: int, row: int) -> str:
    condition, outcome = findings.clauses[clause].applies_to, findings.outcomes[clause]
    if outcome.status[row] == NOT_APPLICABLE:
        return "Does not apply."
    if outcome.unsure is not None and outcome.unsure[row]:
        return unsure_sentence(condition, subject.table, row)
    text = sentence(outcome, subject, terms, row)
    until = findings.waiver(clause, row)
    if until is None:
        return text
    waiver = _waiver(findings, subject, terms, clause, row)
    return f"Waived until {day(until)} by {waiver.approved_by}: {waiver.reason.rstrip('.')}. Without the waiver: {text}"


def _waiver(findings: Findings, subject: Subject, terms: Terms, clause: int, row: int) -> Any:
    longest, name = terms.defaults.max_waiver, findings.clauses[clause].id
    held = [item for item in subject.table.records[row].waivers if item.clause == name]
    return next(item for item in held if in_force_until(item, terms.as_of, longest) == findings.waiver(clause, row))


def sentence(outcome: Outcome, subject: Subject, terms: Terms, row: int) -> str:
    """The reason of one outcome, whatever its kind."""
    if isinstance(outcome.behind, Counted):
        own = {OFFER_TO_VULNERABLE: offers_sentence, WITHDRAWN_IN_SNAPSHOT: snapshots_sentence}
        return own.get(outcome.check.count, count_sentence)(outcome, subject, terms, row)
    say = _SENTENCES.get(type(outcome.check))
    if say is None or (isinstance(outcome.check, CoverageCheck) and not isinstance(outcome.behind, Covered)):
        return f"No log has been read yet from which {_topic(outcome.check)} could be told."
    return say(outcome, subject, terms, row)


def _combined(outcome: Outcome, subject: Subject, terms: Terms, row: int) -> str:
    """Every part that failed, else the part that decided."""
    failed = [part for part in outcome.parts if part.status[row] == outcome.status[row] == NON_COMPLIANT]
    chosen = failed or [outcome.parts[int(outcome.behind[row])]]
    return " ".join(_part(part, subject, terms, row) for part in chosen)


def _part(part: Outcome, subject: Subject, terms: Terms, row: int) -> str:
    if part.unsure is not None and part.unsure[row]:
        return unsure_sentence(part.check.applies_to, subject.table, row)
    return sentence(part, subject, terms, row)


_SENTENCES: dict[type, Callable[[Outcome, Subject, Terms, int], str]] = {
    FieldCheck: lambda found, subject, _, row: field_sentence(found.check, subject.table, row),
    EachCheck: lambda found, subject, _, row: each_sentence(found.check, subject.table, row),
    EvidenceCheck: lambda found, subject, terms, row: evidence_sentence(
        found.check, found.behind, subject.table, row, terms=terms
    ),
    SignOffCheck: lambda found, subject, terms, row: sign_off_sentence(
        found.check, found.behind, subject.table, row, terms=terms
    ),
    FairnessCheck: lambda found, subject, terms, row: fairness_sentence(
        found.behind, subject, row, found.says(row), terms=terms
    ),
    CoverageCheck: lambda found, _subject, _terms, row: coverage_sentence(found.check, found.behind, row),
    DeadlineCheck: deadline_sentence,
    RateCheck: lambda found, subject, terms, row: (
        rate_sentence(found.behind, subject, row, found.says(row), terms=terms)
        + missing_sentence(found.check, subject, terms, row)
    ),
    QuantileCheck: lambda found, _subject, terms, row: quantile_sentence(
        found.behind, row, found.says(row), terms=terms
    ),
    AllOf: _combined,
    AnyOf: _combined,
}


_MEASURED: dict[type, Callable[[Outcome, int], dict[str, Any] | None]] = {
    Covered: lambda leaf, row: coverage_measured(leaf.check, leaf.behind, row),
    Counted: lambda leaf, row: count_measured(leaf.behind, row),
    Clocked: lambda leaf, row: deadline_measured(leaf.behind, row),
    RateMeasured: lambda leaf, row: rate_measured(leaf.behind, row),
    QuantileMeasured: lambda leaf, row: quantile_measured(leaf.behind, row),
}


def _topic(check: Any) -> str:
    names = ("rate", "quantile", "count", "deadline", "coverage")
    topic = next((getattr(check, name) for name in names if hasattr(check, name)), "this")
    return plain_words(str(topic))
