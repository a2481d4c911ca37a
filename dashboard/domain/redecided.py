"""Which clauses another charter decides anew, and the assessment that reuses what the rest was found to be.

A clause that demands the same, under the same defaults and since the same day, keeps what was decided: so a draft is
answered for a thousand use cases while somebody moves a threshold.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from dashboard.domain.charter import Charter, Clause
from dashboard.domain.charter_walk import checks_in
from dashboard.domain.checks import CoverageCheck, FairnessCheck
from dashboard.domain.facts import Facts, Terms
from dashboard.domain.findings import Assessment, Findings, assess
from dashboard.domain.outcomes import Outcome

_JUDGING = ("confidence", "evidence_grace", "multiplicity", "min_coverage", "max_not_recorded", "stale_after")


def to_decide(before: Charter, after: Charter, as_of: date) -> frozenset[str]:
    """Clauses of `after` whose findings do not follow from those of `before`."""
    was, now = Terms.of(before, as_of), Terms.of(after, as_of)
    known = {clause.id: clause for clause in before.clauses}
    open_ = {clause.id for clause in after.clauses if not _keeps(known.get(clause.id), clause, was, now)}
    if after.defaults.multiplicity == "benjamini_hochberg":  # every comparison of the family moves every other
        judged, before_judged = set(_fair(after.clauses)), set(_fair(before.clauses))
        if judged & open_ or judged != before_judged:
            open_ |= judged
    return frozenset(open_)


def assess_again(before: Charter, found: Assessment, after: Charter, facts: Facts) -> Assessment:
    """What `assess(after, facts)` finds.

    Args:
        before: the charter of `found`.
        found: what it was found to be, from the same registry on the same day.
        after: the charter to hold instead.
        facts: with the counts in the windows that the clauses to decide ask for.
    """
    open_ = to_decide(before, after, found.as_of)
    kept = {name: outcome for name, outcome in _decided(found) if name not in open_}
    return assess(after, facts, found.as_of, kept=kept)


def parts_to_decide(before: Charter, after: Charter, as_of: date) -> Charter:
    """`after` with nothing but the clauses to decide: what counts in windows must be cut for."""
    open_ = to_decide(before, after, as_of)
    return after.model_copy(update={"clauses": [clause for clause in after.clauses if clause.id in open_]})


def _decided(found: Assessment) -> Iterator[tuple[str, Outcome]]:
    parts: tuple[Findings, ...] = (found.use_cases, found.organisation)
    for findings in parts:
        yield from zip((clause.id for clause in findings.clauses), findings.outcomes, strict=True)


def _keeps(old: Clause | None, new: Clause, was: Terms, now: Terms) -> bool:
    if old is None or (old.check, old.applies_to, old.scope) != (new.check, new.applies_to, new.scope):
        return False
    if was.of_clause(old.id).applied != now.of_clause(new.id).applied:
        return False
    if was.protected_attributes != now.protected_attributes:
        return False
    if any(getattr(was.defaults, name) != getattr(now.defaults, name) for name in _JUDGING):
        return False
    asks_version = any(isinstance(placed.check, CoverageCheck) for placed in checks_in(new, new.check))
    return not asks_version or (was.effective, was.version) == (now.effective, now.version)


def _fair(clauses: Iterable[Clause]) -> Iterator[str]:
    for clause in clauses:
        if any(isinstance(placed.check, FairnessCheck) for placed in checks_in(clause, clause.check)):
            yield clause.id
