"""A query that takes long is not waited for once its work was stopped."""

import threading

import pyarrow as pa
import pytest

from dashboard.adapters import duck
from dashboard.domain.effort import Effort, watched
from dashboard.errors import Cancelled

ENDLESS = "SELECT max(hash(a.range, b.range)) AS n FROM range(1000000000) a, range(1000000000) b"


def test_a_query_without_end_ends_when_it_is_stopped() -> None:
    """Stopped from another thread while it runs: the work is cancelled, and nothing looks any more."""
    effort = Effort()
    alarm = threading.Timer(0.3, effort.stop)
    with duck.locked_connection([]) as connection:
        alarm.start()
        with watched(effort), pytest.raises(Cancelled):
            duck.arrow(connection, ENDLESS)
    alarm.join()
    assert not [one for one in threading.enumerate() if one.name == "interrupts-duckdb"]


def test_a_query_that_nobody_stops_gives_its_rows() -> None:
    """Watched or not, the same rows; what the engine refuses is raised as it is."""
    with duck.locked_connection([]) as connection:
        alone = duck.arrow(connection, "SELECT 1 AS n")
        with watched(Effort()):
            assert duck.arrow(connection, "SELECT 1 AS n") == alone == pa.table({"n": pa.array([1], pa.int32())})
            with pytest.raises(duck.duckdb.ParserException):
                duck.arrow(connection, "SELECT FROM WHERE")
