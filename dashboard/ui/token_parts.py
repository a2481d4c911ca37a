"""Tokens on the People page: the list, one form that makes one and shows it once, and the end of one."""

from datetime import timedelta

import streamlit as st

from dashboard.domain.actors import Role
from dashboard.domain.tokens import Scope, Token
from dashboard.services.screens.people import PeoplePage
from dashboard.services.screens.tokens import load_tokens
from dashboard.services.tokens import MakeToken, RevokeToken, make_token, revoke_token
from dashboard.ui import cache, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.whole import whole

_PLACE, _NEW = "tokens", "new_token"
_WORDS = {
    Scope.READ: "Read: use cases, findings, measurements, review items",
    Scope.PUSH_EVIDENCE: "Push evidence",
    Scope.PUSH_COUNTS: "Push counts",
    Scope.METRICS: "Read metrics for monitoring",
}


def tokens(found: PeoplePage) -> None:
    """Every token, and what the officer does about them."""
    listed = load_tokens(cache.sources().database)
    page.section(f"Tokens for programs: {listed.headline}", "by which pipelines and monitoring say who they are")
    told(_PLACE)
    _shown_once()
    if listed.table.empty:
        page.empty("No token was made yet.", "Make one for a pipeline below; docs/api.md says what it may ask.")
    else:
        data_table(listed.table, alt="Tokens with scopes, state, expiry and last use", key="tokens-table")
        downloads(listed.table, name="tokens")
    left, right = st.columns(2, gap="large")
    with left:
        _make_form(found)
    with right:
        _revoke_form(listed.working)


def _shown_once() -> None:
    spelt = st.session_state.pop(_NEW, None)
    if spelt:
        st.markdown("**The new token.** Copy it now: it is shown this once and stored nowhere.")
        st.code(spelt, language=None)


def _make_form(found: PeoplePage) -> None:
    people = {one.id: one.title for one in found.people if one.active and one.role is not Role.SYSTEM}
    with st.form("make-token", clear_on_submit=False):
        st.markdown("**Make a token.** What it pushes, neither this person nor you may accept.")
        st.text_input("For what", key="token-name", max_chars=120, placeholder="Nightly pipeline, Retention")
        st.selectbox("Stands for", list(people), index=None, format_func=people.__getitem__, key="token-user")
        st.multiselect("May", list(_WORDS), format_func=_WORDS.__getitem__, key="token-scopes")
        st.text_input("Only these use cases", key="token-cases", placeholder="ids, parted by commas; empty for all")
        st.number_input("Days", 1, 366, 90, key="token-days")
        st.form_submit_button("Make token", on_click=_make)


@whole
def _make() -> None:
    state = st.session_state  # a form's choices are known only now
    scopes = tuple(one.value for one in state["token-scopes"])
    cases = tuple(one.strip() for one in str(state["token-cases"]).split(",") if one.strip())
    asked = (state["token-name"], state["token-user"] or "", scopes, cases, timedelta(days=int(state["token-days"])))
    command = MakeToken(*asked, key=form_key("token", *asked))

    def make() -> None:
        state[_NEW] = make_token(cache.sources().database, command, identity.actor()).spelt

    carry_out(_PLACE, make, "The token was made.")


def _revoke_form(working: tuple[Token, ...]) -> None:
    if not working:
        return
    names = {one.id: f"{one.name} ({one.id})" for one in working}
    with st.form("revoke-token", clear_on_submit=False):
        st.markdown("**Revoke a token.** Its next request is refused.")
        st.selectbox("Token", list(names), format_func=names.__getitem__, key="token-revoked")
        st.form_submit_button("Revoke", on_click=_revoke)


@whole
def _revoke() -> None:
    chosen = str(st.session_state["token-revoked"])
    command = RevokeToken(chosen, form_key("revoke-token", chosen))
    carry_out(
        _PLACE, lambda: revoke_token(cache.sources().database, command, identity.actor()), "The token is revoked."
    )
