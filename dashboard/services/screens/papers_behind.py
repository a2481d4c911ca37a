"""What lies behind findings about papers: documents with their age, and statements with who made them."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.checks import EvidenceCheck, SignOffCheck
from dashboard.domain.field_words import plain_words
from dashboard.domain.wording import day, named, plural
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.words import ago, as_date, short_hash


def evidence_behind(check: EvidenceCheck, case: CaseFile, as_of: date) -> Behind:
    """The newest document of the asked type and the newest that was accepted; older ones are in the table."""
    documents = case.parts["evidence"]
    documents = documents[documents["type"] == check.evidence]
    if documents.empty:
        return Behind((f"No document of type “{named(check.evidence)}” is on file.",))
    rows = list(documents.sort_values("effective", ascending=False, kind="stable").itertuples())
    accepted = next((row for row in rows if case.person(row.accepted_by)), rows[0])
    told = rows[:1] if accepted is rows[0] else [rows[0], accepted]
    older = len(rows) - len(told)
    more = (f"{plural(older, 'other document')} of that type under “What is behind it”",) if older else ()
    said = (*(_document(row, case, as_of) for row in told), *more)
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


def sign_off_behind(check: SignOffCheck, case: CaseFile, as_of: date) -> Behind:
    """The newest statement of the asked kind."""
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


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
