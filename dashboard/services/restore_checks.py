"""What a backup must prove before anything is replaced by it."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.adapters.backup_folder import CHECKPOINTS, BackupFolder
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, parse_url
from dashboard.adapters.ledger_export import hashes_at
from dashboard.adapters.schema_version import HEAD, KNOWN
from dashboard.adapters.sqlite_engine import database_path
from dashboard.domain.backups import REFUSED, Manifest
from dashboard.errors import AlreadyExists, GovernanceError, InputRejected, Problem, StoreUnusable
from dashboard.services.ledger_resume import Resume, refuse, standing
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class Restore:
    """What to restore, and what may be given up for it.

    Attributes:
        folder: a folder that `backup` wrote.
        replace: a store that is there is moved aside.
        accept_loss: events after the backup are gone for good; needs a reason.
        unsigned: take a backup whose manifest nobody signed.
        reason: why; it stays in the ledger.
    """

    folder: Path
    replace: bool = False
    accept_loss: bool = False
    unsigned: bool = False
    reason: str = ""


def check(settings: Settings, folder: BackupFolder, manifest: Manifest, command: Restore) -> None:
    """Hold the folder against its manifest and the manifest against the key; raises InputRejected or StoreUnusable."""
    if manifest.revision not in KNOWN:
        raise StoreUnusable(
            f"The backup has schema {manifest.revision}, newer than this program knows ({HEAD}). "
            "Nothing was changed; restore it with the newer version of the dashboard."
        )
    signature, key = folder.signature(), checkpoints_for(settings, folder)
    if signature is None and not command.unsigned:
        problem = Problem("manifest.sig", "no file", "a signature of the manifest", suggestion="Or give --unsigned.")
        raise InputRejected(f"{REFUSED} Nothing was changed.", [problem])
    if signature is not None and not key.valid_bytes(manifest.as_bytes(), signature):
        problem = Problem("manifest.sig", "a signature that is not that of the key", f"the key {key.public_key}")
        raise InputRejected(f"{REFUSED} Nothing was changed.", [problem])
    folder.check(manifest)


def checkpoints_for(settings: Settings, folder: BackupFolder) -> CheckpointFile:
    """Those kept outside where there are any: a backup must not vouch for itself."""
    outside = checkpoints_of(settings)
    if outside.path.is_file() or outside.public_key.is_file():
        return outside
    return CheckpointFile(folder.path / CHECKPOINTS, settings.signing_key)


def events_here(settings: Settings, command: Restore) -> int:
    """How many events the store in place has; 0 where none can be read."""
    parsed = parse_url(settings.migration_url)
    if parsed.get_backend_name() == "sqlite" and not database_path(parsed).exists():
        return 0
    try:
        database = Database.open(settings.migration_url)
    except StoreUnusable as unusable:
        if "no tables yet" in str(unusable):
            return 0
        if parsed.get_backend_name() != "sqlite" and "cannot be used" in str(unusable):
            raise
        if not command.replace:
            raise AlreadyExists(_there(str(unusable))) from None
        return 0
    try:
        events = database.data_version()
    except GovernanceError:
        events = 0
    finally:
        database.close()
    if events and not command.replace:
        raise AlreadyExists(_there(f"It holds {events:,} events."))
    return events


def _there(what: str) -> str:
    return f"There is a store already. {what} Nothing was changed; --replace moves it aside and restores the backup."


def judge(copy: Database, settings: Settings, folder: BackupFolder, why: Resume) -> None:
    """Hold the ledger of the backup against everything that is known of it; raises Conflict or InputRejected."""
    kept = checkpoints_for(settings, folder)
    found = standing(copy, kept, watch_of(settings).verified(), why)
    refuse(found, checkpoints_of(settings) if found.loss else kept, can_accept=not why.accept_loss)
    manifest = folder.manifest()
    if hashes_at(copy, []).get(manifest.events) != manifest.head:
        problem = Problem("store.db", "another ledger", f"one that ends with {manifest.head[:12]}…")
        raise InputRejected(f"{REFUSED} Nothing was changed.", [problem])
