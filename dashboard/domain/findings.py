"""The verdict: every clause held against every use case, as columns. A single finding is spelled out on demand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.charter import Charter, Clause
from dashboard.domain.combine import applied, evaluate
from dashboard.domain.condition_columns import condition_codes
from dashboard.domain.effort import go_on
from dashboard.domain.facts import Facts, Subject, Terms
from dashboard.domain.fairness_findings import Measurements
from dashboard.domain.multiplicity import Family
from dashboard.domain.outcomes import NON_COMPLIANT, REASON_CODE, WATCH, Outcome, reason_of, status_of
from dashboard.domain.record_columns import NO, YES, Days, Truth
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.waivers import waived_until


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of some clauses about one subject; arrays of shape (clauses, records).

    Attributes:
        ids: the use cases, or `("",)` for the organisation.
        clauses: in the charter's order.
        status: codes into statuses.STATUS_ORDER.
        reason: codes into outcomes.REASONS, -1 for none.
        waived_until: the last day of a waiver that covers a breach, else NaT.
        outcomes: by clause, what was decided before waivers, and from what.
    """

    ids: tuple[str, ...]
    clauses: tuple[Clause, ...]
    status: NDArray[np.int8]
    reason: NDArray[np.int8]
    waived_until: Days
    outcomes: tuple[Outcome, ...]

    def says(self, clause: int, row: int) -> tuple[Status, Reason | None]:
        """Status and reason of one finding."""
        return status_of(int(self.status[clause, row])), reason_of(int(self.reason[clause, row]))

    def waiver(self, clause: int, row: int) -> date | None:
        """The last day of the waiver over one finding."""
        until = self.waived_until[clause, row]
        return None if np.isnat(until) else until.item()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an assessment found: about use cases, and about the organisation as a whole.

    `judged` marks the use cases that count at all: inventoried, suspended and retired ones do not.
    """

    as_of: date
    use_cases: Findings
    organisation: Findings
    judged: Truth
    in_service: Truth
    inventoried: Truth

    def parts(self) -> Iterator[tuple[Findings, Truth]]:
        """Both sets of findings with the records that are judged."""
        yield self.use_cases, self.judged
        yield self.organisation, np.ones(1, dtype=bool)


def assess(charter: Charter, facts: Facts, as_of: date, *, kept: Mapping[str, Outcome] | None = None) -> Assessment:
    """Hold every clause against the facts.

    Args:
        charter: the promise.
        facts: the practice and the proof, gathered for `as_of`.
        as_of: the day at which ages and windows end.
        kept: by clause, what was decided before and still holds; see `redecided`.
    """
    known = kept or {}
    terms = Terms.of(charter, as_of)
    clauses = tuple(clause for clause in charter.clauses if clause.scope == "use_case")
    whole = tuple(clause for clause in charter.clauses if clause.scope == "organisation")
    terms_of_all = replace(terms, wanted=facts.judged)
    found = _hold(clauses, facts.use_cases, terms_of_all, known)
    if charter.defaults.multiplicity == "benjamini_hochberg":  # only now is it known how many comparisons there are
        family = Family.of(_p_values(found.outcomes))
        found = _hold(clauses, facts.use_cases, replace(terms_of_all, family=family), known)
    return Assessment(
        as_of=as_of,
        use_cases=found,
        organisation=_hold(whole, facts.organisation, terms, known),
        judged=facts.judged,
        in_service=facts.in_service,
        inventoried=facts.inventoried,
    )


def _p_values(outcomes: Iterable[Outcome]) -> Iterator[NDArray[np.float64]]:
    """Of every comparison of every fairness check, inside combinations too."""
    for outcome in outcomes:
        if isinstance(outcome.behind, Measurements):
            yield outcome.behind.made.numbers.get("p", np.empty(0))
        yield from _p_values(outcome.parts)


def _hold(clauses: tuple[Clause, ...], subject: Subject, terms: Terms, kept: Mapping[str, Outcome]) -> Findings:
    outcomes = tuple(_outcomes(clauses, subject, terms, kept))
    shape = (len(clauses), len(subject))
    status = np.array([outcome.status for outcome in outcomes], dtype=np.int8).reshape(shape)
    reason = np.array([outcome.reason for outcome in outcomes], dtype=np.int8).reshape(shape)
    names = [clause.id for clause in clauses]
    until = waived_until(subject.table.records, names, terms.as_of, terms.defaults.max_waiver)
    waived = (status == NON_COMPLIANT) & ~np.isnat(until)
    status[waived], reason[waived] = WATCH, REASON_CODE[Reason.WAIVED]
    until[~waived] = np.datetime64("NaT")
    return Findings(subject.ids, clauses, status, reason, until, outcomes)


def _outcomes(
    clauses: tuple[Clause, ...], subject: Subject, terms: Terms, kept: Mapping[str, Outcome]
) -> Iterator[Outcome]:
    for clause in clauses:
        go_on()
        yield kept.get(clause.id) or _outcome(clause, subject, terms)


def _outcome(clause: Clause, subject: Subject, terms: Terms) -> Outcome:
    applies = condition_codes(clause.applies_to, subject.table)
    wanted = (applies == YES) if terms.wanted is None else (applies == YES) & terms.wanted
    if (applies == NO).all():
        wanted = np.zeros(len(subject), dtype=bool)
    outcome = evaluate(clause.check, subject, replace(terms.of_clause(clause.id), wanted=wanted))
    return outcome if clause.applies_to is None else applied(outcome, applies)
