"""Who acts. Local mode: a visible switch between roles, on this machine only. Company mode: whoever signed in.

In company mode the account, the person and the role are read again at every run and every click.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import streamlit as st

from dashboard.domain.actors import Actor, Role
from dashboard.services.screens.frame import Frame, Person
from dashboard.services.sign_in import Door, Visitor, sign_out, visitor
from dashboard.settings import load_sign_in
from dashboard.ui import cache
from dashboard.ui.whole import whole

_KEY = "acting_as"
_NOBODY = Actor("local-reader", Role.READER)
_STRANGER = Actor("stranger", Role.READER, authenticated=True)


def refuse_other_machines() -> None:
    """Stop unless the page is asked for from this machine: anybody could pick any role."""
    asked_from = st.context.ip_address
    if isinstance(asked_from, str) and not ip_address(asked_from).is_loopback:
        st.error(
            "**This dashboard has no sign-in set up, so it answers only on its own machine.** "
            "Open it there, or through an SSH tunnel."
        )
        st.stop()


def company_mode() -> bool:
    """Whether people sign in here; raises InputRejected where that is set up by half."""
    return load_sign_in() is not None


def signed_in() -> Visitor:
    """Who is in front of the page, as the store knows them now; only in company mode."""
    sign_in = load_sign_in()
    if sign_in is None:
        return Visitor(Door.SIGNED_OUT)
    return visitor(cache.sources().database, _said(), sign_in, datetime.now(UTC))


def _said() -> Mapping[str, Any]:
    said: Mapping[str, Any] = st.user.to_dict()
    return said


@whole
def leave() -> None:
    """Sign out: here, at the provider, and with every copy of this sign-in."""
    sign_out(cache.sources().database, signed_in())
    st.logout()


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
    if not company_mode():
        st.caption("Local mode, unauthenticated", text_alignment="right")


def actor() -> Actor:
    """Who the next command is from; a reader before anybody chose, a stranger who may nothing before they are in."""
    if company_mode():
        return signed_in().actor or _STRANGER
    chosen = st.session_state.get(_KEY, _NOBODY)
    return chosen if isinstance(chosen, Actor) else _NOBODY


def acting_title(frame: Frame) -> str:
    """The acting person's title, as the screen shows it."""
    return next((person.title for person in frame.people if person.user_id == actor().user_id), "Reader")
