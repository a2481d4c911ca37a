"""What went wrong, in a plain sentence; the application goes on and no stack trace is shown."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.errors import (
    CharterInvalid,
    GovernanceError,
    InputRejected,
    NotFound,
    OutcomeUnknown,
    ReadOnly,
    StoreUnusable,
)
from dashboard.ui.text import plain

_LOG = logging.getLogger("dashboard")
_TITLES: tuple[tuple[type[GovernanceError], str], ...] = (
    (CharterInvalid, "The charter cannot be read"),
    (InputRejected, "This input was refused; nothing was written"),
    (NotFound, "There is nothing under this address"),
    (OutcomeUnknown, "It is not known whether this was saved"),
    (ReadOnly, "The dashboard is read-only; nothing was saved"),
    (StoreUnusable, "The store cannot be used"),
)


def show(error: GovernanceError, *, whole: bool = False) -> None:
    """Every problem found and nothing of the program's inside; `whole` where it stands instead of the page."""
    title = next((words for kind, words in _TITLES if isinstance(error, kind)), "This could not be done")
    lines = [plain(line.strip()) for line in str(error).splitlines() if line.strip()]
    if whole:
        st.title(title, anchor=False)
    st.error("\n\n".join(lines[:20] if whole else [f"**{title}.**", *lines[:20]]), icon=":material/warning:")


@contextmanager
def told() -> Iterator[None]:
    """Errors inside are told in plain words, and the rest of the page still runs."""
    try:
        yield
    except GovernanceError as error:
        show(error)


@contextmanager
def whole_page() -> Iterator[None]:
    """Errors inside end the page: a sentence instead of half a page; unforeseen ones go to the log with their trace."""
    try:
        yield
    except GovernanceError as error:
        show(error, whole=True)
        st.stop()
    except Exception:  # noqa: BLE001  # the last frame before Streamlit's own box
        _LOG.exception("a page failed")
        st.title("This page could not be shown", anchor=False)
        st.error(
            "Something unforeseen happened. Nothing was changed. The log has the details.", icon=":material/warning:"
        )
        st.stop()
