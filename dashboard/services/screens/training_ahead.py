"""Training that lapses soon, by course and team, from the staff list and the charter alone: Today stays quick."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from dashboard.adapters.staff_store import courses, roster_in
from dashboard.domain.charter_walk import checks_in
from dashboard.domain.checks import CoverageCheck
from dashboard.domain.coverage_lapses import last_days
from dashboard.domain.facts import Terms
from dashboard.domain.wording import named
from dashboard.services.sources import Sources

Lapse = tuple[date, str, str, int]


def training_lapses(sources: Sources, last: date) -> Iterator[Lapse]:
    """Last valid day of the first of them, what people call the course, team, and how many lapse until `last`."""
    checks = {
        placed.check.coverage: placed.check
        for clause in sources.charter.clauses
        for placed in checks_in(clause, clause.check)
        if isinstance(placed.check, CoverageCheck)
    }
    if not checks:
        return
    with sources.database.read() as connection:
        roster, titles = roster_in(connection), {one.id: one.title for one in courses(connection).values()}
    if roster is None:
        return
    terms, here = Terms.of(sources.charter, sources.as_of), roster.present(sources.as_of)
    for course, check in checks.items():
        ends = last_days(check, roster, terms)
        soon = here & (ends >= terms.today) & (ends <= np.datetime64(last, "D"))
        for team in sorted(set(roster.team[soon])):
            own = ends[soon & (roster.team == team)]
            yield own.min().item(), titles.get(course, named(course)), str(team), len(own)
