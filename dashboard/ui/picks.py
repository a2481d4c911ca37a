"""One of many, kept in the URL by its id, so that a link stays true when titles or counts change.

Streamlit's own binding writes the words that the screen shows; ids last longer, and other pages link by id.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.ui.whole import changed, whole


def pick(
    name: str, title: str, options: Sequence[str], words: Mapping[str, str] | None = None, *, none: str | None = None
) -> str | None:
    """The chosen option, at first the first one; with `none` nothing need be chosen, and that is what it then reads.

    A value in the URL that is no option is ignored, and the URL then says what is shown.
    """
    if not options:
        return None
    _follow_url(name, options)
    written = words or {}
    chosen: str | None = st.selectbox(
        title,
        list(options),
        index=0 if none is None else None,
        format_func=lambda value: written.get(value, value),
        key=f"pick_{name}",
        placeholder=none or "",
        on_change=_picked,
    )
    _write_url(name, chosen)
    return chosen


@whole
def _picked() -> None:
    """Nothing but what every callback does: the run knows that it was begun here."""


def _follow_url(name: str, options: Sequence[str]) -> None:
    """A link that came after our own last writing wins over what was chosen before.

    What comes with a change is no link: the browser may not have had our last writing yet.
    """
    asked, wrote = st.query_params.get(name), st.session_state.get(f"wrote_{name}")
    fresh = f"pick_{name}" not in st.session_state
    if asked in options and (fresh or (asked != wrote and not changed())):
        st.session_state[f"pick_{name}"] = asked


def _write_url(name: str, chosen: str | None) -> None:
    st.session_state[f"wrote_{name}"] = chosen
    if chosen is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != chosen:
        st.query_params[name] = chosen
