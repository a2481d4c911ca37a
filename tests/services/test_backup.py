"""A backup is made while others write, proves itself, and comes back only where nothing is lost unseen."""

import json
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard.adapters import schema
from dashboard.adapters.backup_folder import BackupFolder
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.tables import Row
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.backups import Manifest
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import AlreadyExists, Conflict, InputRejected, NotFound, ReadOnly, StoreBusy, StoreUnusable
from dashboard.services.backup import make_backup
from dashboard.services.ledger import make_checkpoint, verify
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.restore import Restore, Restored, restore
from dashboard.services.seed import SMALL, seed_demonstration
from dashboard.services.sources import checkpoints_of, open_database, watch_of
from dashboard.services.watch import watch_over
from dashboard.settings import Settings, load_settings
from tests.databases import disarm


def quiet(_fraction: float, _what: str) -> None:
    """No progress bar."""


def settings_for(url: str, live: Path, kept: Path) -> Settings:
    """A live folder, and checkpoints outside it."""
    return replace(
        load_settings(), live=live, checkpoints=kept, signing_key=kept / "key.pem", database_url=url, migration_url=url
    )


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A store on each engine."""
    return settings_for(database_url, tmp_path / "live", tmp_path / "kept")


@pytest.fixture
def here(sqlite_url: str, tmp_path: Path) -> Settings:
    """A store on SQLite."""
    return settings_for(sqlite_url, tmp_path / "live", tmp_path / "kept")


def write(settings: Settings, count: int, name: str = "a") -> None:
    """Some people, one event each."""
    database = open_database(settings)
    for number in range(count):
        person = User(f"{name}-{number}", f"Lead {number}", Role.TEAM_LEAD)
        add_users(database, AddUsers((person,)), Actor("officer", Role.OFFICER))
    database.close()


def sign(settings: Settings) -> None:
    """A checkpoint now."""
    database = open_database(settings)
    make_checkpoint(database, checkpoints_of(settings))
    database.close()


def backed_up(settings: Settings, tmp_path: Path) -> Path:
    """Three events, a checkpoint, and a backup of the four: the fifth records it."""
    write(settings, 3)
    sign(settings)
    return make_backup(settings, tmp_path / "backups", quiet).folder


def put_back(settings: Settings, folder: Path, **options: object) -> Restored:
    """Restore."""
    return restore(settings, Restore(folder, **options), quiet)  # type: ignore[arg-type]  # options by name


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    database = Database.open(url)
    with database.read() as connection:
        found = {
            table.name: int(connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in Row.metadata.sorted_tables
        }
    database.close()
    return found


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


def test_an_older_backup_is_refused_with_the_missing_range(settings: Settings, tmp_path: Path) -> None:
    """A checkpoint outside that is ahead of the backup names what would be lost; nothing is changed."""
    folder = backed_up(settings, tmp_path)
    write(settings, 3, "b")
    sign(settings)
    before = rows(settings.database_url)
    with pytest.raises(AlreadyExists, match="It holds 9 events"):
        put_back(settings, folder)
    with pytest.raises(Conflict, match=r"Events 5 to 8 are missing.*--accept-loss"):
        put_back(settings, folder, replace=True)

    assert rows(settings.database_url) == before
    assert watch_of(settings).alarm() is None


def test_a_loss_that_is_accepted_stays_in_the_ledger(settings: Settings, tmp_path: Path) -> None:
    """The lost range, the reason and where the old store lies are one event each; the old store is kept aside."""
    folder = backed_up(settings, tmp_path)
    write(settings, 3, "b")
    sign(settings)
    watch_over(settings)
    with pytest.raises(InputRejected, match="why a loss is accepted"):
        put_back(settings, folder, replace=True, accept_loss=True)
    done = put_back(settings, folder, replace=True, accept_loss=True, reason="The disk died.")
    database = open_database(settings)
    found = verify(database, checkpoints_of(settings))
    told = database.frame(select(Row.metadata.tables["events"].c.body).order_by(Row.metadata.tables["events"].c.seq))
    write(settings, 1, "c")
    database.close()

    assert [(loss.missing_from, loss.missing_to, loss.reason) for loss in found.losses] == [(5, 9, "The disk died.")]
    assert found.problems == ()
    assert done.aside is not None
    assert done.aside in told["body"].iloc[5]
    assert watch_over(settings, full=True) is None


def test_a_broken_store_is_put_right(settings: Settings, tmp_path: Path) -> None:
    """Alarm, restore, and the dashboard takes changes again; the event that records the restore holds the alarm."""
    folder = backed_up(settings, tmp_path)
    database = open_database(settings)
    disarm(database)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'nobody' WHERE seq = 2")
    assert watch_over(settings, full=True) is not None
    database.close()
    with pytest.raises(ReadOnly):
        make_backup(settings, tmp_path / "backups", quiet)
    put_back(settings, folder, replace=True, accept_loss=True, reason="Event 2 was edited.")
    write(settings, 1, "c")
    database = open_database(settings)
    body = database.frame(select(Row.metadata.tables["events"].c.body).where(Row.metadata.tables["events"].c.seq == 6))
    database.close()

    assert "columns unlike the hashed body" in body["body"].item()
    assert watch_over(settings, full=True) is None


def harm(folder: Path, kind: str) -> None:
    """One way in which a backup is no longer what was written."""
    store, manifest, signature = folder / "store.db", folder / "manifest.json", folder / "manifest.sig"
    if kind == "flipped bit":
        content = bytearray(store.read_bytes())
        content[len(content) // 2] ^= 1
        store.write_bytes(bytes(content))
    elif kind == "file gone":
        store.unlink()
    elif kind == "manifest edited":
        manifest.write_text(manifest.read_text().replace('"events": 4', '"events": 3'))
    elif kind == "path outside":
        manifest.write_text(manifest.read_text().replace('"store.db"', '"../store.db"'))
    elif kind == "signature gone":
        signature.unlink()
    else:
        manifest.write_text("{}")


@pytest.mark.parametrize(
    "kind", ["flipped bit", "file gone", "manifest edited", "path outside", "signature gone", "no manifest"]
)
def test_a_damaged_backup_is_refused(here: Settings, tmp_path: Path, kind: str) -> None:
    """Changed, cut, incomplete or unsigned: named, and nothing is changed."""
    folder = backed_up(here, tmp_path)
    before = rows(here.database_url)
    harm(folder, kind)
    with pytest.raises(InputRejected, match="not a backup that can be restored"):
        put_back(here, folder, replace=True)

    assert rows(here.database_url) == before
    assert watch_of(here).alarm() is None


def resigned(folder: Path, settings: Settings, **changes: object) -> None:
    """The manifest of somebody who has the key: digests as the files are now."""
    opened = BackupFolder(folder)
    content = json.loads(opened.manifest().as_bytes())
    marks = {name: {"sha256": mark.sha256, "size": mark.size} for name, mark in opened.marks().items()}
    manifest = Manifest.from_bytes(json.dumps({**content, **changes, "files": marks}).encode())
    opened.seal(manifest, checkpoints_of(settings).sign_bytes(manifest.as_bytes()))


def test_a_newer_schema_is_refused(here: Settings, tmp_path: Path) -> None:
    """A backup of a later version is left alone by this one."""
    folder = backed_up(here, tmp_path)
    resigned(folder, here, revision="9999")
    with pytest.raises(StoreUnusable, match="schema 9999, newer than this program knows"):
        put_back(here, folder, replace=True)


def test_an_older_schema_is_brought_up_to_date(here: Settings, tmp_path: Path) -> None:
    """A backup of an earlier version is migrated on the way in; its ledger stays as it was."""
    folder = backed_up(here, tmp_path)
    schema.downgrade(f"sqlite:///{folder / 'store.db'}", "0003")
    resigned(folder, here, revision="0003")
    done = put_back(here, folder, replace=True, accept_loss=True, reason="Went back.")

    assert schema.current(here.database_url) == schema.head()
    assert done.events == 7


def test_a_history_that_was_rewritten_in_the_backup_is_refused(here: Settings, tmp_path: Path) -> None:
    """Even with a fresh manifest and the key to sign it, the checkpoints outside know better."""
    folder = backed_up(here, tmp_path)
    database = Database.open(f"sqlite:///{folder / 'store.db'}")
    disarm(database)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET body = replace(body, 'Lead 1', 'Lead 9') WHERE seq = 2")
    database.close()
    resigned(folder, here)
    with pytest.raises(Conflict, match="event 2"):
        put_back(here, folder, replace=True, accept_loss=True, reason="x")


def test_an_interrupted_restore_leaves_the_alarm_on(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut in the middle is no silent half: nothing is written until the restore has come to its end."""
    folder = backed_up(here, tmp_path)

    def cut(*_given: object) -> None:
        raise OSError("power")

    monkeypatch.setattr("dashboard.services.restore._place_store", cut)
    with pytest.raises(OSError, match="power"):
        put_back(here, folder, replace=True, accept_loss=True, reason="x")
    monkeypatch.undo()
    alarm = watch_of(here).alarm()
    assert alarm is not None
    assert "has not come to its end" in alarm.why
    put_back(here, folder, replace=True, accept_loss=True, reason="x")

    assert watch_of(here).alarm() is None
    assert len(list(tmp_path.glob("dashboard.db.before-restore-*"))) == 1


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
