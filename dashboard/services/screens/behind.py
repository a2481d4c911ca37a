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
    EachCheck,
    EvidenceCheck,
    FairnessCheck,
    FieldCheck,
    RateCheck,
    SignOffCheck,
)
from dashboard.domain.count_findings import AFTER_OPT_OUT
from dashboard.domain.field_words import plain_field, plain_words
from dashboard.domain.rates import RATES
from dashboard.domain.wording import day, named, plural
from dashboard.services.screens.case_file import CaseFile, value_at
from dashboard.services.screens.conditions import plain_value
from dashboard.services.screens.coverage_behind import coverage_behind
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.words import ago, as_date, moment, short_hash


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


def _evidence(check: EvidenceCheck, case: CaseFile, as_of: date) -> Behind:
    documents = case.parts["evidence"]
    documents = documents[documents["type"] == check.evidence]
    if documents.empty:
        return Behind((f"No document of type “{named(check.evidence)}” is on file.",))
    said = tuple(_document(row, case, as_of) for row in documents.itertuples())
    return Behind(said, "documents", evidence_table(case, documents, as_of))


def _document(row: Any, case: CaseFile, as_of: date) -> str:
    effective = as_date(row.effective)
    age = f", {ago(effective, as_of)} old" if effective else ""
    by = case.person(row.accepted_by)
    accepted = f"accepted by {by}" if by else "not accepted by anybody yet"
    return f"{named(str(row.type))} of {day(effective)}{age}, {accepted}, SHA-256 {short_hash(_text(row.sha256))}"


def evidence_table(case: CaseFile, documents: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Documents with their age."""
    rows = list(documents.sort_values("effective", ascending=False, kind="stable").itertuples())
    effective = [as_date(row.effective) for row in rows]
    return pd.DataFrame(
        {
            "Document": [named(str(row.type)) for row in rows],
            "Effective": effective,
            "Age (days)": pd.array([(as_of - value).days if value else None for value in effective], dtype="Int64"),
            "Expires": [as_date(row.expires) for row in rows],
            "Accepted by": [case.person(row.accepted_by) or "nobody yet" for row in rows],
            "Signed by": [_text(row.signed_by) or "unknown" for row in rows],
            "Reference": [_text(row.ref) or "unknown" for row in rows],
            "SHA-256": [_text(row.sha256) or "unknown" for row in rows],
        }
    )


def _sign_off(check: SignOffCheck, case: CaseFile, as_of: date) -> Behind:
    found = case.parts["sign_offs"]
    found = found[found["kind"] == check.sign_off]
    if found.empty:
        return Behind((f"No “{named(check.sign_off)}” sign-off is on record.",))
    newest = found.sort_values("on").iloc[-1]
    on = as_date(newest["on"])
    assert on is not None  # noqa: S101  # the table requires the date
    said = f"{named(check.sign_off)} by {case.person(newest['by'])} on {day(on)}, {ago(on, as_of)} ago"
    return Behind((said,), "sign-offs", sign_off_table(found, case))


def sign_off_table(found: pd.DataFrame, case: CaseFile) -> pd.DataFrame:
    """Statements with who made them."""
    return pd.DataFrame(
        {
            "Statement": [named(str(value)) for value in found["kind"]],
            "By": [case.person(value) for value in found["by"]],
            "Role": [plain_words(_text(value) or "unknown") for value in found["role"]],
            "On": [as_date(value) for value in found["on"]],
        }
    )


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


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


_SOURCES: dict[type, Any] = {
    CoverageCheck: coverage_behind,
    FairnessCheck: _fairness,
    RateCheck: _rate,
    CountCheck: _count,
    EvidenceCheck: _evidence,
    SignOffCheck: _sign_off,
    FieldCheck: _fields,
    EachCheck: _each,
}
