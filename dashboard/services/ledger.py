"""The audit trail's own verbs: make a checkpoint, and verify everything against those kept elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.adapters.approvals_store import unrecorded_decisions
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.identities_store import unrecorded_people
from dashboard.adapters.ledger import START, Head
from dashboard.adapters.ledger_export import CHECKPOINT, hashes_at, recorded_checkpoints, recorded_losses
from dashboard.adapters.queries.ledger import steps_back
from dashboard.adapters.record_check import unrecorded_changes
from dashboard.domain.actors import SYSTEM
from dashboard.domain.checkpoints import (
    Checkpoint,
    is_due,
    ledger_problems,
    missing_problems,
    newest,
    signature_problems,
)
from dashboard.domain.losses import Loss
from dashboard.errors import Conflict, InputRejected, Problem


@dataclass(frozen=True, slots=True)
class Verification:
    """What a full verification found.

    Attributes:
        events: how many events were walked.
        checkpoints: how many checkpoints were compared.
        newest: the newest of them.
        problems: everything that is not as it was written; empty when all is whole.
        losses: losses that were accepted, which every reader of the result must be told.
        head: the last event that was walked.
        steps_back: events before which the clock was set back; no problem, since numbers order them and not times.
    """

    events: int
    checkpoints: int
    newest: Checkpoint | None
    problems: tuple[Problem, ...]
    losses: tuple[Loss, ...] = ()
    head: Head = START
    steps_back: tuple[int, ...] = ()


def make_checkpoint(database: Database, kept: CheckpointFile, *, only_if_due: bool = False) -> Checkpoint | None:
    """Sign where the ledger ends, keep it in the file, and record that in the ledger.

    Returns:
        The checkpoint; None where the ledger is empty, or none is due.

    Raises:
        ReadOnly: The alarm is on.
        Conflict: The ledger is not the one that was checkpointed before: sign nothing, verify first.
        NotFound, StoreUnusable, InputRejected: The key or the file cannot be used; nothing was signed.
    """
    if database.watch is not None:
        database.watch.refuse()
    before = kept.read()
    size, now = database.data_version(), datetime.now(UTC)
    last = newest(before, recorded_losses(database))
    if size == 0 or (only_if_due and not is_due(last, size=size, now=now)):
        return None
    found = verify(database, kept)
    if found.problems:
        listed = "; ".join(map(str, found.problems[:3]))
        raise Conflict(f"No checkpoint was made, because the ledger is not as it was written: {listed}")
    return sign_end(database, kept, found.events)


def sign_end(database: Database, kept: CheckpointFile, size: int) -> Checkpoint:
    """Sign the first `size` events as they are; for callers that have verified them."""
    if not kept.read():
        kept.make_key()
    hashes, now = hashes_at(database, [size]), datetime.now(UTC)
    checkpoint = kept.sign(origin=hashes[1], size=size, head=hashes[size], time=now.isoformat())
    kept.append(checkpoint)
    with database.write(SYSTEM) as tx:
        record = {"size": checkpoint.size, "head": checkpoint.head, "code": checkpoint.code, "key": checkpoint.key}
        tx.append("checkpoint.made", CHECKPOINT, checkpoint.origin, record)
    return checkpoint


def verify(
    database: Database,
    kept: CheckpointFile,
    progress: Callable[[float, str], None] | None = None,
    *,
    after: Head = START,
) -> Verification:
    """Walk every event, hold the ledger against every checkpoint, decisions, people and records against their events.

    Args:
        database: Only read.
        kept: The checkpoints.
        progress: Told the fraction done, and what is being done.
        after: Walk only what lies behind this event, which was walked before.
    """
    events, walked = database.data_version(), [after]
    chain = verify_chain(database, after, _counted(events, walked, progress))
    with database.read() as connection:
        chain = (*chain, *unrecorded_decisions(connection), *unrecorded_people(connection))
        chain = (*chain, *unrecorded_changes(connection))
    # what the ledger says was kept is read before the file, and its hashes after it: a checkpoint may be made meanwhile
    recorded = recorded_checkpoints(database)
    try:
        checkpoints = kept.read()
    except InputRejected as refused:
        return Verification(events, 0, None, (*chain, *refused.problems), head=walked[-1])
    hashes, losses = hashes_at(database, [one.size for one in checkpoints]), recorded_losses(database)
    problems = (
        *chain,
        *signature_problems(checkpoints, kept.valid),
        *ledger_problems(checkpoints, hashes, losses),
        *missing_problems(recorded, checkpoints),
    )
    return Verification(
        events, len(checkpoints), newest(checkpoints, losses), problems, losses, walked[-1], steps_back(database)
    )


def _counted(events: int, walked: list[Head], progress: Callable[[float, str], None] | None) -> Callable[[Head], None]:
    def reached(head: Head) -> None:
        walked[:] = [head]
        if progress is not None:
            progress(min(1.0, head.seq / max(1, events)), f"event {head.seq:,} of {events:,}")

    return reached
