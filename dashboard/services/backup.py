"""Backs up a running store: written at one moment, verified after writing, recorded in the ledger."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboard.adapters.backup_folder import CHECKPOINTS, DECISIONS, EVIDENCE, STORE, BackupFolder, digest_of
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.ledger_export import hashes_at, recorded_losses
from dashboard.adapters.schema_version import HEAD
from dashboard.adapters.store_copy import copy_store, named_documents, named_files
from dashboard.domain.actors import SYSTEM
from dashboard.domain.backups import Manifest
from dashboard.domain.checkpoints import newest
from dashboard.errors import Conflict, NotFound, StoreUnusable
from dashboard.services.ledger import verify
from dashboard.services.sources import checkpoints_of, open_database
from dashboard.settings import Settings

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and verified; `signed` tells whether its manifest is."""

    folder: Path
    manifest: Manifest
    signed: bool


def make_backup(settings: Settings, place: Path, progress: Progress) -> Backup:
    """Write a new folder into `place`, verify it, and record it in the ledger.

    Raises:
        ReadOnly: The alarm is on. Conflict: The ledger is not as it was written; no backup was kept.
        NotFound: Nothing was ever written. StoreUnusable: The folder cannot be written.
    """
    database = open_database(settings)
    now = datetime.now(UTC)
    part = BackupFolder(place.resolve() / f".dashboard-{now:%Y%m%dT%H%M%S%f}.part")
    try:
        if database.watch is not None:
            database.watch.refuse()
        if database.data_version() == 0:
            raise NotFound("The store is empty; there is nothing to back up.")
        made = _written(database, settings, part, now, progress)
        progress(0.9, "verifying what was written")
        _verify(made.folder, made.manifest, checkpoints_of(settings))
        final = part.path.rename(place.resolve() / f"dashboard-{now:%Y%m%dT%H%M%S%f}"[:-3])
        _record(database, made.manifest)
        return Backup(final, made.manifest, made.signed)
    except OSError as error:
        raise StoreUnusable(f"{place} cannot be written ({error.strerror}). No backup was kept.") from None
    finally:
        shutil.rmtree(part.path, ignore_errors=True)
        database.close()


def _written(database: Database, settings: Settings, folder: BackupFolder, now: datetime, progress: Progress) -> Backup:
    folder.path.mkdir(parents=True)
    kept = checkpoints_of(settings)
    progress(0.0, "the store")
    copy_store(database, folder.store)
    for file in (kept.path, kept.public_key):  # after the store: a checkpoint of later events does no harm
        if file.is_file():
            folder.add(file, f"{CHECKPOINTS}/{file.name}")
    copy = Database.open(f"sqlite:///{folder.store}")
    try:
        missing = _add_files(copy, settings, folder, progress)
        hashes, losses = hashes_at(copy, []), recorded_losses(copy)
    finally:
        copy.close()
    events = max(hashes)
    last = newest([one for one in kept.read() if one.size <= events], losses)
    manifest = Manifest(
        made_at=now.isoformat(), engine=database.url.get_backend_name(), revision=HEAD, events=events,
        head=hashes[events], checkpoint=last.code if last else None, files=folder.marks(), missing=tuple(missing),
    )  # fmt: skip
    signature = kept.sign_bytes(manifest.as_bytes()) if kept.private_key.exists() else None
    folder.seal(manifest, signature)
    return Backup(folder.path, manifest, signature is not None)


def _add_files(copy: Database, settings: Settings, folder: BackupFolder, progress: Progress) -> list[str]:
    """Copy every file that a row names; files never change once they have a name, so they need no moment."""
    wanted = [(settings.decision_store / name, f"{DECISIONS}/{name}") for name in named_files(copy)]
    wanted += [(settings.evidence / name[:2] / name, f"{EVIDENCE}/{name[:2]}/{name}") for name in named_documents(copy)]
    missing: list[str] = []
    for done, (file, name) in enumerate(wanted):
        progress(0.1 + 0.8 * done / len(wanted), name)
        if file.is_file():
            folder.add(file, name)
        elif name.startswith(DECISIONS):  # a record may name a document that is kept elsewhere
            missing.append(name)
    return missing


def _verify(path: Path, manifest: Manifest, kept: CheckpointFile) -> None:
    """Read every byte again, and hold the copy of the ledger against the checkpoints."""
    folder = BackupFolder(path)
    folder.check(folder.manifest())
    copy = Database.open(f"sqlite:///{folder.path / STORE}")
    try:
        own = CheckpointFile(path / CHECKPOINTS, kept.private_key)
        problems, head = verify(copy, own).problems, hashes_at(copy, []).get(manifest.events)
    finally:
        copy.close()
    ahead = {one.words for one in own.read() if one.size > manifest.events}
    problems = tuple(problem for problem in problems if problem.where not in ahead)
    if problems or head != manifest.head:
        listed = "; ".join(map(str, problems[:3]))
        raise Conflict(f"No backup was kept, because the ledger is not as it was written: {listed}")


def _record(database: Database, manifest: Manifest) -> None:
    record = {
        "made_at": manifest.made_at, "events": manifest.events, "head": manifest.head, "files": len(manifest.files),
        "bytes": manifest.size, "manifest_sha256": digest_of(manifest.as_bytes()),
    }  # fmt: skip
    with database.write(SYSTEM) as tx:
        tx.append("backup.made", "backup", manifest.made_at, record)
