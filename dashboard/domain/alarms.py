"""What was found wrong with the ledger, and how far it was last found right; both outlive the process that found it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.domain.losses import missing_words
from dashboard.domain.wording import day, sentence_case
from dashboard.errors import Problem

FULL_EVERY = timedelta(days=1)
_KEPT = 20


@dataclass(frozen=True, slots=True)
class Alarm:
    """The ledger is not as it was written; nothing is saved until an administrator has looked.

    Attributes:
        found_at: UTC as ISO text.
        problems: the first of them, in words.
        count: how many there were.
    """

    found_at: str
    problems: tuple[str, ...]
    count: int

    @property
    def why(self) -> str:
        """The first problem, how many more, and when that was found."""
        first = self.problems[0] if self.problems else "the alarm file itself cannot be read."
        more = f" ({self.count - 1:,} more)" if self.count > 1 else ""
        return f"{sentence_case(first)}{more} Found {_moment(self.found_at)}."


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the ledger was last found whole.

    Attributes:
        seq: the last event of it, and `hash` its hash.
        at: when that was; `full_at`: when every event was last walked. UTC as ISO text.
    """

    seq: int
    hash: str
    at: str
    full_at: str

    def needs_full(self, now: datetime) -> bool:
        """Whether the last full walk is a day old, or lies ahead because the clock was set back."""
        age = now - datetime.fromisoformat(self.full_at)
        return age >= FULL_EVERY or age < timedelta(0)


def _moment(written: str) -> str:
    """An alarm file may have been edited; what cannot be read is shown as it is."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return written
    return f"{day(at)}, {at:%H:%M} UTC"


def alarm_about(problems: Sequence[Problem], now: datetime) -> Alarm:
    """An alarm that names the first problems."""
    return Alarm(now.isoformat(), tuple(str(problem) for problem in problems[:_KEPT]), len(problems))


def forgotten_problems(known: Verified, events: int, found: str | None) -> tuple[Problem, ...]:
    """Events that were here when the ledger was last verified, and are gone or another now.

    Args:
        known: What was verified.
        events: How many events there are now.
        found: The hash of event `known.seq` now; None where there is none.
    """
    if found == known.hash:
        return ()
    when = f"verified {known.at[:16].replace('T', ' ')} UTC"
    if events < known.seq:
        gone = missing_words(events + 1, known.seq)
        where = f"ledger of {known.seq:,} events, {when}"
        return (Problem(where, f"{events:,} events", f"at least {known.seq:,}", suggestion=gone),)
    changed = Problem(f"event {known.seq:,}, {when}", "another hash", f"{known.hash[:12]}…: history was rewritten")
    return (changed,)
