"""A look at rows that somebody asks for with a click: carried out once, shown to them, and to their question, only."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.services.sources import Sources
from dashboard.ui import cache, identity
from dashboard.ui.errors import told

Look = Callable[[Sources, Actor], Any]


def asked(slot: str, question: tuple[object, ...], title: str, look: Look) -> Any:
    """What the last click found, for this person and this question; nothing before a click."""
    whose = (identity.actor().user_id, *question)
    if st.button(title, key=f"ask-{slot}"):
        st.session_state.pop(slot, None)
        with told(), st.spinner("Looking. It can be stopped above, on the right."):
            st.session_state[slot] = (whose, look(cache.sources(), identity.actor()))
    kept = st.session_state.get(slot)
    return kept[1] if kept is not None and kept[0] == whose else None
