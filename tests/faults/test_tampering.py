"""Whoever owns the database can do anything to it; given one checkpoint kept elsewhere, nothing stays unseen.

`make faults` runs 10,000 tamperings instead of a few hundred.
"""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters import ledger as chain
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.services.ledger import make_checkpoint, verify
from tests.databases import disarm

EVENTS = 24
TRIES = int(os.environ.get("DASHBOARD_TAMPERINGS", "300"))
Change = Callable[[sqlite3.Connection, random.Random], str]


def rewrite_from(store: sqlite3.Connection, first: int) -> None:
    """Hash the chain anew from an event on, as somebody would who knows how it is made."""
    before = store.execute("SELECT hash FROM events WHERE seq = ?", (first - 1,)).fetchone()
    prev = before[0] if before else chain.GENESIS
    for seq, body in store.execute("SELECT seq, body FROM events WHERE seq >= ? ORDER BY seq", (first,)).fetchall():
        fresh = chain.link(prev, body)
        store.execute("UPDATE events SET prev = ?, hash = ? WHERE seq = ?", (prev, fresh, seq))
        prev = fresh


def any_seq(chance: random.Random) -> int:
    """An event under the checkpoint."""
    return chance.randint(1, EVENTS)


def column(name: str) -> Change:
    """Another value in one column of one event."""

    def change(store: sqlite3.Connection, chance: random.Random) -> str:
        seq, value = any_seq(chance), str(chance.randint(10_000, 99_999))
        store.execute(f"UPDATE events SET {name} = ? WHERE seq = ?", (value, seq))  # noqa: S608  # named below
        return f"{name} of {seq}"

    return change


def time_moved(store: sqlite3.Connection, chance: random.Random) -> str:
    """Another time of recording."""
    seq = any_seq(chance)
    store.execute("UPDATE events SET recorded_at = '2001-01-01 00:00:00.000000' WHERE seq = ?", (seq,))
    return f"time of {seq}"


def time_unreadable(store: sqlite3.Connection, chance: random.Random) -> str:
    """A time of recording that is none."""
    seq = any_seq(chance)
    store.execute("UPDATE events SET recorded_at = 'yesterday' WHERE seq = ?", (seq,))
    return f"unreadable time of {seq}"


def body_edited(store: sqlite3.Connection, chance: random.Random) -> str:
    """One character of the record."""
    seq = any_seq(chance)
    store.execute("UPDATE events SET body = replace(body, '\"size\":', '\"size\":9') WHERE seq = ?", (seq,))
    return f"body of {seq}"


def rewritten(store: sqlite3.Connection, chance: random.Random) -> str:
    """A record changed and everything after it hashed anew: the chain alone cannot see it."""
    body_edited(store, chance)
    rewrite_from(store, 1)
    return "rewritten and hashed anew"


def removed(store: sqlite3.Connection, chance: random.Random) -> str:
    """One event gone."""
    seq = any_seq(chance)
    store.execute("DELETE FROM events WHERE seq = ?", (seq,))
    return f"removed {seq}"


def removed_and_closed(store: sqlite3.Connection, chance: random.Random) -> str:
    """One event gone, the rest moved up and hashed anew."""
    seq = any_seq(chance)
    store.execute("DELETE FROM events WHERE seq = ?", (seq,))
    store.execute("UPDATE events SET seq = -seq WHERE seq > ?", (seq,))
    store.execute("UPDATE events SET seq = -seq - 1, body = replace(body, '\"seq\":' || -seq, '\"seq\":' || (-seq - 1))"
                  " WHERE seq < 0")  # fmt: skip
    rewrite_from(store, 1)
    return f"removed {seq} and closed the gap"


def tail_cut(store: sqlite3.Connection, chance: random.Random) -> str:
    """The newest events gone: what is left is a whole chain."""
    seq = any_seq(chance)
    store.execute("DELETE FROM events WHERE seq >= ?", (seq,))
    return f"cut from {seq}"


def emptied(store: sqlite3.Connection, _chance: random.Random) -> str:
    """Every event gone."""
    store.execute("DELETE FROM events")
    return "emptied"


def swapped(store: sqlite3.Connection, chance: random.Random) -> str:
    """Two neighbours in each other's place."""
    seq = chance.randint(1, EVENTS - 1)
    for before, after in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
        store.execute("UPDATE events SET seq = ? WHERE seq = ?", (after, before))
    return f"swapped {seq} and {seq + 1}"


def put_in(store: sqlite3.Connection, _chance: random.Random) -> str:
    """An event that nobody wrote, in the middle of the numbers."""
    store.execute(
        "INSERT INTO events SELECT 500, recorded_at, actor, role, authenticated, kind, entity, entity_id, 500, 'k', 0, "
        "body, hash, 'f' || substr(hash, 2) || 'x' FROM events WHERE seq = (SELECT max(seq) FROM events)"
    )
    return "put in"


KINDS: dict[str, Change] = {
    **{name: column(name) for name in ("actor", "role", "kind", "entity", "entity_id", "revision",
                                       "idempotency_key", "part", "prev", "hash", "body")},
    "recorded_at": time_moved, "time unreadable": time_unreadable,
    "body edited": body_edited, "rewritten": rewritten, "removed": removed,
    "removed and closed": removed_and_closed, "tail cut": tail_cut, "emptied": emptied, "swapped": swapped,
    "put in": put_in,
}  # fmt: skip


@pytest.fixture(scope="module")
def written(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of 24 events whose guards its owner took off, and one checkpoint."""
    folder = tmp_path_factory.mktemp("tampering")
    database = Database.open(f"sqlite:///{shutil.copy(empty_sqlite, folder / 'whole.db')}")
    for size in range(EVENTS):
        with database.write(Actor("officer", Role.OFFICER)) as tx:
            tx.append("thing.changed", "thing", "a", {"size": size})
    make_checkpoint(database, CheckpointFile(folder / "kept", folder / "key.pem"))
    disarm(database)
    database.close()
    return folder


@pytest.mark.faults
def test_no_tampering_stays_unseen(written: Path, tmp_path: Path) -> None:
    """Twenty-one kinds of tampering by whoever owns the database, at random places: every one is found."""
    chance = random.Random(20261127)  # noqa: S311  # the same tamperings in every run
    kept, path = CheckpointFile(written / "kept", written / "key.pem"), tmp_path / "s"
    names, unseen = list(KINDS), []
    for number in range(TRIES):
        shutil.copy(written / "whole.db", path)
        with sqlite3.connect(path) as store:
            done = KINDS[names[number % len(names)]](store, chance)
        store.close()
        database = Database.open(f"sqlite:///{path}")
        if not verify(database, kept).problems:
            unseen.append(done)
        database.close()

    assert unseen == []


def test_the_untouched_store_raises_no_alarm(written: Path) -> None:
    """What the campaign starts from is whole, so each alarm is the tampering's."""
    database = Database.open(f"sqlite:///{written / 'whole.db'}")
    found = verify(database, CheckpointFile(written / "kept", written / "key.pem"))
    events = database.frame(text("SELECT count(*) AS n FROM events"))["n"].item()
    database.close()

    assert found.problems == ()
    assert (found.events, found.checkpoints, events) == (EVENTS + 1, 1, EVENTS + 1)
