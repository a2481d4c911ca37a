"""A look at rows that somebody asks for with a click: carried out once, shown to them, and to their question, only."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.services.sources import Sources
from dashboard.ui import cache, identity, long_work

Look = Callable[[Sources, Actor], Any]


def asked(slot: str, question: tuple[object, ...], title: str, look: Look) -> Any:
    """What the last click found, for this person and this question; nothing before a click."""
    if st.button(title, key=f"ask-{slot}"):
        sources, actor = cache.sources(), identity.actor()
        long_work.begin(slot, question, title, lambda: look(sources, actor))
    return long_work.found(slot, question)
