"""What people would have to bring under another charter: documents and sign-offs that were not asked for before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from dashboard.domain.check_parts import EvidenceCheck
from dashboard.domain.checks import SignOffCheck
from dashboard.domain.evidence_findings import Standing
from dashboard.domain.findings import Assessment, Findings
from dashboard.domain.outcomes import NOT_APPLICABLE, Outcome
from dashboard.domain.record_columns import Days, Truth

Kind = Literal["document", "sign-off"]
_NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Required:
    """A document or sign-off that a record would need: since no clause asked for it, or since what there is would no
    longer do (`before`). `held` says that what is on file would do; where it would not, `until` ends the grace: without
    one it is a breach at once.
    """

    use_case: str
    kind: Kind
    type: str
    clauses: tuple[str, ...]
    before: bool
    held: bool
    until: date | None


@dataclass(slots=True)
class _Asked:
    """Of one type: who is asked for it, by whom it is not met, until when that is only requested, by which clauses."""

    asked: Truth
    unmet: Truth
    until: Days
    clauses: dict[str, Truth]


def newly_required(before: Assessment, after: Assessment) -> tuple[Required, ...]:
    """By use case and type: not asked for before, or asked for in a way that what is on file no longer meets."""
    pairs = zip(before.parts(), after.parts(), strict=True)
    return tuple(one for (old, judged), (new, _) in pairs for one in _new(old, new, judged))


def _new(old: Findings, new: Findings, judged: Truth) -> Iterator[Required]:
    was, now = _demands(old), _demands(new)
    for (kind, name), wanted in now.items():
        known = was.get((kind, name))
        fresh = wanted.asked & ~known.asked if known else wanted.asked
        harder = wanted.unmet & known.asked & ~known.unmet if known else np.zeros_like(judged)
        for row in map(int, np.flatnonzero((fresh | harder) & judged)):
            by = tuple(clause for clause, rows in wanted.clauses.items() if rows[row])
            until = None if np.isnat(wanted.until[row]) else wanted.until[row].item()
            held = not wanted.unmet[row]
            yield Required(new.ids[row], kind, name, by, not fresh[row], held, None if held else until)


def _demands(findings: Findings) -> Mapping[tuple[Kind, str], _Asked]:
    found: dict[tuple[Kind, str], _Asked] = {}
    rows = len(findings.ids)
    for clause, outcome in zip(findings.clauses, findings.outcomes, strict=True):
        for kind, name, leaf, asked in _papers(outcome, outcome.status != NOT_APPLICABLE):
            nothing = np.zeros(rows, dtype=bool)
            of_type = _Asked(nothing, nothing.copy(), np.full(rows, _NEVER), {})
            one = found.setdefault((kind, name), of_type)
            standing = leaf.behind.standing
            one.asked, one.unmet = one.asked | asked, one.unmet | (asked & (standing != Standing.CURRENT))
            requested = asked & (standing == Standing.REQUESTED)
            one.until = np.where(requested, np.fmin(one.until, leaf.behind.grace_ends), one.until)
            one.clauses[clause.id] = one.clauses.get(clause.id, nothing) | asked
    return found


def _papers(outcome: Outcome, applies: Truth) -> Iterator[tuple[Kind, str, Outcome, Truth]]:
    """Every document and sign-off that an outcome rests on, with the records that it is asked of."""
    asked = applies & (outcome.status != NOT_APPLICABLE)
    if isinstance(outcome.check, EvidenceCheck):
        yield "document", outcome.check.evidence, outcome, asked
    elif isinstance(outcome.check, SignOffCheck):
        yield "sign-off", outcome.check.sign_off, outcome, asked
    for part in outcome.parts:
        yield from _papers(part, asked)
