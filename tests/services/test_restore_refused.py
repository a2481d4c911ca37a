"""A backup that was harmed, cut, rewritten or made by a newer program is refused in words."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.adapters import schema
from dashboard.adapters.backup_folder import BackupFolder
from dashboard.adapters.database import Database
from dashboard.adapters.tables import Row
from dashboard.domain.backups import Manifest
from dashboard.errors import AlreadyExists, Conflict, InputRejected, ReadOnly, StoreUnusable
from dashboard.services.backup import make_backup
from dashboard.services.ledger import verify
from dashboard.services.sources import checkpoints_of, open_database, watch_of
from dashboard.services.watch import watch_over
from dashboard.settings import Settings
from tests.databases import disarm
from tests.services.backed_up import backed_up, here, put_back, quiet, rows, settings, sign, write

__all__ = ["here", "settings"]  # fixtures


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
