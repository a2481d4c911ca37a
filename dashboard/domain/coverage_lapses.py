"""Until when people have what a coverage clause asks for, and who lacks it: columns for lists and charts."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.domain.charter import Charter
from dashboard.domain.charter_walk import checks_in
from dashboard.domain.coverage_findings import Covered
from dashboard.domain.facts import Terms
from dashboard.domain.measured_checks import CoverageCheck
from dashboard.domain.record_columns import Days
from dashboard.domain.roster import Roster

_FOREVER = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, slots=True)
class Person:
    """How one person stands under one clause; `until` is the last valid day, None where it never lapses."""

    person: str
    role: str
    team: str
    has: bool
    newcomer: bool
    until: date | None


def people_of(check: CoverageCheck, found: Covered, terms: Terms, row: int = 0) -> tuple[Person, ...]:
    """Everybody whom the clause concerns for one record, by team and role."""
    own = found.standing.of(row)
    ends = last_days(check, found.roster, terms)
    names = (*found.roster.names, "not on the staff list")
    made = [
        Person(
            names[at], str(found.roster.role[at]), str(found.roster.team[at]), bool(has), bool(fresh),
            ends[at].item() if has and ends[at] < _FOREVER else None,
        )
        for at, has, fresh in zip(own.person, own.has, own.newcomer, strict=True)
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.team, one.role, one.person)))


def last_days(check: CoverageCheck, roster: Roster, terms: Terms) -> Days:
    """The last day on which the newest completion of each person counts; NaT where nobody completed it."""
    ends = np.full(len(roster.names) + 1, "NaT", dtype="datetime64[D]")
    held = roster.held.get(check.coverage)
    if held is None:
        return ends
    last = np.where(np.isnat(held.ends), _FOREVER, held.ends)
    if check.window is not None:
        last = np.minimum(last, held.on + np.timedelta64(round(check.window.days), "D"))
    for place in np.flatnonzero(held.on <= terms.today):
        at = held.person[place]
        ends[at] = np.fmax(ends[at], last[place])
    return ends


def shortest_windows(charter: Charter) -> dict[str, int]:
    """Course to the shortest number of days for which any clause lets a completion count."""
    found: dict[str, int] = {}
    for clause in charter.clauses:
        for placed in checks_in(clause, clause.check):
            check = placed.check
            if isinstance(check, CoverageCheck) and check.window is not None:
                days = round(check.window.days)
                found[check.coverage] = min(days, found.get(check.coverage, days))
    return found
