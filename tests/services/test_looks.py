"""Marking as seen is a write like every other: one event, once."""

from datetime import date

from dashboard.adapters.database import Database
from dashboard.adapters.queries.today import last_look
from dashboard.domain.actors import Actor, Role
from dashboard.services.looks import MarkSeen, mark_seen

LEAD = Actor("lead-1", Role.TEAM_LEAD)


def test_the_same_command_twice_is_one_event(sqlite_database: Database) -> None:
    """A double click writes once."""
    command = MarkSeen(data_version=5, as_of=date(2026, 11, 23))
    first = mark_seen(sqlite_database, command, LEAD)

    assert mark_seen(sqlite_database, command, LEAD) == first
    assert sqlite_database.data_version() == first


def test_a_stale_tab_does_not_turn_the_look_back(sqlite_database: Database) -> None:
    """What was seen once stays seen, also when an older tab is clicked later."""
    mark_seen(sqlite_database, MarkSeen(data_version=9, as_of=date(2026, 11, 23)), LEAD)
    mark_seen(sqlite_database, MarkSeen(data_version=5, as_of=date(2026, 11, 23)), LEAD)

    assert last_look(sqlite_database, "lead-1") == (9, date(2026, 11, 23))
