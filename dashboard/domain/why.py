"""The full explanation of one finding, built only when somebody opens it: from the clause to the paper behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.domain.charter import Charter, Clause
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Facts, Terms
from dashboard.domain.fairness_findings import Measurements
from dashboard.domain.fairness_sentences import groups_not_tested
from dashboard.domain.findings import Assessment, Findings
from dashboard.domain.outcomes import Outcome
from dashboard.domain.paper_sentences import behind
from dashboard.domain.statuses import Reason, Status
from dashboard.errors import NotFound


@dataclass(frozen=True, slots=True)
class Explanation:
    """Clause, verdict, the sentence that says why, what was left out, the papers behind it, and how to see it again.

    `parts` are the statuses of the parts of a combined check, in the clause's order; `papers` name documents and
    sign-offs of the asked kind, whether they count or not; `command` reproduces the finding from the store.
    """

    use_case: str
    clause: Clause
    as_of: date
    status: Status
    reason_code: Reason | None
    waived_until: date | None
    spelled: Spelled
    not_checked: str | None
    not_tested: tuple[str, ...]
    papers: tuple[str, ...]
    parts: tuple[Status, ...]
    owner: str | None
    command: str


def explain(charter: Charter, facts: Facts, assessment: Assessment, use_case: str, clause: str) -> Explanation:
    """One finding in full; `use_case` is "" for the organisation.

    Raises:
        NotFound: this clause was not held against this use case.
    """
    whole = use_case == ""
    findings = assessment.organisation if whole else assessment.use_cases
    subject = facts.organisation if whole else facts.use_cases
    index, row = _place(findings, use_case, clause, assessment.as_of)
    outcome, (status, reason) = findings.outcomes[index], findings.says(index, row)
    leaves = list(_leaves(outcome))
    measured = [leaf.behind for leaf in leaves if isinstance(leaf.behind, Measurements)]
    owner = None if whole else subject.table.value(row, "owner")
    only = "" if whole else f" --use-case {use_case}"
    return Explanation(
        use_case=use_case,
        clause=findings.clauses[index],
        as_of=assessment.as_of,
        status=status,
        reason_code=reason,
        waived_until=findings.waiver(index, row),
        spelled=spell(findings, subject, Terms.of(charter, assessment.as_of), index, row),
        not_checked=findings.clauses[index].not_checked,
        not_tested=tuple(dict.fromkeys(it for one in measured for it in groups_not_tested(one, subject.table, row))),
        papers=tuple(text for leaf in leaves for text in behind(leaf.behind, row)),
        parts=tuple(part.says(row)[0] for part in outcome.parts),
        owner=owner,
        command=f"python -m dashboard check --as-of {assessment.as_of}{only}",
    )  # fmt: skip


def _place(findings: Findings, use_case: str, clause: str, as_of: date) -> tuple[int, int]:
    """Where the finding stands: the clause's place, and the record's."""
    names = [item.id for item in findings.clauses]
    if clause not in names or use_case not in findings.ids:
        raise NotFound(f"{clause} was not held against {use_case or 'the organisation'} on {as_of}.")
    return names.index(clause), findings.ids.index(use_case)


def _leaves(outcome: Outcome) -> Iterator[Outcome]:
    if not outcome.parts:
        yield outcome
    for part in outcome.parts:
        yield from _leaves(part)
