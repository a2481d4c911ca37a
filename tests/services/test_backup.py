"""A backup is made while others write, proves itself, and comes back only where nothing is lost unseen."""

import json
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.adapters.backup_folder import BackupFolder
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.tables import Row
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.errors import NotFound, StoreBusy
from dashboard.services.backup import make_backup
from dashboard.services.ledger import make_checkpoint, verify
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.seed import SMALL, seed_demonstration
from dashboard.services.sources import checkpoints_of, open_database
from dashboard.services.watch import watch_over
from dashboard.settings import Settings
from tests.services.backed_up import backed_up, here, put_back, quiet, rows, settings, settings_for, sign, write

__all__ = ["here", "settings"]  # fixtures


def test_a_backup_is_recorded_and_names_its_content(settings: Settings, tmp_path: Path) -> None:
    """One event says that it was made; the manifest has the head and the checkpoint, is signed, and holds no key."""
    folder = BackupFolder(backed_up(settings, tmp_path))
    manifest, kept = folder.manifest(), checkpoints_of(settings)
    database = open_database(settings)
    made = database.frame(select(Row.metadata.tables["events"].c.body).where(Row.metadata.tables["events"].c.seq == 5))
    database.close()

    assert (manifest.events, manifest.checkpoint, manifest.missing) == (4, kept.read()[0].code, ())
    assert sorted(manifest.files) == ["checkpoints/checkpoints.jsonl", "checkpoints/public-key.pem", "store.db"]
    assert kept.valid_bytes(manifest.as_bytes(), folder.signature() or "")
    assert json.loads(made["body"].item())["record"]["head"] == manifest.head
    assert b"PRIVATE" not in b"".join(file.read_bytes() for file in folder.path.rglob("*") if file.is_file())
    assert [path.name for path in folder.path.parent.iterdir()] == [folder.path.name]


def test_it_comes_back_on_another_machine(settings: Settings, tmp_path: Path) -> None:
    """Restored where nothing is, with the key brought along: the same rows, and a ledger that goes on, signed."""
    folder = backed_up(settings, tmp_path)
    before = rows(f"sqlite:///{folder / 'store.db'}")
    target = f"sqlite:///{tmp_path / 'there' / 'dashboard.db'}"
    there = settings_for(target, tmp_path / "there", tmp_path / "there-kept")
    there.checkpoints.mkdir()
    shutil.copy(settings.signing_key, there.signing_key)
    done = put_back(there, folder)
    found = verify(Database.open(target), checkpoints_of(there))

    assert {**rows(target), "events": 4} == before
    assert (done.events, done.aside, done.signed) == (6, None, True)
    assert (found.problems, found.newest.size if found.newest else 0) == ((), 5)
    assert watch_over(there) is None


def test_without_the_key_it_comes_back_unsigned(here: Settings, tmp_path: Path) -> None:
    """The key is in no backup: the restore is whole and says that nothing was signed over it."""
    folder = backed_up(here, tmp_path)
    there = settings_for(f"sqlite:///{tmp_path / 'x' / 'dashboard.db'}", tmp_path / "x", tmp_path / "x-kept")

    assert put_back(there, folder).signed is False
    assert watch_over(there) is None


@pytest.mark.postgres
@pytest.mark.slow
def test_a_whole_portfolio_moves_from_sqlite_to_postgres_and_back(
    here: Settings, new_postgres: Callable[[str], str], tmp_path: Path
) -> None:
    """Every table, file and figure of a seeded store is the same on the other engine, and again after the way back."""
    database = open_database(here)
    seed_demonstration(database, here.decision_store, scale=SMALL)
    make_checkpoint(database, checkpoints_of(here))
    counts = DecisionStore(here.decision_store).single_counts(database)
    database.close()
    before = {**rows(here.database_url), "events": 0}
    first = make_backup(here, tmp_path / "backups", quiet).folder
    there = settings_for(new_postgres("template0"), tmp_path / "there", here.checkpoints)
    assert put_back(there, first).signed
    second = make_backup(there, tmp_path / "backups", quiet).folder
    back = settings_for(f"sqlite:///{tmp_path / 'back' / 'x.db'}", tmp_path / "back", here.checkpoints)
    put_back(back, second)
    moved, returned = Database.open(there.database_url), Database.open(back.database_url)
    again = [
        DecisionStore(one.decision_store).single_counts(store) for one, store in ((there, moved), (back, returned))
    ]
    register_use_case(moved, RegisterUseCase(UseCase(id="new", title="New")), SYSTEM)
    moved.close()
    returned.close()

    assert {**rows(back.database_url), "events": 0} == before
    assert all(counts.equals(one) for one in again)


def wait_for_another(written: threading.Semaphore) -> None:
    """Until somebody has written who began after now: of three, the fourth to say so did."""
    while written.acquire(blocking=False):
        continue
    for _ in range(4):
        assert written.acquire(timeout=600), "nobody writes any more"


def test_others_write_on_while_a_backup_is_made(settings: Settings, tmp_path: Path) -> None:
    """Nobody waits for long and nobody's event is half in: the backup ends with a whole ledger of some moment."""
    write(settings, 50)
    sign(settings)
    stop, written = threading.Event(), threading.Semaphore(0)

    def busy() -> None:
        for number in count():
            if stop.is_set():
                return
            with suppress(StoreBusy):  # on a slow disk one may be told to come again
                write(settings, 1, f"w{number}")
                written.release()

    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    made = []
    try:
        for _ in range(3):
            made.append(make_backup(settings, tmp_path / "backups", quiet).manifest)
            wait_for_another(written)
    finally:
        stop.set()
        for thread in threads:
            thread.join()

    assert made[0].events < made[1].events < made[2].events
    assert len(list((tmp_path / "backups").iterdir())) == 3


def test_an_empty_store_has_no_backup(here: Settings, tmp_path: Path) -> None:
    """There is nothing to keep, and no empty folder is left that looks like a backup."""
    with pytest.raises(NotFound, match="empty"):
        make_backup(here, tmp_path / "backups", quiet)

    assert not (tmp_path / "backups").exists()
