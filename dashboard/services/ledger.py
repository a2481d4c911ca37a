"""The audit trail's own verbs: make a checkpoint, and verify everything against those kept elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.adapters.approvals_store import unrecorded_decisions
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.ledger import Head
from dashboard.adapters.ledger_export import CHECKPOINT, hashes_at, recorded_checkpoints
from dashboard.domain.actors import SYSTEM
from dashboard.domain.checkpoints import (
    Checkpoint,
    is_due,
    ledger_problems,
    missing_problems,
    newest,
    signature_problems,
)
from dashboard.errors import Conflict, InputRejected, Problem


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
    last = newest(before)
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


def verify(
    database: Database, kept: CheckpointFile, progress: Callable[[float, str], None] | None = None
) -> Verification:
    """Walk every event, hold the ledger against every checkpoint, and every decision against its event.

    Args:
        database: Only read.
        kept: The checkpoints.
        progress: Told the fraction done, and what is being done.
    """
    events = database.data_version()
    chain = verify_chain(database, reached=_counted(events, progress))
    with database.read() as connection:
        chain = (*chain, *unrecorded_decisions(connection))
    # what the ledger says was kept is read before the file, and its hashes after it: a checkpoint may be made meanwhile
    recorded = recorded_checkpoints(database)
    try:
        checkpoints = kept.read()
    except InputRejected as refused:
        return Verification(events, 0, None, (*chain, *refused.problems))
    hashes = hashes_at(database, [one.size for one in checkpoints])
    problems = (
        *chain,
        *signature_problems(checkpoints, kept.valid),
        *ledger_problems(checkpoints, hashes),
        *missing_problems(recorded, checkpoints),
    )
    return Verification(events, len(checkpoints), newest(checkpoints), problems)


def _counted(events: int, progress: Callable[[float, str], None] | None) -> Callable[[Head], None]:
    def reached(head: Head) -> None:
        if progress is not None:
            progress(min(1.0, head.seq / max(1, events)), f"event {head.seq:,} of {events:,}")

    return reached
