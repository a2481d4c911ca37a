"""What is on file, in a sentence: the reasons of `evidence` and `sign_off` findings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from dashboard.domain.checks import EvidenceCheck, SignOffCheck
from dashboard.domain.evidence_findings import Papers, Standing
from dashboard.domain.facts import Terms
from dashboard.domain.field_sentences import words
from dashboard.domain.field_words import plain_document, plain_words
from dashboard.domain.papers import Unfounded
from dashboard.domain.record_columns import Days, Table
from dashboard.domain.registry import Evidence, SignOff
from dashboard.domain.signoff_findings import Signatures
from dashboard.domain.wording import day, listed


def evidence_sentence(check: EvidenceCheck, papers: Papers, table: Table, row: int, *, terms: Terms) -> str:
    """Which document counts, or why none does."""
    name, standing = named_document(check), Standing(int(papers.standing[row]))
    held = _of(papers.documents, row)
    if standing in (Standing.MISSING, Standing.REQUESTED):
        why = _why_missing(check, held, terms)
        return f"{_capital(why)} {_due(papers.grace_ends, row, standing)}"
    if standing == Standing.UNDATED:
        return f"The {name} on file bears no date, so its age cannot be told."
    if standing == Standing.MISSED_GATE:
        gate = table.value(row, str(check.before))
        return f"No accepted {name} was dated on or before the {words(str(check.before))} of {day(gate)}."
    counting = [item for item, counts in _with(papers.documents, papers.counts, row) if counts]
    if standing == Standing.CURRENT:
        current = [item for item, counts in _with(papers.documents, papers.current, row) if counts]
        newest = _newest(current)
        return f"The {name} of {day(newest.effective)} is accepted and current{_until(newest)}."
    return _lapsed(check, _newest(counting), table, row, terms=terms)


def sign_off_sentence(check: SignOffCheck, signatures: Signatures, table: Table, row: int, *, terms: Terms) -> str:
    """Whose sign-off counts, or why none does."""
    name, standing = named_sign_off(check), Standing(int(signatures.standing[row]))
    if isinstance(check.max_age, dict) and table.value(row, "risk_tier") is None:
        return "The risk tier is not recorded, so nobody can tell how often this is due."
    if standing in (Standing.MISSING, Standing.REQUESTED):
        others = _of(signatures.sign_offs, row)
        why = f"no {name} is on record" if not others else f"the {name} on record was not given by {_right(check)}"
        return f"{_capital(why)} {_due(signatures.grace_ends, row, standing)}"
    if standing == Standing.UNDATED:
        return f"{_capital(words(str(check.not_by)))} is not recorded, so nobody can tell whether somebody else signed."
    items = [item for item, counts in _with(signatures.sign_offs, signatures.counts, row) if counts]
    newest: SignOff = max(items, key=lambda item: item.on)
    if standing == Standing.CURRENT:
        return f"The {name} of {day(newest.on)} by {newest.by} is current."
    since = table.value(row, check.newer_than) if check.newer_than else None
    if since is not None and newest.on < since <= terms.as_of:
        return f"The newest {name} is of {day(newest.on)}, before the {words(str(check.newer_than))} of {day(since)}."
    return f"The newest {name} is of {day(newest.on)}, {(terms.as_of - newest.on).days} days ago: it has lapsed."


def named_document(check: EvidenceCheck) -> str:
    """The type of document as words."""
    return plain_document(check.evidence)


def named_sign_off(check: SignOffCheck) -> str:
    """The kind of sign-off as words."""
    return f"{plain_words(check.sign_off)} sign-off"


def _lapsed(check: EvidenceCheck, newest: Evidence, table: Table, row: int, *, terms: Terms) -> str:
    name, dated = named_document(check), newest.effective
    if newest.expires is not None and newest.expires < terms.as_of:
        return f"The {name} of {day(dated)} expired on {day(newest.expires)}."
    if check.max_age is not None and dated is not None and (terms.as_of - dated).days > check.max_age.days:
        age = (terms.as_of - dated).days
        return f"The {name} of {day(dated)} is {age} days old; at most {round(check.max_age.days)} are allowed."
    since: date | None = table.value(row, check.newer_than) if check.newer_than else None
    return f"The {name} of {day(dated)} is older than the {words(str(check.newer_than))} of {day(since)}."


def _why_missing(check: EvidenceCheck, held: Sequence[Evidence], terms: Terms) -> str:
    name = named_document(check)
    if not held:
        return f"no {name} is on file"
    newest = _newest(held)
    if isinstance(newest, Unfounded):
        return f"the {name} on file does not count: {newest.fault}"
    if not newest.accepted_by or newest.accepted_by == newest.uploaded_by:
        return f"a {name} is on file, but nobody other than its uploader has accepted it"
    if check.signed_by is not None and newest.signed_by != check.signed_by:
        return f"the {name} on file is not signed by the {plain_words(check.signed_by)}"
    if newest.effective is not None and newest.effective > terms.as_of:
        return f"the {name} on file takes effect only on {day(newest.effective)}"
    absent = [words(state) for state in check.require if not newest.states.get(state)]
    return f"the {name} on file does not state {listed(absent)}"


def _due(ends: Days, row: int, standing: Standing) -> str:
    end = ends[row].item()
    if standing == Standing.REQUESTED:
        return f"(asked for by {day(end)})."
    return f"(due by {day(end)})."


def _right(check: SignOffCheck) -> str:
    role = listed([plain_words(role) for role in check.by_role]).replace(" and ", " or ")
    other = f"somebody other than the {words(check.not_by)}" if check.not_by else ""
    return " and ".join(part for part in (role, other) if part) or "anybody yet"


def _newest(items: Sequence[Evidence]) -> Evidence:
    return max(items, key=lambda item: item.effective or date.min)


def _until(item: Evidence) -> str:
    return f" (expires {day(item.expires)})" if item.expires else ""


def _of(held: Any, row: int) -> list[Any]:
    return [] if held is None else [held.records[index] for index in np.flatnonzero(held.owner == row)]


def _with(held: Any, mask: Any, row: int) -> list[tuple[Any, bool]]:
    return [(held.records[index], bool(mask[index])) for index in np.flatnonzero(held.owner == row)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def behind(found: Any, row: int) -> list[str]:
    """The documents and sign-offs of one record that a check looked at, counted or not."""
    if isinstance(found, Papers):
        return [_document_line(item, counts=counts) for item, counts in _with_all(found.documents, found.counts, row)]
    if isinstance(found, Signatures):
        pairs = _with_all(found.sign_offs, found.counts, row)
        return [_statement_line(item, counts=counts) for item, counts in pairs]
    return []


def _document_line(item: Evidence, *, counts: bool) -> str:
    reference = f", {item.ref}" if item.ref else ""
    digest = f", sha256 {item.sha256[:12]}…" if item.sha256 else ""
    said = f"{plain_document(item.type)} of {day(item.effective)}{reference}{digest}"
    return said + _uncounted(counts=counts)


def _statement_line(item: SignOff, *, counts: bool) -> str:
    return f"{plain_words(item.kind)} by {item.by}, {day(item.on)}{_uncounted(counts=counts)}"


def _uncounted(*, counts: bool) -> str:
    return "" if counts else " (does not count)"


def _with_all(held: Any, mask: Any, row: int) -> list[tuple[Any, bool]]:
    return [] if held is None else _with(held, mask, row)
