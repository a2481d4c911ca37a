"""Long work: how far it has come, and where it ends once somebody stops it.

Work calls `step` as it goes, wherever it is in the program; outside `watched` that does nothing. Whoever watches reads
how far it has come and may stop it: the next step, read or write of the store then raises Cancelled, so that stopped
work can save nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from dashboard.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Reached:
    """How far work has come: so many of so many, and of what; `of` is 0 while that is not known."""

    done: int = 0
    of: int = 0
    what: str = ""

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return min(self.done / self.of, 1.0) if self.of else 0.0

    @property
    def words(self) -> str:
        """Such as `3,000 of 10,000 decisions`."""
        return f"{self.done:,} of {self.of:,} {self.what}" if self.of else self.what


@dataclass(slots=True)
class Effort:
    """One piece of work, as its worker and whoever watches it share it.

    Attributes:
        tell: hears of every step; None where somebody looks at `reached` instead.
        reached: how far it has come.
        stopped: whether somebody asked it to end.
        saved: whether something of it is in the ledger.
    """

    tell: Callable[[Reached], None] | None = None
    reached: Reached = Reached()  # frozen
    stopped: bool = False
    saved: bool = False

    def stop(self) -> None:
        """Ask it to end; it does so at its next step."""
        self.stopped = True


LOOK = 0.1  # seconds between two looks of whoever waits at whether the work was stopped
_EFFORT: ContextVar[Effort | None] = ContextVar("effort", default=None)


@contextmanager
def watched(effort: Effort) -> Iterator[None]:
    """What runs inside tells this effort how far it has come, and ends when it is stopped."""
    token = _EFFORT.set(effort)
    try:
        yield
    finally:
        _EFFORT.reset(token)


def watching() -> Effort | None:
    """What watches this work, for whoever must look from another thread whether it was stopped."""
    return _EFFORT.get()


def step(done: int, of: int, what: str) -> None:
    """Tell how far this work has come; raises Cancelled once it was stopped."""
    effort = _EFFORT.get()
    if effort is not None:
        effort.reached = Reached(done, of, what)
        if effort.tell is not None:
            effort.tell(effort.reached)
        go_on()


def go_on() -> None:
    """Nothing, or raises Cancelled once this work was stopped."""
    effort = _EFFORT.get()
    if effort is not None and effort.stopped:
        raise Cancelled


def saved() -> None:
    """This work wrote an entry of the ledger."""
    effort = _EFFORT.get()
    if effort is not None:
        effort.saved = True
