"""The foot of the sidebar: who acts, the date of every claim, charter and data, and how to start empty."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.permissions import NEED_FRESH_SIGN_IN, may
from dashboard.services.screens.frame import ROLE_WORDS, Frame
from dashboard.services.sign_in import COME_AGAIN, Visitor
from dashboard.ui import dates, identity, past
from dashboard.ui.past import Asked
from dashboard.ui.text import plain

_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="32" viewBox="0 0 150 32" role="img" '
    'aria-label="AI ethics"><rect x="0" y="8" width="9" height="16" fill="#B93A27"/>'
    '<rect x="10" y="8" width="5" height="16" fill="#F0B440"/><rect x="16" y="8" width="7" height="16" '
    'fill="#7CBFA4"/><text x="31" y="21.5" font-family="Georgia, serif" font-weight="600" font-size="16" '
    'fill="{ink}">AI ethics</text></svg>'
)


def logo(ink: str) -> None:
    """Three colours of status and the name; the ink follows the theme."""
    st.logo(_LOGO.format(ink=ink), size="large")


def foot(frame: Frame) -> Asked | None:
    """Everything below the navigation; returns the past day that the pages shall speak about."""
    with st.sidebar:
        if identity.company_mode():
            _whoever_signed_in(identity.signed_in())
        else:
            identity.role_switch(frame.people)
        asked = past.picker()
        st.markdown("  \n".join(f":small[{fact}]" for fact in _facts(frame, past=asked is not None)))
        if frame.demonstration:
            st.markdown(":small[**Demonstration**: synthetic data, no real customers.]")
            with st.popover("Start empty", width="stretch"):
                st.markdown("Name a new folder and start again; this portfolio stays where it is.")
                st.code("DASHBOARD_LIVE=live python -m dashboard serve --empty", language=None, wrap_lines=True)
    return asked


def _whoever_signed_in(found: Visitor) -> None:
    if found.user is None or found.actor is None:
        return
    st.markdown(f"**{plain(found.user.title)}**  \n:small[Signed in · {ROLE_WORDS[found.user.role]}]")
    if not found.actor.fresh and any(may(found.actor, verb) for verb in NEED_FRESH_SIGN_IN):
        st.button("Sign in again to decide", key="sign-in-again", on_click=st.login, args=(COME_AGAIN,))
    st.button("Sign out", key="sign-out", on_click=identity.leave)


def _facts(frame: Frame, *, past: bool) -> list[str]:
    facts = [f"{'Today is' if past else 'As of'} {day(dates.as_of())}", f"Charter {plain(frame.charter_version)}"]
    if frame.assessed_charter and frame.assessed_charter != frame.charter_version:
        facts.append(f"assessed with charter {plain(frame.assessed_charter)}")
    assessed = f"Assessed {day(frame.assessed)}" if frame.assessed else "Not assessed yet"
    return [*facts, assessed, f"Data to {day(frame.data_to)}" if frame.data_to else "No decisions yet"]
