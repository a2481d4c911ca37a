"""Sign-offs on the page of a use case: when each is due, who may give it, and the form for those who may."""

import streamlit as st

from dashboard.domain.wording import plural
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.sign_offs import AskedSignOff, SignOffPage
from dashboard.services.sign_off import SignUseCase, sign_use_case
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "sign_offs"


def sign_offs(found: SignOffPage) -> None:
    """What clauses ask to be signed, the form, and every signature."""
    overdue = sum(one.overdue for one in found.asked)
    page.section(
        f"{plural(len(found.table), 'sign-off')} on record" + (f", {overdue} overdue" if overdue else ""),
        "I have reviewed: by somebody who never owned it and neither submitted nor changed it since the last decision",
    )
    told(_PLACE)
    for one in found.asked:
        when = f":red[**{plain(one.said)}**]" if one.overdue else plain(one.said)
        who = ", ".join(one.may_sign) or "nobody: name a deputy who is not involved"
        st.markdown(f"**{plain(one.title)}** ({plain(', '.join(one.clauses))}): {when}. Who may sign: {plain(who)}.")
    _act(found)
    if found.table.empty:
        st.markdown("No sign-off is on record.")
        return
    shown = {
        "On": st.column_config.DateColumn(format="D MMM YYYY"),
        "What was looked at": st.column_config.TextColumn(width=520),
    }
    data_table(found.table, alt="Sign-offs", columns=shown, at_once=8, key=f"sign-offs-{found.use_case}")
    downloads(found.table, name=f"sign-offs-{found.use_case}")


def _act(found: SignOffPage) -> None:
    actor = identity.actor()
    mine = found.signs(actor)
    if mine:
        box = st.expander("Sign off", key=f"open-sign-{found.use_case}", on_change="rerun")
        if box.open:
            with box:
                _form(found, mine)
    elif found.asked and may(actor, Verb.SIGN) and actor.user_id in found.involved:
        st.markdown(f"You may not sign it off, because you {plain(found.involved[actor.user_id])}.")


def _form(found: SignOffPage, mine: tuple[AskedSignOff, ...]) -> None:
    titles = {one.kind: one.title for one in mine}
    with st.form(f"sign-{found.use_case}", clear_on_submit=False, border=False):
        st.selectbox("What you sign", list(titles), format_func=titles.__getitem__, key="sign-kind")
        st.text_area("What you looked at, and what you found", key="sign-looked-at", max_chars=4000, height=90)
        st.form_submit_button("I have reviewed it", on_click=_sign, args=(found,))


@whole
def _sign(found: SignOffPage) -> None:
    state = st.session_state
    kind, words = str(state["sign-kind"]), str(state.get("sign-looked-at") or "")
    key = form_key("sign", found.use_case, found.revision, kind, words)
    command = SignUseCase(found.use_case, found.revision, kind, words, dates.as_of(), key)
    sources = cache.sources()
    done = "Signed. The next one is counted from today."
    if carry_out(_PLACE, lambda: sign_use_case(sources.database, sources.charter, command, identity.actor()), done):
        state["sign-looked-at"] = ""
