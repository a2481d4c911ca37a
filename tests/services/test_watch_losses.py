"""A lost end of the ledger is accepted by somebody with the key, and never waved through."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.errors import Conflict
from dashboard.services.ledger import make_checkpoint, verify
from dashboard.services.ledger_export import export
from dashboard.services.ledger_resume import Resume, resume
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.services.watch import watch_over
from dashboard.settings import Settings, load_settings
from tests.services.guarded import guarded, settings, tamper, write

__all__ = ["guarded", "settings"]  # fixtures


def test_a_broken_ledger_cannot_be_waved_through(settings: Settings, guarded: Database) -> None:
    """No reason makes a changed event acceptable, and the alarm stays on."""
    tamper(guarded, "UPDATE events SET actor = 'nobody' WHERE seq = 2")
    watch_over(settings)
    free = Database.open(settings.database_url)
    for accept in (False, True):
        with pytest.raises(Conflict, match=r"nothing goes on from it.*event 2"):
            resume(free, checkpoints_of(settings), watch_of(settings), Resume("It is fine.", accept_loss=accept))
    free.close()

    assert watch_over(settings) is not None


def test_a_lost_end_is_accepted_for_every_later_reader(settings: Settings, guarded: Database, tmp_path: Path) -> None:
    """After an older backup the lost range, the reason and who said so are told by each verification, offline too."""
    kept = checkpoints_of(settings)
    write(guarded, 4, "b")
    make_checkpoint(guarded, kept)
    watch_over(settings)
    tamper(guarded, "DELETE FROM events WHERE seq > 5", "DELETE FROM users WHERE id LIKE 'b-%' AND id <> 'b-0'")
    watch_over(settings)
    free = Database.open(settings.database_url)
    with pytest.raises(Conflict, match="--accept-loss"):
        resume(free, kept, watch_of(settings), Resume("The disk died."))
    resume(free, kept, watch_of(settings), Resume("The disk died.", accept_loss=True))
    write(guarded, 6, "c")
    make_checkpoint(guarded, kept)
    found = verify(guarded, kept)
    export(guarded, kept, tmp_path / "out")
    command = [sys.executable, "-I", str(tmp_path / "out" / "verify_ledger.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    free.close()

    assert found.problems == ()
    assert [loss.words[:60] for loss in found.losses] == [
        "Events 6 to 9 of an earlier ledger are lost for good, accept"
    ]
    assert watch_over(settings) is None
    assert done.returncode == 0, done.stdout
    assert "LOSS ACCEPTED at event 6: events 6 to 9 are gone, because The disk died." in done.stdout
    assert done.stdout.endswith("whole, but for accepted losses\n")


def test_an_end_that_no_checkpoint_covers_is_not_waved_through(settings: Settings, guarded: Database) -> None:
    """Events that were here when the ledger was last verified are a loss too, to be accepted in words."""
    write(guarded, 3, "b")
    watch_over(settings)
    tamper(guarded, "DELETE FROM events WHERE seq > 5", "DELETE FROM users WHERE id LIKE 'b-%' AND id <> 'b-0'")
    watch_over(settings)
    free = Database.open(settings.database_url)
    with pytest.raises(Conflict, match=r"Events 6 to 7 are missing.*--accept-loss"):
        resume(free, checkpoints_of(settings), watch_of(settings), Resume("All is fine."))
    assert watch_of(settings).alarm() is not None
    resume(free, checkpoints_of(settings), watch_of(settings), Resume("The disk died.", accept_loss=True))
    losses = verify(free, checkpoints_of(settings)).losses
    free.close()

    assert [(loss.missing_from, loss.missing_to) for loss in losses] == [(6, 7)]


def test_nobody_without_the_key_accepts_a_loss(sqlite_database: Database, officer: Actor, tmp_path: Path) -> None:
    """An event that forgives a cut end is worth nothing until a checkpoint that fits is signed over it."""
    settings = replace(load_settings(), live=tmp_path, checkpoints=tmp_path / "k", signing_key=tmp_path / "key.pem")
    kept = checkpoints_of(settings)
    write(sqlite_database, 6)
    made = make_checkpoint(sqlite_database, kept)
    assert made is not None
    tamper(sqlite_database, "DELETE FROM events WHERE seq > 3", "DELETE FROM users WHERE id > 'a-2'")
    record = {"missing_from": 4, "missing_to": 6, "checkpoints": [made.code], "reason": "x", "account": "y"}
    with sqlite_database.write(officer) as tx:
        tx.append("ledger.loss_accepted", "ledger", "ledger", record)

    assert [problem.where[:18] for problem in verify(sqlite_database, kept).problems] == [
        f"checkpoint {made.code}"[:18]
    ]
    with pytest.raises(Conflict):
        make_checkpoint(sqlite_database, kept)
