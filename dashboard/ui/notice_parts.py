"""The notices of a use case: what is missing, what customers read, every version, and the form for another one."""

from datetime import date

import streamlit as st

from dashboard.domain.notices import KINDS
from dashboard.domain.wording import plural
from dashboard.services.notices import PublishNotice, publish_notice
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.notices import Notices, ShownNotice, load_notices
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.status import badge
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "notice"


def notices(use_case: str, *, editable: bool = True) -> None:
    """Gaps first, then each notice as customers read it; the form for those who may change the record."""
    found = cache.cached(load_notices, use_case)
    if found is None or not (found.asked or len(found.table)):
        return
    missing = f", {plural(len(found.gaps), 'gap')}" if found.gaps else ""
    page.section(f"{plural(len(found.shown), 'notice')} that customers read{missing}", "By channel and language")
    told(_PLACE)
    for said in found.gaps:
        st.markdown(f"{badge('watch', text='▲ Gap')} {plain(said)}")
    for one in found.shown:
        _as_read(one)
    if len(found.table):
        _every_version(found)
    if editable and may(identity.actor(), Verb.CHANGE):
        box = st.expander("Put a notice on record", key=f"open-notice-{use_case}", on_change="rerun")
        if box.open:
            with box:
                _form(found)


def _as_read(one: ShownNotice) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(one.title)}**")
        st.text(one.text)
        st.caption(plain(one.since))


def _every_version(found: Notices) -> None:
    box = st.expander("Every version", key=f"open-notices-{found.use_case}", on_change="rerun")
    if box.open:
        with box:
            columns = {"Live from": st.column_config.DateColumn(format="D MMM YYYY")}
            data_table(found.table, alt="Every version of the notices", columns=columns, at_once=8, key="notices")
            downloads(found.table, name=f"notices-{found.use_case}")


def _form(found: Notices) -> None:
    with st.form(f"notice-{found.use_case}", clear_on_submit=False, border=False):
        kind, channel, language = st.columns(3)
        kind.selectbox("Kind", list(KINDS), format_func=KINDS.__getitem__, key="notice-kind")
        if found.channels:
            channel.selectbox("Channel", list(found.channels), key="notice-channel")
        else:
            channel.text_input("Channel", max_chars=80, key="notice-channel")
        language.text_input("Language, such as de", max_chars=6, key="notice-language")
        version, live = st.columns(2)
        version.text_input("Version", max_chars=60, key="notice-version")
        live.date_input("Customers read it from", value=dates.as_of(), format="DD/MM/YYYY", key="notice-day")
        st.text_area("Words as customers read them", max_chars=4000, height=110, key="notice-text")
        st.form_submit_button("Save this notice", on_click=_save, args=(found,))


@whole
def _save(found: Notices) -> None:
    state = st.session_state
    texts = {
        name: str(state.get(f"notice-{name}") or "") for name in ("kind", "channel", "language", "version", "text")
    }
    live = state.get("notice-day")
    first = live if isinstance(live, date) else dates.as_of()
    key = form_key("notice", found.use_case, found.revision, *texts.values(), first)
    command = PublishNotice(found.use_case, found.revision, **texts, live_from=first, key=key)
    carry_out(_PLACE, lambda: publish_notice(cache.sources().database, command, identity.actor()), "Saved.")
