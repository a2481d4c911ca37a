"""What is worked out beside the page: a look that somebody asks for with a click, shown to them and to their question
only, and what a part of a page must read before it can be drawn.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.services.sources import Sources
from dashboard.ui import cache, identity, long_work

Look = Callable[[Sources, Actor], Any]
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


def asked(slot: str, question: tuple[object, ...], title: str, look: Look, *, icon: str | None = None) -> Any:
    """What the last click found, for this person and this question; nothing before a click."""
    if st.button(title, key=f"ask-{slot}", icon=icon):
        sources, actor = cache.sources(), identity.actor()
        long_work.begin(slot, question, title, lambda: look(sources, actor))
    return long_work.found(slot, question)


def read(
    slot: str, title: str, load: Callable[Concatenate[Sources, Arguments], Result], *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Result | None:  # fmt: skip
    """What `cache.cached` gives, read beside the page; None while it is read or after a cancel, which is shown.

    Raises:
        GovernanceError: what `load` raised.
    """
    key, act = cache.later(load, *args, **kwargs)
    return cast("Result | None", long_work.reading(slot, (cache.named(load), key), title, act))
