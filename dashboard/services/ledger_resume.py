"""Going on after an alarm: only over a whole ledger, with a reason that every later reader finds in it."""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.ledger_export import hashes_at
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.actors import SYSTEM
from dashboard.domain.alarms import Verified
from dashboard.domain.checkpoints import Checkpoint
from dashboard.domain.losses import ACCEPTED, LEDGER, RESUMED, Loss
from dashboard.domain.texts import tidy
from dashboard.errors import Conflict, InputRejected, Problem
from dashboard.services.ledger import sign_end, verify


@dataclass(frozen=True, slots=True)
class Resume:
    """Why the dashboard may go on.

    Attributes:
        reason: what happened and what was done about it; it stays in the ledger.
        accept_loss: the end of the ledger is gone for good, and an older backup is all there is.
    """

    reason: str
    accept_loss: bool = False


def resume(database: Database, kept: CheckpointFile, watch: WatchFile, command: Resume) -> Checkpoint:
    """Turn the alarm off over a ledger that is whole now, record why, and sign where it goes on.

    Args:
        database: Opened without the alarm, which would refuse the record of turning it off.
        kept: The checkpoints.
        watch: The alarm.
        command: The reason.

    Raises:
        InputRejected: No reason. Conflict: The ledger is still not as it was written; the alarm stays on.
    """
    reason = str(tidy(command.reason.strip(), what="The reason"))
    if not reason:
        raise InputRejected("The alarm stays on.", [Problem("reason", "nothing", "what happened and what was done")])
    found, cut = verify(database, kept), _cut(database, kept) if command.accept_loss else []
    loss = _loss(found.events, cut, watch.verified(), reason) if command.accept_loss else None
    remaining = [problem for problem in found.problems if problem.where not in {one.words for one in cut}]
    if remaining or found.events == 0:
        raise Conflict(_still(remaining, found.events, can_accept=not command.accept_loss))
    alarm = watch.alarm()
    record = {"reason": reason, "account": _account(), "alarm": list(alarm.problems) if alarm else []}
    with database.write(SYSTEM) as tx:
        if loss is not None:
            tx.append(ACCEPTED, LEDGER, LEDGER, loss.as_record())
        tx.append(RESUMED, LEDGER, LEDGER, record)
    made = sign_end(database, kept, tx.seq)
    watch.clear()
    return made


def _cut(database: Database, kept: CheckpointFile) -> list[Checkpoint]:
    """Checkpoints of this very ledger over events that it does not have any more."""
    hashes = hashes_at(database, [])
    first, events = hashes.get(1), max(hashes, default=0)
    return [one for one in kept.read() if kept.valid(one) and one.origin == first and one.size > events]


def _loss(events: int, cut: Sequence[Checkpoint], known: Verified | None, reason: str) -> Loss | None:
    """What is missing at the end: nothing else can be accepted."""
    last = max([*(one.size for one in cut), known.seq if known else 0])
    if last <= events:
        return None
    return Loss(events + 1, events + 1, last, frozenset(one.code for one in cut), reason, _account())


def _still(problems: Sequence[Problem], events: int, *, can_accept: bool) -> str:
    if events == 0:
        return "The alarm stays on: the ledger is empty. Restore a backup: python -m dashboard restore …"
    listed = "; ".join(map(str, problems[:3]))
    hint = " Where events at the end are lost for good: --accept-loss." if can_accept else ""
    return f"The alarm stays on, because the ledger is not as it was written: {listed} Restore a backup first.{hint}"


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown account"
