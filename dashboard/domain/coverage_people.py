"""Who must have a course, who has it today, and who is new enough to have time left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.domain.durations import Duration
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.measured_checks import CoverageCheck, Refresh
from dashboard.domain.record_columns import Days, Truth
from dashboard.domain.roster import ACKNOWLEDGED, Held, Index, Roster
from dashboard.domain.staff_facts import CHARTER_PUBLISHED, Calling, Pairs, StaffFacts

ASSIGNED = frozenset({"assigned_people", "assigned_overseers"})
_EVERYBODY = frozenset({None, "all_cx_staff", "everybody"})
_USERS = frozenset({"ai_users_incl_contractors"})
_OWN_USERS = frozenset({"ai_users"})
_LONG_AGO = np.datetime64("0001-01-01", "D")


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of records and people, side by side: whether each has it, or is a newcomer with time left."""

    record: Index
    person: Index
    has: Truth
    newcomer: Truth

    def of(self, row: int) -> "Standing":
        """Only those of one record; records must stand in order."""
        return self._part(slice(*np.searchsorted(self.record, [row, row + 1])))

    def ordered(self, mask: Truth) -> "Standing":
        """Only the marked ones, record after record."""
        kept = np.flatnonzero(mask)
        return self._part(kept[np.argsort(self.record[kept], kind="stable")])

    def _part(self, where: slice | Index) -> "Standing":
        return Standing(self.record[where], self.person[where], self.has[where], self.newcomer[where])


def standing(check: CoverageCheck, subject: Subject, terms: Terms) -> Standing:
    """How everybody stands who must have the course."""
    staff = subject.staff
    assert staff is not None  # noqa: S101  # only measured checks come here
    pairs = _pairs(check, staff, subject, terms)
    has = having(check, staff, terms)[pairs.person]
    newcomer = np.zeros(len(has), dtype=bool)
    if check.grace is not None and check.before is None:
        newcomer = ~has & (staff.roster.joined + _length(check.grace) >= terms.today)[pairs.person]
    return Standing(pairs.record, pairs.person, has, newcomer)


def having(check: CoverageCheck, staff: StaffFacts, terms: Terms) -> Truth:
    """Whether each person of the roster has the course: completed, not lapsed, and newer than what called for it."""
    roster = staff.roster
    found = np.zeros(len(roster.names) + 1, dtype=bool)
    held = roster.held.get(check.coverage)
    if held is None:
        return found
    on = _as_of_charter(held, terms) if check.coverage == ACKNOWLEDGED else held.on
    counts = (held.on <= terms.today) & ~(held.ends < terms.today)
    if check.window is not None:
        counts &= held.on >= terms.today - _length(check.window)
    counts &= on >= _required(check, staff, terms)[held.person]
    found[held.person[counts]] = True
    return found & ~(roster.left < terms.today)


def _as_of_charter(held: Held, terms: Terms) -> Days:
    """An acknowledgement of the version in force counts from its first day on, one of another before that day."""
    first = np.datetime64(terms.effective, "D")
    current = held.edition == terms.version
    return np.where(current, np.maximum(held.on, first), np.minimum(held.on, first - np.timedelta64(1, "D")))


def _required(check: CoverageCheck, staff: StaffFacts, terms: Terms) -> Days:
    """The day on or after which each person must have completed it: the newest event whose time is over."""
    roster = staff.roster
    needed = np.full(len(roster.names) + 1, _LONG_AGO)
    for refresh in check.refreshes:
        for calling in _callings(refresh, staff.callings, terms):
            day = np.datetime64(calling.day, "D")
            if day + _length(refresh.within) < terms.today:
                concerned = (roster.team == calling.team) if calling.team else np.ones(len(needed), dtype=bool)
                needed = np.where(concerned, np.maximum(needed, day), needed)
    return needed


def _callings(refresh: Refresh, known: Sequence[Calling], terms: Terms) -> Iterator[Calling]:
    if refresh.event == CHARTER_PUBLISHED:
        yield Calling(CHARTER_PUBLISHED, terms.effective)
    newest: dict[str, Calling] = {}
    for one in known:
        over = np.datetime64(one.day, "D") + _length(refresh.within) < terms.today
        if one.event == refresh.event and over and (one.team not in newest or one.day > newest[one.team].day):
            newest[one.team] = one
    yield from newest.values()


def _pairs(check: CoverageCheck, staff: StaffFacts, subject: Subject, terms: Terms) -> Pairs:
    if check.of in ASSIGNED:
        return _assigned(check, staff)
    people = np.flatnonzero(staff.roster.present(terms.as_of) & _population(check, staff.roster))
    if staff.whole:
        return Pairs(np.zeros(len(people), dtype=np.int64), people)
    teams = subject.table.column("team").objects()
    wanted = np.flatnonzero(teams != np.array(None)) if terms.wanted is None else np.flatnonzero(terms.wanted)
    parts = [(row, people[staff.roster.team[people] == teams[row]]) for row in wanted]
    record = np.concatenate([np.full(len(own), row, dtype=np.int64) for row, own in parts] or [_none()])
    return Pairs(record, np.concatenate([own for _, own in parts] or [_none()]))


def _assigned(check: CoverageCheck, staff: StaffFacts) -> Pairs:
    """Overseers, or owners and overseers; whoever is both counts once for a record."""
    if check.of == "assigned_overseers":
        return staff.overseers
    record = np.concatenate([staff.owners.record, staff.overseers.record])
    person = np.concatenate([staff.owners.person, staff.overseers.person])
    both = np.unique(np.stack([record, person]), axis=1)
    return Pairs(both[0], both[1])


def _population(check: CoverageCheck, roster: Roster) -> Truth:
    """Everybody, those who use AI with or without contractors, or the people of a role."""
    if check.of in _EVERYBODY:
        return np.ones(len(roster.listed), dtype=bool)
    if check.of in _USERS | _OWN_USERS:
        return roster.uses_ai & ~(roster.contractor & (check.of in _OWN_USERS))
    same: Truth = roster.role == check.of
    return same


def _none() -> Index:
    return np.zeros(0, dtype=np.int64)


def _length(duration: Duration) -> np.timedelta64:
    return np.timedelta64(round(duration.days), "D")
