"""The parts of the People page: who is here, who waits at the door, and what the officer does about both."""

import streamlit as st

from dashboard.adapters.identities_store import Newcomer
from dashboard.domain.actors import Role
from dashboard.domain.users import User
from dashboard.services.identities import LetIn, let_in
from dashboard.services.people import ChangeRole, change_role
from dashboard.services.screens.frame import ROLE_WORDS
from dashboard.services.screens.people import PeoplePage
from dashboard.ui import cache, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.whole import whole

_PLACE = "people"
_NEW = ""  # the choice that makes a new person of a newcomer


def everybody(found: PeoplePage) -> None:
    """The table, with its download."""
    told(_PLACE)
    data_table(found.table, alt="People with role, team and number of accounts", key="people-table")
    downloads(found.table, name="people")


def door(found: PeoplePage) -> None:
    """Who asked to be let in, as their provider calls them; what they call themselves proves nothing."""
    page.section(
        f"At the door: {len(found.newcomers)}", "signed in, not known here; the account counts, not what it is called"
    )
    if found.newcomers:
        data_table(found.waiting, alt="Newcomers with account and time", key="newcomers-table")
        downloads(found.waiting, name="newcomers")
    else:
        page.empty("Nobody waits.", "Newcomers sign in and ask to be let in; then they stand here.")


def let_in_form(found: PeoplePage) -> None:
    """Say who a newcomer is: somebody new in a role, or somebody who is here already."""
    if not found.newcomers:
        return
    own = identity.actor().user_id
    known = {user.id: _who(user) for user in found.people if user.id != own}
    choices = {_NEW: "Somebody new", **known}
    waiting = {one.identity.digest: one for one in found.newcomers}
    with st.form("let-in", clear_on_submit=False):
        st.markdown("**Let somebody in.** An account belongs to one person for good.")
        st.selectbox("Newcomer", list(waiting), format_func=lambda one: _called(waiting[one]), key="let-in-who")
        st.selectbox("Is", list(choices), format_func=choices.__getitem__, key="let-in-as")
        st.text_input("Title, if new", key="let-in-title", max_chars=120, placeholder="Team lead, Retention")
        st.text_input("Team, if new", key="let-in-team", max_chars=120)
        st.selectbox("Role, if new", list(ROLE_WORDS)[::-1], format_func=ROLE_WORDS.__getitem__, key="let-in-role")
        st.form_submit_button("Let in", on_click=_let_in, args=(waiting,))


def _who(user: User) -> str:
    return f"{user.title} · {user.team}" if user.team else user.title


def _called(newcomer: Newcomer) -> str:
    says = f" (calls themselves {newcomer.says})" if newcomer.says else ""
    return f"{newcomer.identity.subject}{says}"


@whole
def _let_in(waiting: dict[str, Newcomer]) -> None:
    state = st.session_state  # a form's choices are known only now
    account = waiting[state["let-in-who"]].identity
    user_id, role, title = state["let-in-as"] or None, Role(state["let-in-role"]), str(state["let-in-title"])
    key = form_key("let-in", account.digest, user_id, role, title, state["let-in-team"])
    command = LetIn(account, role, title, str(state["let-in-team"]) or None, user_id, key)
    carry_out(_PLACE, lambda: let_in(cache.sources().database, command, identity.actor()), "Let in.")


def role_form(found: PeoplePage) -> None:
    """Give somebody else another role, or end or renew their access."""
    own = identity.actor().user_id
    others = {user.id: user for user in found.people if user.id != own}
    if not others:
        return
    with st.container(border=True):
        st.markdown("**Change a role.** It holds from their next click on.")
        chosen = others[st.selectbox("Person", list(others), format_func=lambda one: _who(others[one]), key="role-who")]
        roles = list(ROLE_WORDS)
        st.selectbox(
            "Role", roles, index=roles.index(chosen.role), format_func=ROLE_WORDS.__getitem__, key=f"role-{chosen.id}"
        )
        st.checkbox("Active", value=chosen.active, key=f"active-{chosen.id}")
        st.button("Save", key="role-save", on_click=_change, args=(chosen, found.revisions.get(chosen.id, 0)))


@whole
def _change(user: User, revision: int) -> None:
    role, active = Role(st.session_state[f"role-{user.id}"]), bool(st.session_state[f"active-{user.id}"])
    if (role, active) == (user.role, user.active):
        return
    key = form_key("role", user.id, revision, role, active)
    command = ChangeRole(user.id, role, active=active, revision=revision, key=key)
    carry_out(_PLACE, lambda: change_role(cache.sources().database, command, identity.actor()), "Saved.")
