"""What an audit has to say beside its figures, in sentences: what a table would let a reader overlook."""

from typing import Any

from dashboard.domain.columns import records
from dashboard.domain.label_coverage import coverage_sentence, differing, label_coverage
from dashboard.domain.repeated_subjects import ASSUMED
from dashboard.domain.reversals import reversal_sentence
from dashboard.domain.subgroups import search_sentence
from dashboard.domain.wording import sentence_case
from dashboard.services.audit_file import Audit

_LABELLED = ("true_positive_rate", "false_positive_rate")


def audit_remarks(audit: Audit) -> tuple[str, ...]:
    """Sentences, the attribute (and the period) first; empty where nothing needs to be said."""
    return (*_reversals(audit), *_coverages(audit), *_searches(audit))


def _reversals(audit: Audit) -> list[str]:
    """Where like for like turns or halves what all decisions together say."""
    if not audit.request.within or "within_value" not in audit.measurements:
        return []
    rows = records(audit.measurements[audit.measurements["within_value"].notna()])
    told = []
    for row in rows:
        held = {name: row[f"within_{name}"] for name in ("value", "low", "high", "homogeneity")}
        crude = {f"crude{part}": row[name] for part, name in (("", "value"), ("_low", "low"), ("_high", "high"))}
        said = reversal_sentence({**row, **held, **crude}, audit.request.within)
        told += [f"{_place(row, audit)}, {str(row['metric']).replace('_', ' ')}. {said}"] if said else []
    return told


def _coverages(audit: Audit) -> list[str]:
    """Where the outcome is known of some more than of others."""
    if not audit.request.label:
        return []
    told = []
    for (attribute, period), groups in audit.groups.groupby(["attribute", "period"], sort=False):
        known = label_coverage(list(groups["group"]), groups)
        contrast = differing(known, metric_rates=_LABELLED, confidence=audit.request.confidence)
        place = _place({"attribute": attribute, "period": period}, audit)
        told += [f"{place}. {coverage_sentence(contrast)}"] if contrast else []
    return told


def _searches(audit: Audit) -> list[str]:
    """What the search for the worst subgroup found, of every rate; it deals out decisions, not people."""
    note = f" In the search {ASSUMED[0].lower()}{ASSUMED[1:]}" if audit.request.subject else ""
    return [f"{sentence_case(one.rate.replace('_', ' '))}. {search_sentence(one)}{note}" for one in audit.searches]


def _place(row: dict[str, Any], audit: Audit) -> str:
    period = f", {row['period']}" if audit.request.time else ""
    return f"{sentence_case(str(row['attribute']))}{period}"
