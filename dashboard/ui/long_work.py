"""Work that takes more than a moment: beside the page, with how far it has come and a way to stop it.

A thread of its own does the work and draws nothing; a fragment looks at it once a second. It ends at its next step
when somebody cancels it, leaves the page or asks something else, and when the browser is gone; then it saves nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dashboard.domain.effort import Effort, go_on, watched
from dashboard.errors import Cancelled, GovernanceError
from dashboard.ui import errors, identity
from dashboard.ui.text import plain

AT_ONCE = 0.4  # seconds that a click waits itself: most work is over by then, and nothing need be watched
LOOK, GONE = 1.0, 15.0  # seconds between looks (each costs a collection of garbage); until a browser counts as gone
_ROOM = threading.BoundedSemaphore(4)  # pieces of work at once in this process, whoever asked
_WORKS, _DRAWN = "long_works", "long_works_drawn"
_LOG = logging.getLogger("dashboard")
CANCELLED, LEFT, BROWSER = "it was cancelled", "its page was left", "the browser was gone"


@dataclass(slots=True, eq=False)
class Work:
    """One piece of work of one session, for one person and one question."""

    question: tuple[object, ...]
    title: str
    effort: Effort = field(default_factory=Effort)
    began: float = field(default_factory=time.monotonic)
    seen: float = field(default_factory=time.monotonic)
    why: str = ""
    result: Any = None
    error: GovernanceError | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def stop(self, why: str) -> None:
        """Ask it to end, for a reason that a person can read."""
        if not self.over.is_set():
            self.why = self.why or why
            self.effort.stop()

    def carry_out(self, act: Callable[[], Any]) -> None:
        """Do it, in the thread that this is called in."""
        try:
            with watched(self.effort):
                self._wait_for_room()
                try:
                    self.result = act()
                finally:
                    _ROOM.release()
            if not self.effort.stopped or self.effort.saved:  # saved: too late to stop, so it is shown
                self.why = ""
        except Cancelled:
            pass
        except GovernanceError as error:
            self.error, self.why = error, ""
        except Exception:  # noqa: BLE001  # whatever it is, its page says so
            _LOG.exception("long work failed")
            self.error, self.why = GovernanceError("Something unforeseen happened. The log has the details."), ""
        finally:
            self.over.set()

    def _wait_for_room(self) -> None:
        while not _ROOM.acquire(timeout=0.2):
            go_on()


@dataclass(slots=True, eq=False)
class _Browser:
    """The works that one connected browser watches."""

    works: set[Work] = field(default_factory=set)

    def left(self) -> None:
        """Nobody watches any more; a connection that dropped may come back within moments."""
        waiting = [work for work in self.works if not work.over.is_set()]
        if waiting:
            alarm = threading.Timer(GONE, _end_unseen, (waiting, time.monotonic()))
            alarm.daemon = True
            alarm.start()


def _end_unseen(works: list[Work], since: float) -> None:
    for work in works:
        if work.seen <= since:
            work.stop(BROWSER)


@st.cache_resource(scope="session", show_spinner=False, on_release=_Browser.left)
def _browser() -> _Browser:
    return _Browser()


@contextmanager
def attended() -> Iterator[None]:
    """A run of the whole page: work that no part of it shows any more ends with the run."""
    drawn: set[str] = set()
    st.session_state[_DRAWN] = drawn
    yield  # a run that is broken off says nothing about what its page shows
    for place, work in _works().items():
        if place not in drawn:
            work.stop(LEFT)


def begin(place: str, question: tuple[object, ...], title: str, act: Callable[[], Any]) -> None:
    """Start work, unless just this is under way in this place; whatever else was there ends.

    Args:
        place: where on the page.
        question: what is asked; an answer is shown to the same person for the same question only.
        title: the words of the button that starts it.
        act: the work; it draws nothing and reads nothing of the page.
    """
    whose, before = _whose(question), _works().get(place)
    if before is not None and not before.over.is_set():
        if before.question == whose and not before.effort.stopped:
            return
        before.stop(LEFT)
    work = _works()[place] = Work(whose, title)
    threading.Thread(target=work.carry_out, args=(act,), name=f"work-{place}", daemon=True).start()
    work.over.wait(AT_ONCE)


def found(place: str, question: tuple[object, ...]) -> Any:
    """What the work in this place found; None while it is under way, refused, stopped or not begun, which is shown."""
    work = _works().get(place)
    if work is None or work.question != _whose(question):
        return None
    st.session_state.setdefault(_DRAWN, set()).add(place)
    if not work.over.is_set():
        _watch(place)
        return None
    if work.error is not None:
        errors.show(work.error)
    elif work.why:
        st.info(plain(ended(work)), icon=":material/cancel:")
    return work.result


def reading(place: str, question: tuple[object, ...], title: str, act: Callable[[], Any]) -> Any:
    """What a part of a page must read first, begun by itself; None while it is under way or cancelled, which is shown.

    Raises:
        GovernanceError: what the reading raised.
    """
    work = _works().get(place)
    if work is None or work.question != _whose(question) or work.why in {LEFT, BROWSER}:
        begin(place, question, title, act)
        work = _works()[place]
    if work.error is not None and work.over.is_set():
        raise work.error
    result = found(place, question)
    if work.over.is_set() and work.why:
        st.button(title, key=f"again-{place}", on_click=begin, args=(place, question, title, act))
    return result


def ended(work: Work) -> str:
    """That it was stopped, what became of it, and what to do."""
    kept = "What it had saved before is in the ledger" if work.effort.saved else "Nothing was saved or recorded"
    return f"Stopped, because {work.why}. {kept}. To begin again: “{work.title}”."


@st.fragment(run_every=LOOK)
def _watch(place: str) -> None:
    work = _works().get(place)
    if work is None or work.over.is_set():
        st.rerun()
    work.seen = time.monotonic()
    _browser().works.add(work)
    reached, seconds = work.effort.reached, int(work.seen - work.began)
    said = "Stopping" if work.effort.stopped else reached.words or "Beginning"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.progress(reached.share, f"{plain(said)} · {seconds} s", width=420)
        st.button("Cancel", key=f"cancel-{place}", icon=":material/cancel:", disabled=work.effort.stopped,
                  on_click=_cancel, args=(work,))  # fmt: skip


def _cancel(work: Work) -> None:
    work.stop(CANCELLED)
    work.over.wait(2 * AT_ONCE)


def _works() -> dict[str, Work]:
    works: dict[str, Work] = st.session_state.setdefault(_WORKS, {})
    return works


def _whose(question: tuple[object, ...]) -> tuple[object, ...]:
    return (identity.actor().user_id, *question)
