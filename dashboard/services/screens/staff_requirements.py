"""What the charter asks of people, evaluated for the Staff page: every coverage clause with who stands how."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dashboard.adapters.repository import registry_in
from dashboard.adapters.staff_store import courses, roster_in
from dashboard.domain.charter import Clause
from dashboard.domain.checks import AllOf, AnyOf, CoverageCheck
from dashboard.domain.coverage_findings import Covered
from dashboard.domain.coverage_lapses import Person, people_of
from dashboard.domain.facts import Terms, build_facts
from dashboard.domain.findings import Findings, assess
from dashboard.domain.outcomes import Outcome
from dashboard.domain.wording import named
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Requirement:
    """One coverage clause about one subject; `use_case` is '' for the organisation. `people` is empty without data."""

    clause: str
    title: str
    course: str
    course_title: str
    use_case: str
    use_case_title: str
    status: str
    reason: str | None
    people: tuple[Person, ...]

    @property
    def counted(self) -> tuple[Person, ...]:
        """Who must have it: newcomers with time left count neither way."""
        return tuple(one for one in self.people if not one.newcomer)

    @property
    def missing(self) -> tuple[Person, ...]:
        """Who must have it and does not."""
        return tuple(one for one in self.counted if not one.has)

    def lapsing(self, first: date, last: date) -> tuple[Person, ...]:
        """Who has it today, until a day between these two."""
        return tuple(one for one in self.people if one.until is not None and first <= one.until <= last)


def requirements(sources: Sources) -> tuple[Requirement, ...]:
    """Every coverage clause of the charter, about the organisation first, then about each use case that it binds."""
    asked = [clause for clause in sources.charter.clauses if _checks(clause.check)]
    if not asked:
        return ()
    with sources.database.read() as connection:
        registry, roster = registry_in(connection), roster_in(connection)
        titles = {one.id: one.title for one in courses(connection).values()}
    charter = sources.charter.model_copy(update={"clauses": asked})
    facts = build_facts(registry, sources.as_of, None, roster)
    found, terms = assess(charter, facts, sources.as_of), Terms.of(charter, sources.as_of)
    names = {case.id: case.title for case in registry.use_cases} | {"": "The organisation"}
    return tuple(
        _requirement(clause, leaf, (findings, index, int(row)), terms, (titles, names))
        for findings, judged in list(found.parts())[::-1]
        for index, clause in enumerate(findings.clauses)
        for row in np.flatnonzero(judged)
        for leaf in _leaves(findings.outcomes[index])
        if findings.says(index, int(row))[0].value != "not_applicable"
    )


def _requirement(
    clause: Clause, leaf: Outcome, place: tuple[Findings, int, int], terms: Terms, words: tuple[dict[str, str], ...]
) -> Requirement:
    findings, index, row = place
    titles, names = words
    status, reason = findings.says(index, row)
    use_case, course = findings.ids[row], leaf.check.coverage
    measured = isinstance(leaf.behind, Covered)
    return Requirement(
        clause.id, clause.title, course, titles.get(course, named(course)), use_case, names.get(use_case, use_case),
        status.value, None if reason is None else reason.value,
        people_of(leaf.check, leaf.behind, terms, row) if measured else (),
    )  # fmt: skip


def _checks(check: Any) -> bool:
    parts = check.all_of if isinstance(check, AllOf) else check.any_of if isinstance(check, AnyOf) else ()
    return isinstance(check, CoverageCheck) or any(_checks(part) for part in parts)


def _leaves(outcome: Outcome) -> Iterator[Outcome]:
    """The coverage parts; a document that stands in for one is left out."""
    if isinstance(outcome.check, CoverageCheck):
        yield outcome
    for part in outcome.parts:
        yield from _leaves(part)
