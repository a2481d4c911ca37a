"""What went wrong, in a plain sentence; the application goes on and no stack trace is shown."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.errors import CharterInvalid, GovernanceError, InputRejected, NotFound, StoreUnusable
from dashboard.ui.text import plain

_LOG = logging.getLogger("dashboard")
_TITLES: tuple[tuple[type[GovernanceError], str], ...] = (
    (CharterInvalid, "The charter cannot be read"),
    (InputRejected, "This input was refused; nothing was written"),
    (NotFound, "There is nothing under this address"),
    (StoreUnusable, "The store cannot be used"),
)


def show(error: GovernanceError) -> None:
    """A boxed sentence with every problem found and nothing of the program's inside."""
    title = next((words for kind, words in _TITLES if isinstance(error, kind)), "This could not be done")
    lines = [plain(line.strip()) for line in str(error).splitlines() if line.strip()]
    st.error(f"**{title}.**\n\n" + "\n\n".join(lines[:20]), icon="⚠️")


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
        show(error)
        st.stop()
    except Exception as error:  # the last frame before Streamlit's own red box
        if type(error).__module__.startswith("streamlit.runtime.scriptrunner"):
            raise
        _LOG.exception("a page failed")
        st.error("**Something unforeseen happened on this page.** Nothing was changed. The log has the details.")
        st.stop()
