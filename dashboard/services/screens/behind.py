"""What lies behind a finding: the batches, documents, statements or fields that it was decided from."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

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
    RateCheck,
    SignOffCheck,
)
from dashboard.domain.count_findings import AFTER_OPT_OUT
from dashboard.domain.field_words import plain_field
from dashboard.domain.rates import RATES
from dashboard.domain.wording import day, plural
from dashboard.services.screens.case_file import CaseFile, value_at
from dashboard.services.screens.cases_behind import cases_behind
from dashboard.services.screens.conditions import plain_value
from dashboard.services.screens.coverage_behind import coverage_behind
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.papers_behind import evidence_behind, sign_off_behind
from dashboard.services.screens.words import as_date, moment, short_hash


def behind(check: Any, case: CaseFile, as_of: date) -> Behind:
    """What decided the check, one source after the other; the longest list is the one to open."""
    found = [_SOURCES[type(part)](part, case, as_of) for part in leaves(check) if type(part) in _SOURCES]
    if not found:
        return Behind(("Nothing is on file yet.",))
    said = tuple(dict.fromkeys(line for one in found for line in one.said))
    largest = max(found, key=lambda one: 0 if one.table is None else len(one.table))
    return Behind(said, largest.name, largest.table)


def leaves(check: Any) -> Iterator[Any]:
    """The checks inside combinations."""
    parts = check.all_of if isinstance(check, AllOf) else check.any_of if isinstance(check, AnyOf) else None
    if isinstance(check, MeasuredPart) and check.until_measured is not None:
        yield check
        parts = [check.until_measured]
    if parts is None or isinstance(check, CoverageCheck):
        yield check
    if parts is None:
        return
    for part in parts:
        yield from leaves(part)


def batch_table(batches: pd.DataFrame) -> pd.DataFrame:
    """Batches as people read them, newest first."""
    return pd.DataFrame(
        {
            "Batch": [str(value) for value in batches["id"]],
            "File": [str(value) for value in batches["source"]],
            "Log": [str(value) for value in batches["kind"]],
            "SHA-256": [str(value) for value in batches["source_sha256"]],
            "Rows": [int(value) for value in batches["rows_stored"]],
            "Quarantined": [int(value) for value in batches["rows_quarantined"]],
            "First day": [as_date(value) for value in batches["first_day"]],
            "Last day": [as_date(value) for value in batches["last_day"]],
            "Recorded": [moment(value) for value in batches["recorded_at"]],
            "State": ["current" if pd.isna(value) else "retracted" for value in batches["retracted_seq"]],
        }
    )


def _fairness(_check: FairnessCheck, case: CaseFile, _as_of: date) -> Behind:
    batches = case.current_batches
    if batches.empty:
        return Behind(("No decision log has been read yet.",))
    return _from_batches(batches, "decisions")


def _from_batches(batches: pd.DataFrame, rows_of: str) -> Behind:
    newest = batches.iloc[0]
    rows = int(batches["rows_stored"].sum())
    said = (
        f"{plural(len(batches), 'batch', 'batches')} of {rows_of}, {rows:,} rows, "
        f"data to {day(as_date(batches['last_day'].max()))}",
        f"Newest: {newest['source']}, SHA-256 {short_hash(newest['source_sha256'])}",
    )
    return Behind(said, "batches", batch_table(batches))


def _rate(check: RateCheck, case: CaseFile, _as_of: date) -> Behind:
    if not RATES[check.rate].logged:
        return Behind((f"No log of {RATES[check.rate].of} has been read yet.",))
    batches = case.batches_of("interactions")
    if batches.empty:
        return Behind(("No interaction log has been read yet.",))
    return _from_batches(batches, "interactions")


def _count(check: CountCheck, case: CaseFile, _as_of: date) -> Behind:
    batches = case.batches_of("interactions", "consent")
    if check.count != AFTER_OPT_OUT or batches.empty:
        return Behind(("No log of such events has been read yet.",))
    return _from_batches(batches, "interactions and consent events")


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
    FairnessCheck: _fairness,
    RateCheck: _rate,
    CountCheck: _count,
    DeadlineCheck: cases_behind,
    EvidenceCheck: evidence_behind,
    SignOffCheck: sign_off_behind,
    FieldCheck: _fields,
    EachCheck: _each,
}
