"""Who acts: without sign-in a visible switch between roles, and only on this machine's own address."""

from ipaddress import ip_address

import streamlit as st

from dashboard.domain.actors import Actor, Role
from dashboard.services.screens.frame import Frame, Person

_KEY = "acting_as"
_NOBODY = Actor("local-reader", Role.READER)


def refuse_other_machines() -> None:
    """Stop unless the page is asked for from this machine: anybody could pick any role."""
    asked_from = st.context.ip_address
    if isinstance(asked_from, str) and not ip_address(asked_from).is_loopback:
        st.error(
            "**This dashboard has no sign-in yet, so it answers only on its own machine.** "
            "Open it there, or through an SSH tunnel."
        )
        st.stop()


def role_switch(people: tuple[Person, ...]) -> None:
    """The visible switch; the choice lasts for this browser session."""
    by_id = {person.user_id: person for person in people}
    chosen = st.selectbox(
        "Acting as",
        list(by_id),
        format_func=lambda user: by_id[user].title,
        key=f"{_KEY}_switch",
        persist_state="session",
        help="No sign-in in local mode: everybody on this machine may take any role. Every change records the role.",
    )
    st.session_state[_KEY] = by_id[chosen].actor


def stamp() -> None:
    """Says on every page, at every width, that nobody proved who they are."""
    st.caption("Local mode, unauthenticated", text_alignment="right")


def actor() -> Actor:
    """Who the next command is from; a reader before anybody chose."""
    chosen = st.session_state.get(_KEY, _NOBODY)
    return chosen if isinstance(chosen, Actor) else _NOBODY


def acting_title(frame: Frame) -> str:
    """The acting person's title, as the screen shows it."""
    return next((person.title for person in frame.people if person.user_id == actor().user_id), "Reader")
