"""Checkpoints are signed, kept outside the database, and missed when they are gone; exports verify anywhere."""

import json
import shutil
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.history import events_of
from dashboard.domain.actors import Actor
from dashboard.domain.checkpoints import Checkpoint, is_due
from dashboard.errors import Conflict, InputRejected, NotFound, StoreUnusable
from dashboard.services.ledger import make_checkpoint, verify
from dashboard.services.screens.ledger import verdict
from tests.databases import disarm
from tests.services.kept_ledger import kept, write

__all__ = ["kept"]  # fixtures

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def checkpoint_of(size: int) -> Checkpoint:
    """A checkpoint made at noon."""
    return Checkpoint("a" * 64, size, "b" * 64, NOON.isoformat(), "c" * 16, "d" * 128)


@pytest.mark.parametrize(
    ("last", "size", "later", "due"),
    [
        (None, 0, timedelta(), False),
        (None, 1, timedelta(), True),
        (checkpoint_of(10), 11, timedelta(days=9), False),
        (checkpoint_of(10), 12, timedelta(hours=23), False),
        (checkpoint_of(10), 12, timedelta(hours=24), True),
        (checkpoint_of(10), 12, timedelta(hours=-1), False),
        (checkpoint_of(10), 12, timedelta(days=-3650), True),
        (checkpoint_of(10), 1_010, timedelta(), False),
        (checkpoint_of(10), 1_011, timedelta(), True),
    ],
)
def test_a_checkpoint_is_due(last: Checkpoint | None, size: int, later: timedelta, due: bool) -> None:  # noqa: FBT001
    """After a thousand events, or a day with any event; the event that records a checkpoint does not count."""
    assert is_due(last, size=size, now=NOON + later) is due


class SlowClock(datetime):
    """A clock that was set back by a year."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain datetime is enough
        """A year ago."""
        return datetime.now(tz) - timedelta(days=365)


def test_a_clock_that_was_set_back_is_told_and_changes_nothing(
    database: Database, officer: Actor, kept: CheckpointFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries are ordered by number, never by time: a step back is accepted, stays in its place and is flagged."""
    write(database, officer, 2)
    monkeypatch.setattr("dashboard.adapters.database.datetime", SlowClock)
    write(database, officer, 2)
    monkeypatch.undo()
    write(database, officer, 1)
    found = verify(database, kept)

    assert [event.seq for event in events_of(database, "thing", "a")] == [5, 4, 3, 2, 1]
    assert found.problems == ()
    assert found.steps_back == (3,)
    assert "The clock was set back before entry 3." in verdict(found, NOON)


def test_a_checkpoint_is_kept_outside_and_recorded_inside(
    database: Database, officer: Actor, kept: CheckpointFile
) -> None:
    """It names the end of the ledger, its signature is valid, the private key is its owner's alone."""
    write(database, officer)
    made = make_checkpoint(database, kept)
    found = verify(database, kept)

    assert made is not None
    assert made.size == 3
    assert kept.read() == (made,)
    assert kept.valid(made)
    assert kept.private_key.stat().st_mode & 0o777 == 0o600
    assert found.problems == ()
    assert found.newest == made
    assert found.events == 4


def test_nothing_is_signed_twice_for_an_idle_ledger(database: Database, officer: Actor, kept: CheckpointFile) -> None:
    """The daily task signs once and then rests until something happens."""
    assert make_checkpoint(database, kept, only_if_due=True) is None
    write(database, officer)

    assert make_checkpoint(database, kept, only_if_due=True) is not None
    assert make_checkpoint(database, kept, only_if_due=True) is None
    assert database.data_version() == 4


def test_a_cut_or_older_ledger_is_named(sqlite_database: Database, officer: Actor, kept: CheckpointFile) -> None:
    """What a chain alone cannot see: events cut from its end, or an older backup put in its place."""
    write(sqlite_database, officer)
    make_checkpoint(sqlite_database, kept)
    disarm(sqlite_database)
    with sqlite_database.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM events WHERE seq >= 3")

    problems = verify(sqlite_database, kept).problems

    assert len(problems) == 1
    assert "a ledger of 2 events; expected at least 3: the end was cut off" in str(problems[0])
    with pytest.raises(Conflict, match="not as it was written"):
        make_checkpoint(sqlite_database, kept)


def test_a_missing_checkpoint_file_is_an_alarm(database: Database, officer: Actor, kept: CheckpointFile) -> None:
    """The ledger remembers that a checkpoint was made, so deleting the file does not hide anything."""
    write(database, officer)
    made = make_checkpoint(database, kept)
    kept.path.unlink()
    problems = verify(database, kept).problems

    assert made is not None
    assert [made.code in str(problem) for problem in problems] == [True]
    with pytest.raises(Conflict):
        make_checkpoint(database, kept)


@pytest.mark.parametrize("step", ["read", "valid"])
def test_a_checkpoint_made_meanwhile_is_no_alarm(
    sqlite_database: Database, officer: Actor, kept: CheckpointFile, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Verifying takes seconds; a checkpoint that the server makes during them is not called missing or too long."""
    write(sqlite_database, officer)
    make_checkpoint(sqlite_database, kept)
    write(sqlite_database, officer)
    original = getattr(CheckpointFile, step)

    def interrupted(self: CheckpointFile, *given: Checkpoint) -> object:
        monkeypatch.undo()
        before = original(self, *given)
        make_checkpoint(sqlite_database, kept)
        return before

    monkeypatch.setattr(CheckpointFile, step, interrupted)

    assert verify(sqlite_database, kept).problems == ()
    assert len(kept.read()) == 2


def test_a_forged_checkpoint_is_an_alarm(database: Database, officer: Actor, kept: CheckpointFile) -> None:
    """A line that the key did not sign, or that is no checkpoint at all, is named."""
    write(database, officer)
    make_checkpoint(database, kept)
    line = json.loads(kept.path.read_text())
    kept.path.write_text(json.dumps({**line, "time": "2020-01-01T00:00:00+00:00"}) + "\n")
    forged = " ".join(map(str, verify(database, kept).problems))
    kept.path.write_text('{"size": "three"}\n')

    assert "a signature that is not that of the key" in forged
    assert "line 1: checkpoints.jsonl: found no checkpoint" in str(verify(database, kept).problems[0])
    with pytest.raises(InputRejected):
        make_checkpoint(database, kept)


@pytest.mark.postgres
def test_another_ledgers_checkpoint_is_told(
    sqlite_database: Database, postgres_database: Database, officer: Actor, kept: CheckpointFile
) -> None:
    """A checkpoint file of another installation does not pass for this one's."""
    for database in (sqlite_database, postgres_database):
        write(database, officer)
    make_checkpoint(sqlite_database, kept)

    assert "another ledger" in str(verify(postgres_database, kept).problems[0])


def test_a_lost_key_signs_nothing(database: Database, officer: Actor, kept: CheckpointFile, tmp_path: Path) -> None:
    """Without the private key, or with one that does not fit, nothing is signed and the sentence names the file."""
    write(database, officer)
    make_checkpoint(database, kept)
    other = CheckpointFile(tmp_path / "other", tmp_path / "other.pem")
    other.make_key()
    kept.private_key.unlink()
    write(database, officer)

    with pytest.raises(NotFound, match="no signing key"):
        make_checkpoint(database, kept)
    shutil.copy(other.private_key, kept.private_key)
    with pytest.raises(StoreUnusable, match="does not belong to"):
        make_checkpoint(database, kept)
    assert len(kept.read()) == 1
