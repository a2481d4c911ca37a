"""What a registration must ask the officer about: a use that the charter does not list, or a tier that stops it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.domain.charter import Charter
from dashboard.domain.charter_walk import checks_of
from dashboard.domain.checks import FieldCheck
from dashboard.domain.draft_entries import UNLISTED
from dashboard.domain.registry import UseCase
from dashboard.domain.statuses import Severity

QUESTION = "question"
NOWHERE = "intake"


@dataclass(frozen=True, slots=True)
class OfficerQuestion:
    """A review item for the officer: the clause that it falls under, its title, and what is asked."""

    clause: str
    severity: Severity
    title: str
    text: str


def questions_about(use_case: UseCase, charter: Charter) -> Iterator[OfficerQuestion]:
    """What the officer must answer before this use case can be approved."""
    if (use_case.acceptable_use or "").startswith(UNLISTED):
        words = (use_case.acceptable_use or "").removeprefix(UNLISTED).lstrip(": ") or "no words were given"
        text = f"The applicant found no acceptable use of the charter that fits: {words}"
        yield OfficerQuestion(_clause(charter, "acceptable_use"), Severity.HIGH, "May this use be accepted?", text)
    if use_case.risk_tier == "prohibited":
        text = f"Triage found a prohibited practice ({_rule(use_case)}). It cannot be approved as it is."
        yield OfficerQuestion(_clause(charter, "risk_tier"), Severity.CRITICAL, "Is this prohibited?", text)
    if use_case.risk_tier == "needs_review":
        text = f"The applicant was unsure of an answer that decides the tier ({_rule(use_case)})."
        yield OfficerQuestion(_clause(charter, "risk_tier"), Severity.HIGH, "Which tier is it?", text)


def _rule(use_case: UseCase) -> str:
    triage = use_case.triage
    laws = f": {', '.join(triage.laws)}" if triage and triage.laws else ""
    return f"rule {triage.rule}{laws}" if triage and triage.rule else "no rule on record"


def _clause(charter: Charter, field: str) -> str:
    """The first clause that checks the field itself."""
    found = (placed.clause.id for placed in checks_of(charter)
             if isinstance(placed.check, FieldCheck) and field in placed.check.paths)  # fmt: skip
    return next(found, NOWHERE)
