"""The one door to the store."""

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.domain.actors import Actor


def test_an_event_moves_the_data_version(database: Database, officer: Actor) -> None:
    """Every write is an event, and the newest event is the data version."""
    with database.write(officer) as tx:
        tx.append("thing.made", "thing", "a", {"size": 1})

    assert database.data_version() == 1
    assert verify_chain(database) == ()


def test_a_failed_write_leaves_nothing(database: Database, officer: Actor) -> None:
    """An exception inside a transaction undoes rows and events alike."""
    with pytest.raises(ZeroDivisionError), database.write(officer) as tx:
        tx.append("thing.made", "thing", "a", {"size": 1 / 0})

    assert database.data_version() == 0


def test_the_same_command_twice_is_one_event(database: Database, officer: Actor) -> None:
    """A double click carries the same key and is carried out once."""
    for size in (1, 2):
        with database.write(officer, key="click") as tx:
            tx.append("thing.made", "thing", "a", {"size": size})

    assert tx.replayed
    assert tx.seq == 1
    assert database.data_version() == 1
