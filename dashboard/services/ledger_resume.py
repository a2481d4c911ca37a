"""Going on after an alarm: only over a whole ledger, with a reason that every later reader finds in it."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.ledger_export import hashes_at
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.actors import SYSTEM
from dashboard.domain.alarms import Verified, forgotten_problems
from dashboard.domain.checkpoints import Checkpoint
from dashboard.domain.losses import ACCEPTED, LEDGER, RESTORED, RESUMED, Loss, missing_words
from dashboard.domain.texts import tidy
from dashboard.errors import Conflict, InputRejected, NotFound, Problem
from dashboard.services.ledger import sign_end, verify


@dataclass(frozen=True, slots=True)
class Resume:
    """Why the dashboard may go on.

    Attributes:
        reason: what happened and what was done about it; it stays in the ledger.
        accept_loss: the end of the ledger is gone for good, and an older backup is all there is.
        known_events: how many events are known to have existed, from elsewhere than checkpoints.
        restored: what the ledger is to say about the backup that was restored; None where none was.
    """

    reason: str
    accept_loss: bool = False
    known_events: int = 0
    restored: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a ledger may go on: what stands against it, and what would be lost with it."""

    events: int
    problems: tuple[Problem, ...]
    loss: Loss | None


def standing(database: Database, kept: CheckpointFile, known: Verified | None, command: Resume) -> Standing:
    """Verify everything; a missing end is a problem, or the loss that the command accepts.

    Raises:
        InputRejected: No reason, or a reason that is no text.
    """
    reason = str(tidy(command.reason.strip(), what="The reason"))
    if not reason:
        raise InputRejected("Nothing was changed.", [Problem("reason", "nothing", "what happened and what was done")])
    found = verify(database, kept)
    hashes = hashes_at(database, [known.seq] if known else [])
    cut = [one for one in _read(kept) if one.origin == hashes.get(1) and one.size > found.events and kept.valid(one)]
    last = max([*(one.size for one in cut), known.seq if known else 0, command.known_events])
    if last > found.events and command.accept_loss:
        codes = frozenset(one.code for one in cut)
        loss = Loss(found.events + 1, found.events + 1, last, codes, reason, account())
        return Standing(found.events, _without(found.problems, cut), loss)
    gone = forgotten_problems(known, found.events, hashes.get(known.seq)) if known else ()
    if command.known_events > found.events:
        missing = missing_words(found.events + 1, command.known_events)
        expected = f"the {command.known_events:,} that were here"
        gone = (*gone, Problem("ledger", f"{found.events:,} events", expected, suggestion=missing))
    return Standing(found.events, (*found.problems, *gone), None)


def resume(database: Database, kept: CheckpointFile, watch: WatchFile, command: Resume) -> Checkpoint | None:
    """Turn the alarm off over a ledger that is whole now, record why, and sign where it goes on.

    Args:
        database: Opened without the alarm, which would refuse the record of turning it off.
        kept: The checkpoints.
        watch: The alarm.
        command: The reason.

    Returns:
        The checkpoint over the reason; None where the signing key is not here.

    Raises:
        InputRejected: No reason. Conflict: The ledger is still not as it was written; the alarm stays on.
        NotFound: A loss can be accepted with the signing key only.
    """
    found = standing(database, kept, watch.verified(), command)
    refuse(found, kept, can_accept=not command.accept_loss)
    alarm = watch.alarm()
    why = {"reason": command.reason.strip(), "account": account(), "alarm": list(alarm.problems) if alarm else []}
    with database.write(SYSTEM) as tx:
        if found.loss is not None:
            tx.append(ACCEPTED, LEDGER, LEDGER, found.loss.as_record())
        if command.restored is not None:
            tx.append(RESTORED, LEDGER, LEDGER, {**command.restored, **why})
        else:
            tx.append(RESUMED, LEDGER, LEDGER, why)
    made = sign_end(database, kept, tx.seq) if kept.can_sign() else None
    watch.clear()
    return made


def refuse(found: Standing, kept: CheckpointFile, *, can_accept: bool) -> None:
    """Stop unless the ledger may go on; raises Conflict or NotFound."""
    if found.events == 0:
        raise Conflict("The ledger is empty; nothing goes on from it. Restore a backup: python -m dashboard restore …")
    if found.problems:
        listed = "; ".join(map(str, found.problems[:3]))
        hint = " Where events at the end are lost for good: --accept-loss with a --reason." if can_accept else ""
        raise Conflict(f"This ledger is not as it was written, so nothing goes on from it: {listed}{hint}")
    if found.loss is not None and not kept.can_sign():
        raise NotFound(f"A loss is accepted with the signing key only, and there is none at {kept.private_key}.")


def account() -> str:
    """The account of the operating system, which is all that a command line knows of who sits there."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown account"


def _read(kept: CheckpointFile) -> tuple[Checkpoint, ...]:
    try:
        return kept.read()
    except InputRejected:  # `verify` has said so
        return ()


def _without(problems: Sequence[Problem], cut: Sequence[Checkpoint]) -> tuple[Problem, ...]:
    forgiven = {one.words for one in cut}
    return tuple(problem for problem in problems if problem.where not in forgiven)
