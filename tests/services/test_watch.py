"""A ledger that is not as it was written turns the dashboard read-only for every process, until somebody says why."""

import json
import logging
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.watch_file import WatchFile
from dashboard.errors import InputRejected, ReadOnly
from dashboard.services.ledger_resume import Resume, resume
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.services.start import run_daily_task
from dashboard.services.watch import look, watch_over
from dashboard.settings import Settings, load_settings
from tests.services.guarded import guarded, settings, tamper, write

__all__ = ["guarded", "settings"]  # fixtures

TAMPERINGS = {
    "a row edited": (
        "UPDATE events SET actor = 'nobody' WHERE seq = 2",
        "event 2: found columns unlike the hashed body",
    ),
    "a row removed": ("DELETE FROM events WHERE seq = 2", "Event 2 is missing."),
    "the tail cut": ("DELETE FROM events WHERE seq >= 3", "Event 3 is missing."),
    "the log emptied": ("DELETE FROM events", "Events 1 to 3 are missing."),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_a_changed_ledger_turns_everything_read_only(settings: Settings, guarded: Database, kind: str) -> None:
    """The alarm names the first bad entry or the missing range; commands are refused, nothing is saved, reads go on."""
    statement, named = TAMPERINGS[kind]
    assert watch_over(settings) is None
    tamper(guarded, statement)
    before = guarded.data_version()
    alarm = watch_over(settings, full=True)

    assert alarm is not None
    assert named in " ".join(alarm.problems)
    with pytest.raises(ReadOnly, match=r"read-only because the ledger is not as it was written.*Nothing was saved"):
        write(guarded, 1, "b")
    assert guarded.data_version() == before
    assert not guarded.frame(text("SELECT * FROM users")).empty


@pytest.mark.parametrize("harm", ["gone", "emptied", "forged", "garbage", "key"])
def test_a_harmed_checkpoint_file_is_an_alarm(settings: Settings, guarded: Database, harm: str) -> None:
    """A checkpoint file that is missing, or a signature that is not the key's, is an alarm and not silence."""
    kept = checkpoints_of(settings)
    line = json.loads(kept.path.read_text())
    forged = json.dumps({**line, "time": "2020-01-01T00:00:00+00:00"}) + "\n"
    if harm in {"gone", "key"}:
        (kept.path if harm == "gone" else kept.public_key).unlink()
    else:
        kept.path.write_text({"emptied": "", "forged": forged, "garbage": "x\n"}[harm])

    assert watch_over(settings) is not None
    with pytest.raises(ReadOnly):
        write(guarded, 1, "b")


def test_an_older_store_in_its_place_is_an_alarm(settings: Settings, guarded: Database, tmp_path: Path) -> None:
    """Even events after the newest checkpoint are missed, because they were here when the ledger was last verified."""
    write(guarded, 3, "b")
    assert watch_over(settings) is None
    tamper(guarded, "DELETE FROM events WHERE seq > 5", "DELETE FROM users WHERE id LIKE 'b-%' AND id <> 'b-0'")
    alarm = watch_over(settings)

    assert alarm is not None
    assert "Events 6 to 7 are missing." in " ".join(alarm.problems)


def test_the_alarm_stays_on_until_somebody_says_why(settings: Settings, guarded: Database) -> None:
    """What looks whole again by itself is still refused; the reason ends up in the ledger, under a checkpoint."""
    kept, watch, away = checkpoints_of(settings), watch_of(settings), settings.checkpoints / "away"
    kept.path.rename(away)
    assert watch_over(settings) is not None
    away.rename(kept.path)
    assert watch_over(settings) is not None
    free = Database.open(settings.database_url)
    with pytest.raises(InputRejected, match="reason"):
        resume(free, kept, watch, Resume("  "))
    made = resume(free, kept, watch, Resume("The folder was not mounted after the update."))
    write(guarded, 1, "b")
    bodies = guarded.frame(text("SELECT body FROM events WHERE kind = 'ledger.resumed'"))["body"]
    free.close()

    assert watch_over(settings) is None
    assert made.size == 5
    assert "not mounted after the update" in bodies.item()
    assert "nothing in the checkpoint file" in bodies.item()


def test_only_what_is_new_is_walked_between_full_walks(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An old event is read again at each start and once a day; what was added since is read each time."""
    settings = replace(load_settings(), live=tmp_path, checkpoints=tmp_path / "k", signing_key=tmp_path / "key.pem")
    kept, watch = checkpoints_of(settings), WatchFile(tmp_path)
    write(sqlite_database, 3)
    assert look(sqlite_database, kept, watch).head.seq == 3
    tamper(sqlite_database, "UPDATE events SET role = 'reader' WHERE seq = 1")
    write(sqlite_database, 1, "b")
    assert look(sqlite_database, kept, watch).problems == ()
    known = watch.verified()
    assert known is not None
    assert known.seq == 4

    watch.remember(replace(known, full_at=(datetime.now(UTC) - timedelta(days=1)).isoformat()))
    with caplog.at_level(logging.CRITICAL, "dashboard"):
        assert "event 1" in str(look(sqlite_database, kept, watch).problems[0])
    assert "read-only" in caplog.text


def test_the_daily_task_rests_while_the_alarm_is_on(settings: Settings, guarded: Database) -> None:
    """Nothing is assessed and nothing is signed over a ledger that is not as it was written."""
    tamper(guarded, "UPDATE events SET actor = 'nobody' WHERE seq = 2")
    run_daily_task(settings)

    assert guarded.data_version() == 4
    assert watch_of(settings).alarm() is not None
    assert len(checkpoints_of(settings).read()) == 1


def test_an_alarm_file_that_cannot_be_read_is_an_alarm(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever garbles the alarm does not turn it off."""
    watch = WatchFile(tmp_path)
    watch.alarm_path.write_text("{")
    database = Database.open(sqlite_url, watch)
    with pytest.raises(ReadOnly):
        write(database, 1)
    database.close()


def test_commands_open_the_store_with_its_alarm(root: Path) -> None:
    """Nothing that writes goes past the alarm: one place opens stores, but those only read, resumed or passing."""
    past = {
        "sources.py",
        "watch.py",
        "check.py",
        "file_practice.py",
        "real_registers.py",
        "db.py",
        "ledger.py",
        "backup.py",
        "restore.py",
        "restore_checks.py",
        "erased_since.py",
    }
    opening = re.compile(r"\bDatabase\.open\(")
    files = [path for path in (root / "dashboard").rglob("*.py") if opening.search(path.read_text())]

    assert {path.name for path in files} <= past


def test_commands_of_the_terminal_are_refused_alike(tmp_path: Path, sqlite_url: str, root: Path) -> None:
    """Exit code 2 and the same sentence, from another process than the one that found it."""
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "ledger-alarm.json").write_text(
        '{"found_at": "2026-11-28T04:00:00", "problems": ["event 5: x."], "count": 1}'
    )
    environment = {"PATH": "/usr/bin:/bin", "DASHBOARD_LIVE": str(tmp_path / "live"), "DATABASE_URL": sqlite_url}
    for command in (["assess"], ["ledger", "checkpoint"]):
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", *command], cwd=root, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 2, done
        assert (
            "read-only because the ledger is not as it was written: Event 5: x. Found 28 Nov 2026, 04:00 UTC"
            in done.stderr
        )
