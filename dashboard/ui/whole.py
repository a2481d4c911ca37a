"""What a control does when it is changed is done whole and in turn, however soon the next change comes.

Streamlit answers each change in a thread of its own and breaks the run before it off at its next look at the session,
be it in the middle of a callback: half of it would be done, or an older value be written after a newer one.

A run also knows whether a control began it: then the address that came with it may be older than what it was answered.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_LOOK = "_yield_callback"  # what a session calls at each look at it; it is private to Streamlit, so a test holds it
MOMENTS = 2.0  # seconds that a page waits for what was done before it

_CHANGED: ContextVar[bool] = ContextVar("changed", default=False)

Arguments = ParamSpec("Arguments")


def whole(callback: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """A callback that is never broken off; one at a time in each session.

    Values must be read in it, not before: then whoever comes last writes the newest.
    """

    @wraps(callback)
    def carried_out(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        with _turn(), _unbroken():
            _CHANGED.set(True)
            callback(*args, **kwargs)

    return carried_out


@contextmanager
def one_run() -> Iterator[None]:
    """A run of the page: it shows what was just done, where that is over within moments."""
    turn = _turn()
    if turn.acquire(timeout=MOMENTS):
        turn.release()
    try:
        yield
    finally:
        _CHANGED.set(False)


def changed() -> bool:
    """Whether this run was begun by a control that has a callback, and not by a link, Back or a new look."""
    return _CHANGED.get()


@contextmanager
def _unbroken() -> Iterator[None]:
    context = get_script_run_ctx()
    if context is None:
        raise RuntimeError("a callback is called by Streamlit")
    session = context.session_state
    look = object.__getattribute__(session, _LOOK)
    object.__setattr__(session, _LOOK, lambda: None)
    try:
        yield
    finally:
        object.__setattr__(session, _LOOK, look)


@st.cache_resource(scope="session", show_spinner=False)
def _turn() -> threading.RLock:
    return threading.RLock()
