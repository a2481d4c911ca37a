"""What lies behind a finding: the batches, documents, statements or fields that it was decided from."""

from datetime import date
from typing import Any

from dashboard.domain.checks import (
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
from dashboard.domain.field_words import plain_field
from dashboard.domain.wording import plural
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.case_file import CaseFile, value_at
from dashboard.services.screens.cases_behind import cases_behind
from dashboard.services.screens.conditions import plain_value
from dashboard.services.screens.coverage_behind import coverage_behind
from dashboard.services.screens.log_behind import count_behind, fairness_behind, rate_behind
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.papers_behind import evidence_behind, sign_off_behind
from dashboard.services.screens.quantile_behind import quantile_behind


def behind(check: Any, case: CaseFile, as_of: date) -> Behind:
    """What decided the check, one source after the other; the longest list is the one to open."""
    found = [_SOURCES[type(part)](part, case, as_of) for part in leaves(check) if type(part) in _SOURCES]
    if not found:
        return Behind(("Nothing is on file yet.",))
    said = tuple(dict.fromkeys(line for one in found for line in one.said))
    largest = max(found, key=lambda one: 0 if one.table is None else len(one.table))
    return Behind(said, largest.name, largest.table, cases=any(one.cases for one in found))


def _fields(check: FieldCheck, case: CaseFile, _as_of: date) -> Behind:
    return Behind(tuple(f"Registry: {plain_field(path)} is {recorded(case, path)}" for path in check.paths))


def _each(check: EachCheck, case: CaseFile, _as_of: date) -> Behind:
    return Behind((f"Registry: {plain_field(check.each)} is {recorded(case, check.each)}",))


def recorded(case: CaseFile, path: str) -> str:
    """A registry value as text; what nobody recorded is unknown."""
    value = value_at(case.record, path)
    if value is None:
        return "unknown"
    if isinstance(value, list):
        return f"{plural(len(value), 'entry', 'entries')}"
    return plain_value(value)


_SOURCES: dict[type, Any] = {
    CoverageCheck: coverage_behind,
    FairnessCheck: fairness_behind,
    RateCheck: rate_behind,
    QuantileCheck: quantile_behind,
    CountCheck: count_behind,
    DeadlineCheck: cases_behind,
    EvidenceCheck: evidence_behind,
    SignOffCheck: sign_off_behind,
    FieldCheck: _fields,
    EachCheck: _each,
}
