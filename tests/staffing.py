"""Small staff lists for tests of coverage: people of one team, and who completed what."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.domain.cases import CaseRegister
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Terms, build_facts
from dashboard.domain.findings import assess
from dashboard.domain.roster import Completion, Course, Member, roster_of
from tests.assessing import AS_OF, case, charter, clause, registry


def ago(days: int) -> date:
    """So many days before the assessment."""
    return AS_OF - timedelta(days=days)


def people(many: int, role: str = "service_agent", team: str = "Voice", **other: Any) -> list[Member]:
    """Members of one role and team, called after them."""
    return [Member(f"{team}-{role}-{number}", role, team, **{"joined": ago(900), **other}) for number in range(many)]


def done(who: Sequence[Member], on: date, course: str = "ai_literacy", **other: Any) -> list[Completion]:
    """All of them completed a course on a day."""
    return [Completion(one.person, course, on, **other) for one in who]


def covered(  # a finding depends on each of these
    check: Mapping[str, Any],
    members: Sequence[Member],
    completions: Sequence[Completion],
    *,
    courses: Sequence[Course] = (),
    cases: Sequence[Mapping[str, Any]] = (),
    whole: bool = True,
    register: CaseRegister | None = None,
    as_of: date = AS_OF,
) -> tuple[str, Spelled]:
    """`status` or `status (reason)`, and the words, of one clause about the organisation or the first use case."""
    promise = charter(clause(check, scope="organisation" if whole else "use_case"))
    facts = build_facts(
        registry(*(cases or [case()]), organisation={"name": "O"}),
        as_of,
        None,
        roster_of(members, completions, courses),
        cases=register,
    )
    found = assess(promise, facts, as_of)
    findings, subject = (found.organisation, facts.organisation) if whole else (found.use_cases, facts.use_cases)
    status, reason = findings.says(0, 0)
    words = spell(findings, subject, Terms.of(promise, as_of), 0, 0)
    return f"{status.value} ({reason.value})" if reason else status.value, words
