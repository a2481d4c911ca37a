"""A checkpoint says how long the ledger was and how it ended at a moment; kept elsewhere, it makes a cut tail visible.

It is a line of text for people and programs: `AI ethics ledger 1 | origin | size | head | time`, followed by the key
that signed it and the signature. The code is short enough to stand on every report.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.domain.losses import Loss, missing_words
from dashboard.errors import Problem

EVERY_EVENTS = 1_000
EVERY = timedelta(days=1)
_NAME = "AI ethics ledger 1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was signed, and by which key.

    Attributes:
        origin: hash of the first event, which tells one ledger from another.
        size: number of events.
        head: hash of the last of them.
        time: UTC as ISO text.
        key: the first 16 hex digits of the SHA-256 of the public key's 32 bytes.
        signature: Ed25519 over `signed`, as hex.
    """

    origin: str
    size: int
    head: str
    time: str
    key: str
    signature: str

    @property
    def signed(self) -> bytes:
        """The bytes that the signature covers."""
        return " | ".join([_NAME, self.origin, str(self.size), self.head, self.time, self.key]).encode()

    @property
    def code(self) -> str:
        """Ten hex digits of the SHA-256 of what was signed, such as `4f2a91-bc07`."""
        digits = hashlib.sha256(self.signed).hexdigest()
        return f"{digits[:6]}-{digits[6:10]}"

    @property
    def words(self) -> str:
        """Code, size and time, as problems name it."""
        return f"checkpoint {self.code} of {self.size:,} events, {self.time[:16].replace('T', ' ')} UTC"

    @property
    def made(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.time)


def is_due(last: Checkpoint | None, *, size: int, now: datetime) -> bool:
    """Whether another checkpoint is wanted: a thousand events, or a day with any event, since the last one.

    The event that records a checkpoint does not count, or an idle ledger would grow for ever. A clock that was set back
    by a day or more is no reason to wait until it has caught up.
    """
    if last is None:
        return size > 0
    added = size - last.size - 1
    return added >= EVERY_EVENTS or (added > 0 and abs(now - last.made) >= EVERY)


def newest(checkpoints: Iterable[Checkpoint], losses: Sequence[Loss] = ()) -> Checkpoint | None:
    """The checkpoint that covers most, those over accepted losses apart; None where there is none."""
    lost = {code for loss in losses for code in loss.codes}
    return max((one for one in checkpoints if one.code not in lost), key=lambda one: one.size, default=None)


def signature_problems(checkpoints: Iterable[Checkpoint], valid: Callable[[Checkpoint], bool]) -> tuple[Problem, ...]:
    """Every checkpoint whose signature is not that of the key that is trusted."""
    return tuple(
        Problem(one.words, "a signature that is not that of the key", "the signature of the checkpoint key")
        for one in checkpoints
        if not valid(one)
    )


def ledger_problems(
    checkpoints: Sequence[Checkpoint], hashes: Mapping[int, str], losses: Sequence[Loss] = ()
) -> tuple[Problem, ...]:
    """Where the ledger is not the one that was checkpointed.

    Args:
        checkpoints: any order.
        hashes: seq to hash of at least the first event, the last event and every event at a checkpoint's size.
        losses: accepted losses; what they forgive is no problem once a checkpoint that fits covers the acceptance,
            so that nobody without the key can accept one.
    """
    found = {one: tuple(_problems(one, hashes)) for one in checkpoints}
    forgiven = forgiven_codes([one for one, problems in found.items() if not problems], losses)
    return tuple(problem for one, problems in found.items() if one.code not in forgiven for problem in problems)


def forgiven_codes(fitting: Iterable[Checkpoint], losses: Sequence[Loss]) -> frozenset[str]:
    """The codes of checkpoints over lost events, whose acceptance a fitting checkpoint covers."""
    signed = max((one.size for one in fitting), default=0)
    return frozenset(code for loss in losses if loss.seq <= signed for code in loss.codes)


def missing_problems(recorded: Mapping[int, str], kept: Sequence[Checkpoint]) -> tuple[Problem, ...]:
    """Checkpoints that the ledger says were made and that are not in the file.

    Args:
        recorded: size to code, from the ledger's own events.
        kept: the checkpoints of the file.
    """
    codes = {one.code for one in kept}
    gone = {size: code for size, code in recorded.items() if code not in codes}
    return tuple(
        Problem(
            f"checkpoint {code} of {size:,} events", "nothing in the checkpoint file", "the checkpoint",
            suggestion="Restore the file from where it is kept, and ask who removed it.",
        )
        for size, code in gone.items()
    )  # fmt: skip


def _problems(one: Checkpoint, hashes: Mapping[int, str]) -> Iterable[Problem]:
    length = max(hashes, default=0)
    if hashes and hashes.get(1) != one.origin:
        yield Problem(one.words, "another ledger", f"the ledger that begins with {one.origin[:12]}…")
    elif one.size > length:
        gone = missing_words(length + 1, one.size)
        cut = f"at least {one.size:,}: the end was cut off"
        yield Problem(one.words, f"a ledger of {length:,} events", cut, suggestion=gone)
    elif hashes.get(one.size) != one.head:
        found = hashes.get(one.size, "nothing")[:12]
        yield Problem(one.words, f"{found}… as the hash of event {one.size}", f"{one.head[:12]}…: it was rewritten")
