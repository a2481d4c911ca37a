"""What coverage checks look at: the roster, who is assigned to which record, and what calls for a refresher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.domain.record_columns import Table
from dashboard.domain.roster import Index, Roster

NEW_SYSTEM, CHARTER_PUBLISHED, SERIOUS_INCIDENT = "new_system", "charter_published", "serious_incident"
OWNERS, OVERSEERS = "owner", "overseer.name"


@dataclass(frozen=True, slots=True)
class Calling:
    """An event that calls for a refresher: of one team, or of everybody where `team` is empty."""

    event: str
    day: date
    team: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who counts for which record: rows of records and of people, side by side."""

    record: Index
    person: Index


@dataclass(frozen=True)
class StaffFacts:
    """The roster, who owns or oversees each record, and the events that call for refreshers.

    `whole`: the subject is the organisation, for which everybody counts; else the team of a use case does. `unseen` are
    events of which nobody stated that all are known.
    """

    roster: Roster
    owners: Pairs
    overseers: Pairs
    callings: tuple[Calling, ...]
    whole: bool = False
    unseen: frozenset[str] = frozenset()

    def as_whole(self, serving: Index) -> "StaffFacts":
        """The same for the organisation: whoever is assigned to a use case of these rows is assigned to it."""
        return StaffFacts(
            self.roster, _gathered(self.owners, serving), _gathered(self.overseers, serving), self.callings,
            whole=True, unseen=self.unseen,
        )  # fmt: skip


def staff_facts(
    roster: Roster, table: Table, callings: Sequence[Calling], unseen: frozenset[str] = frozenset()
) -> StaffFacts:
    """The facts of use cases, whose owners and overseers their records name."""
    owners, overseers = _assigned(roster, table, OWNERS), _assigned(roster, table, OVERSEERS)
    return StaffFacts(roster, owners, overseers, tuple(callings), unseen=unseen)


def _assigned(roster: Roster, table: Table, field: str) -> Pairs:
    names = table.column(field).objects()
    rows = np.array([row for row, name in enumerate(names) if name], dtype=np.int64)
    return Pairs(rows, np.array([roster.place(str(names[row])) for row in rows], dtype=np.int64))


def _gathered(pairs: Pairs, serving: Index) -> Pairs:
    """Each person once; strangers to the roster stay as many as there are records that name one."""
    people = pairs.person[np.isin(pairs.record, serving)]
    known = np.unique(people[people >= 0])
    together = np.concatenate([known, people[people < 0]])
    return Pairs(np.zeros(len(together), dtype=np.int64), together)
