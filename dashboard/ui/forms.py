"""What every form that writes does alike: the same command for every click on it, and its outcome told once."""

import uuid
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import streamlit as st

from dashboard.errors import GovernanceError
from dashboard.ui.text import plain

_TOKEN = "form_token"  # noqa: S105  # the name of a session value, no secret


def form_key(kind: str, *opened: object) -> str:
    """The idempotency key of a form as it was opened: a second click writes nothing.

    Args:
        kind: what the form does.
        opened: what tells one opening from another, such as the record's id, its revision and what was written.
    """
    token = st.session_state.setdefault(_TOKEN, uuid.uuid4().hex)
    return f"{kind}-{sha256('|'.join(map(str, (token, *opened))).encode()).hexdigest()[:40]}"


def carry_out(place: str, act: Callable[[], Any], done: str) -> bool:
    """Carry out a command; what became of it is told by `told(place)` when the page is drawn again."""
    try:
        act()
    except GovernanceError as error:
        st.session_state[_slot(place)] = (False, str(error))
        return False
    st.session_state[_slot(place)] = (True, done)
    return True


def told(place: str) -> None:
    """What the last click in this place did, told once."""
    outcome = st.session_state.pop(_slot(place), None)
    if outcome is not None:
        worked, words = outcome
        icon = ":material/check_circle:" if worked else ":material/warning:"
        lines = "  \n".join(plain(line.strip()) for line in str(words).splitlines())
        (st.success if worked else st.error)(lines, icon=icon)


def _slot(place: str) -> str:
    return f"outcome_of_{place}"
