"""The audit trail's own verbs: make a checkpoint, verify everything against those kept elsewhere, export."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from dashboard.adapters.approvals_store import unrecorded_decisions
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.ledger_export import CHECKPOINT, hashes_at, recorded_checkpoints, write_events
from dashboard.domain.actors import SYSTEM
from dashboard.domain.checkpoints import (
    Checkpoint,
    is_due,
    ledger_problems,
    missing_problems,
    signature_problems,
)
from dashboard.errors import AlreadyExists, Conflict, InputRejected, NotFound, Problem, StoreUnusable

VERIFIER = "verify_ledger.py"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a full verification found.

    Attributes:
        events: how many events were walked.
        checkpoints: how many checkpoints were compared.
        newest: the newest of them.
        problems: everything that is not as it was written; empty when all is whole.
    """

    events: int
    checkpoints: int
    newest: Checkpoint | None
    problems: tuple[Problem, ...]


def make_checkpoint(database: Database, kept: CheckpointFile, *, only_if_due: bool = False) -> Checkpoint | None:
    """Sign where the ledger ends, keep it in the file, and record that in the ledger.

    Returns:
        The checkpoint; None where the ledger is empty, or none is due.

    Raises:
        Conflict: The ledger is not the one that was checkpointed before: sign nothing, verify first.
        NotFound, StoreUnusable, InputRejected: The key or the file cannot be used; nothing was signed.
    """
    before = kept.read()
    size, now = database.data_version(), datetime.now(UTC)
    last = max(before, key=lambda one: one.size, default=None)
    if size == 0 or (only_if_due and not is_due(last, size=size, now=now)):
        return None
    found = verify(database, kept)
    if found.problems:
        listed = "; ".join(map(str, found.problems[:3]))
        raise Conflict(f"No checkpoint was made, because the ledger is not as it was written: {listed}")
    if not before:
        kept.make_key()
    hashes = hashes_at(database, [found.events])
    checkpoint = kept.sign(origin=hashes[1], size=found.events, head=hashes[found.events], time=now.isoformat())
    kept.append(checkpoint)
    with database.write(SYSTEM) as tx:
        record = {"size": checkpoint.size, "head": checkpoint.head, "code": checkpoint.code, "key": checkpoint.key}
        tx.append("checkpoint.made", CHECKPOINT, checkpoint.origin, record)
    return checkpoint


def verify(database: Database, kept: CheckpointFile) -> Verification:
    """Walk every event, hold the ledger against every checkpoint, and every decision against its event."""
    events = database.data_version()
    with database.read() as connection:
        chain = (*verify_chain(database), *unrecorded_decisions(connection))
    try:
        checkpoints = kept.read()
    except InputRejected as refused:
        return Verification(events, 0, None, (*chain, *refused.problems))
    hashes = hashes_at(database, [one.size for one in checkpoints])
    problems = (
        *chain,
        *signature_problems(checkpoints, kept.valid),
        *ledger_problems(checkpoints, hashes),
        *missing_problems(recorded_checkpoints(database), checkpoints),
    )
    newest = max(checkpoints, key=lambda one: one.size, default=None)
    return Verification(events, len(checkpoints), newest, problems)


def export(database: Database, kept: CheckpointFile, folder: Path) -> int:
    """Write events, checkpoints, public key and the offline verifier into a new folder; returns how many events.

    Raises:
        AlreadyExists: The folder is there; nothing was written.
        NotFound: There is no checkpoint yet, without which a cut tail would not show.
        StoreUnusable: The folder cannot be made.
    """
    if folder.exists():
        raise AlreadyExists(f"{folder} exists already. Nothing was written; name a new folder.")
    if not kept.read():
        raise NotFound("There is no checkpoint yet. Make one first: python -m dashboard ledger checkpoint")
    try:
        folder.mkdir(parents=True)
        events = write_events(database, folder / "events.jsonl")
        shutil.copy(kept.path, folder / kept.path.name)
        shutil.copy(kept.public_key, folder / kept.public_key.name)
        verifier = files("dashboard.reports").joinpath(VERIFIER).read_text(encoding="utf-8")
        (folder / VERIFIER).write_text(verifier, encoding="utf-8")
    except OSError as error:
        raise StoreUnusable(f"{folder} cannot be written ({error.strerror}).") from None
    return events
