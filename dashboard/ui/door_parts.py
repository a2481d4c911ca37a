"""The door: signing in, and what somebody sees who is signed in and not known here."""

import streamlit as st

from dashboard.domain.identities import Claims
from dashboard.services.first_officer import ClaimOffice, claim_office
from dashboard.services.identities import AskToEnter, ask_to_enter
from dashboard.services.sign_in import COME_AGAIN, COME_IN, Door, Visitor
from dashboard.ui import cache, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "door"
_WORDS = {
    Door.SIGNED_OUT: ("Sign in", "Your organisation's sign-in opens, then you come back here."),
    Door.EXPIRED: ("Sign in again", "Your sign-in has come to its end. Nothing of what you saved is lost."),
    Door.UNUSABLE: ("Your sign-in cannot be used", "Show this to whoever runs your organisation's sign-in."),
    Door.UNKNOWN: ("You are signed in, but not known here", "The officer lets people in and gives them their role."),
    Door.INACTIVE: ("You are no longer active here", "An officer can let you in again."),
}


def door(found: Visitor) -> None:
    """What stands in the way, and the one thing to do about it."""
    title, words = _WORDS[found.door]
    page.head("AI ethics", title)
    with st.container(width=640):
        st.markdown(words)
        if found.why:
            st.error(plain(found.why), icon=":material/warning:")
        with st.container():  # keeps its place, so that what is open below stays open
            told(_PLACE)
        if found.door is Door.UNKNOWN and found.claims is not None:
            _newcomer(found.claims)
        if found.door in {Door.SIGNED_OUT, Door.EXPIRED}:
            how = (
                COME_IN if found.door is Door.SIGNED_OUT else COME_AGAIN
            )  # an old session at the provider would not do
            st.button("Sign in", type="primary", key="sign-in", on_click=st.login, args=(how,))
        else:
            st.button("Sign out", key="sign-out", on_click=identity.leave)


def _newcomer(claims: Claims) -> None:
    st.markdown("Your account:")
    st.code(f"issuer   {claims.identity.issuer}\nsubject  {claims.identity.subject}", language=None, wrap_lines=True)
    st.button("Ask to be let in", type="primary", key="ask-to-enter", on_click=_ask, args=(claims,))
    with (
        st.expander("I have the first officer's code"),
        st.form("first-officer", clear_on_submit=False, border=False),
    ):
        st.text_input("Code", key="office-code", max_chars=80, autocomplete="off", help="Your administrator prints it.")
        st.form_submit_button("Take the office", on_click=_claim, args=(claims,))


@whole
def _ask(claims: Claims) -> None:
    command = AskToEnter(claims, form_key("ask", claims.identity.digest))
    carry_out(_PLACE, lambda: ask_to_enter(cache.sources().database, command), "You are on the officer's list.")


@whole
def _claim(claims: Claims) -> None:
    command = ClaimOffice(claims.identity, str(st.session_state.get("office-code") or ""))
    if carry_out(_PLACE, lambda: claim_office(cache.sources().database, command), "You are the officer now."):
        st.session_state["office-code"] = ""
