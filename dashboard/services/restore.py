"""Restores a backup: held against everything that is known from elsewhere before anything is replaced."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.adapters import schema
from dashboard.adapters.backup_folder import CHECKPOINTS, DECISIONS, EVIDENCE, BackupFolder, copy_durably, digest_of
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.database import Database, parse_url
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.sqlite_engine import database_path
from dashboard.adapters.store_copy import check_integrity, pour_into, set_aside
from dashboard.domain.alarms import Alarm
from dashboard.domain.backups import Manifest
from dashboard.errors import InputRejected, Problem, StoreUnusable
from dashboard.services.backup import Progress
from dashboard.services.erased_since import erase_again, known_here
from dashboard.services.ledger_resume import Resume, resume
from dashboard.services.restore_checks import Restore, check, events_here, judge
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import Settings

__all__ = ["Restore", "Restored", "restore"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now.

    Attributes:
        aside: where the old store went.
        signed: whether a checkpoint covers the restore.
        erased: rows whose features were erased after the backup was made, and now again; None where features came back
            and no newer store was here that knows.
    """

    manifest: Manifest
    events: int
    aside: str | None
    signed: bool
    erased: int | None


def restore(settings: Settings, command: Restore, progress: Progress) -> Restored:
    """Check everything, move the old store aside, put the backup in its place, record it, sign it.

    Raises:
        InputRejected: Damaged, or not a backup. StoreUnusable: Newer than this program.
        AlreadyExists: There is a store, and no `replace`.
        Conflict: Not the ledger that the checkpoints know, or older than they are. Nothing was changed.
    """
    if command.accept_loss and not command.reason.strip():
        raise InputRejected("Nothing was changed.", [Problem("--reason", "nothing", "why a loss is accepted")])
    folder = BackupFolder(command.folder.resolve())
    manifest = folder.manifest()
    progress(0.0, "reading every file")
    check(settings, folder, manifest, command)
    known = events_here(settings, command)
    told = {"made_at": manifest.made_at, "manifest_sha256": digest_of(manifest.as_bytes())}
    why = Resume(command.reason or f"The backup of {manifest.made_at[:16]} UTC.", command.accept_loss, known)
    with _copied(folder, settings) as copy:
        progress(0.3, "verifying the ledger of the backup")
        judge(copy, settings, folder, why)
        progress(0.5, "putting it in place")
        erased = known_here(settings)
        aside = _put_in_place(settings, folder, manifest, copy)
    progress(0.8, "verifying what is in place")
    why = Resume(why.reason, why.accept_loss, known, {**told, "aside": aside})
    database = Database.open(settings.migration_url)
    try:
        made = resume(database, checkpoints_of(settings), watch_of(settings), why)
        again = erase_again(database, DecisionStore(settings.decision_store), erased)
        return Restored(manifest, database.data_version(), aside, made is not None, again)
    finally:
        database.close()


@contextmanager
def _copied(folder: BackupFolder, settings: Settings) -> Iterator[Database]:
    """A copy of the backup's store on the disk where it is to lie, brought to this program's schema."""
    try:
        settings.live.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusable(f"The folder {settings.live} cannot be used ({error.strerror}).") from None
    with TemporaryDirectory(dir=settings.live, prefix=".restore-") as work:
        path = Path(work) / "store.db"
        copy_durably(folder.store, path)
        check_integrity(path)
        schema.upgrade(f"sqlite:///{path}")
        database = Database.open(f"sqlite:///{path}")
        try:
            yield database
        finally:
            database.close()


def _put_in_place(settings: Settings, folder: BackupFolder, manifest: Manifest, copy: Database) -> str | None:
    """Where the store that was there is now."""
    _begin(settings)
    _place_files(settings, folder, manifest)
    aside = set_aside(settings.migration_url)
    _place_store(settings, copy)
    return aside


def _begin(settings: Settings) -> None:
    """From here on nobody else writes; a restore that is interrupted leaves the alarm on."""
    words = "a restore was begun and has not come to its end; run it again with --replace."
    watch_of(settings).raise_alarm(Alarm(datetime.now(UTC).isoformat(), (words,), 1))


def _place_files(settings: Settings, folder: BackupFolder, manifest: Manifest) -> None:
    for part, root in ((DECISIONS, settings.decision_store), (EVIDENCE, settings.evidence)):
        for name, file in folder.named(manifest, part):
            _place_file(file, root / name, manifest.files[f"{part}/{name}"].sha256)
    outside = checkpoints_of(settings)
    if not outside.path.is_file() and not outside.public_key.is_file():
        for name, file in folder.named(manifest, CHECKPOINTS):
            copy_durably(file, outside.folder / name)


def _place_file(file: Path, target: Path, digest: str) -> None:
    """Files have names of their own for ever: one of another content is damaged, and is kept beside."""
    if target.is_file():
        if file_sha256(target) == digest:
            return
        target.rename(target.with_name(f"{target.name}.before-restore"))
    copy_durably(file, target)


def _place_store(settings: Settings, copy: Database) -> None:
    parsed = parse_url(settings.migration_url)
    if parsed.get_backend_name() == "sqlite":
        copy_durably(database_path(copy.url), database_path(parsed))
        return
    schema.upgrade(settings.migration_url)
    pour_into(settings.migration_url, copy)
