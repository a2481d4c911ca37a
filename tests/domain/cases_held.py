"""Cases with their steps, and what a deadline says of them, for tests."""

from collections.abc import Mapping
from typing import Any

from dashboard.domain.cases import CaseRegister
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Terms, build_facts
from dashboard.domain.findings import assess
from tests.assessing import AS_OF, case, charter, clause, registry
from tests.registered import at

TELL: dict[str, Any] = {
    "deadline": "incident", "step": "authority_notified", "within": "72h", "where": {"personal_data_breach": True},
}  # fmt: skip


def held(  # a finding depends on each of these
    check: Mapping[str, Any],
    register: CaseRegister | None,
    *,
    whole: bool = False,
    now: str | None = None,
    **fields: Any,
) -> tuple[str, Spelled]:
    """`status` or `status (reason)`, and the words, of one clause about the first use case or the organisation."""
    promise = charter(clause(check, scope="organisation" if whole else "use_case"))
    practice = registry(case(**fields), case(id="v"), organisation={"name": "O"})
    facts = build_facts(practice, AS_OF, cases=register, now=None if now is None else at(now))
    found = assess(promise, facts, AS_OF)
    findings, subject = (found.organisation, facts.organisation) if whole else (found.use_cases, facts.use_cases)
    status, reason = findings.says(0, 0)
    words = spell(findings, subject, Terms.of(promise, AS_OF), 0, 0)
    return f"{status.value} ({reason.value})" if reason else status.value, words
