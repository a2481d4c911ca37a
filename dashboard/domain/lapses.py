"""When a document or a statement runs out, by the strictest clause that asks for it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.domain.charter import Charter
from dashboard.domain.check_parts import MeasuredPart
from dashboard.domain.checks import AllOf, AnyOf, EvidenceCheck, SignOffCheck
from dashboard.domain.durations import Duration
from dashboard.domain.registry import Evidence


def longest_lives(charter: Charter) -> tuple[dict[str, Duration], dict[str, Mapping[str, Duration]]]:
    """How long a document, or a statement by tier, lasts by the strictest clause that asks for it."""
    documents: dict[str, Duration] = {}
    statements: dict[str, dict[str, Duration]] = {}
    for check in (part for clause in charter.clauses for part in _parts(clause.check)):
        if isinstance(check, EvidenceCheck) and check.max_age is not None:
            documents[check.evidence] = _shorter(documents.get(check.evidence), check.max_age)
        if isinstance(check, SignOffCheck) and check.max_age is not None:
            ages = check.max_age if isinstance(check.max_age, dict) else {"": check.max_age}
            kept = statements.setdefault(check.sign_off, {})
            kept.update({tier: _shorter(kept.get(tier), age) for tier, age in ages.items()})
    return documents, {kind: dict(ages) for kind, ages in statements.items()}


def _shorter(known: Duration | None, age: Duration) -> Duration:
    return age if known is None or age.days < known.days else known


def _parts(check: Any) -> Iterator[Any]:
    if isinstance(check, AllOf | AnyOf):
        for part in check.all_of if isinstance(check, AllOf) else check.any_of:
            yield from _parts(part)
    elif isinstance(check, MeasuredPart) and check.until_measured is not None:
        yield check.until_measured
    else:
        yield check


def lapse_of(papers: Sequence[Evidence], kind: str, ages: Mapping[str, Duration], as_of: date) -> date | None:
    """The last day on which an accepted document of this type is in force; None where none counts or none lapses."""
    counting = [one for one in papers if one.type == kind and one.accepted_by not in (None, one.uploaded_by)
                and (one.effective is None or one.effective <= as_of)]  # fmt: skip
    ends = [_end(one, ages.get(kind)) for one in counting]
    return None if not ends or None in ends else max(end for end in ends if end is not None)


def _end(paper: Evidence, age: Duration | None) -> date | None:
    by_age = age.after(paper.effective) if age is not None and paper.effective is not None else None
    return min((day for day in (by_age, paper.expires) if day is not None), default=None)


def asked_types(charter: Charter, scope: str) -> Iterator[tuple[str, str]]:
    """Clause id and type of document, for every document that clauses of this scope ask for."""
    for clause in charter.clauses:
        if clause.scope == scope:
            for check in _parts(clause.check):
                if isinstance(check, EvidenceCheck):
                    yield clause.id, check.evidence
