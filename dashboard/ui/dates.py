"""The date that the pages speak about: today, unless the URL says `?as_of=2026-09-30`."""

from datetime import date

import streamlit as st

_KEPT = "as_of_kept"


def as_of() -> date:
    """The date in the URL, else the one chosen earlier in this session, else today."""
    asked = st.query_params.get("as_of") or st.session_state.get(_KEPT)
    try:
        chosen = date.fromisoformat(asked) if asked else None
    except ValueError:
        return date.today()  # noqa: DTZ011  # the officer's own calendar day
    if chosen is not None:
        st.session_state[_KEPT] = chosen.isoformat()
    return chosen or date.today()  # noqa: DTZ011


def unreadable_as_of() -> str | None:
    """What the URL says instead of a date, or None."""
    asked = st.query_params.get("as_of")
    try:
        date.fromisoformat(asked or "2000-01-01")
    except ValueError:
        return asked
    return None


def is_chosen() -> bool:
    """Whether somebody asked for another day than today."""
    return as_of() != date.today()  # noqa: DTZ011


def back_to_today() -> None:
    """Forget a chosen date."""
    st.session_state.pop(_KEPT, None)
    if "as_of" in st.query_params:
        del st.query_params["as_of"]
