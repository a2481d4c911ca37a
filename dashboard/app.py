"""The application: identity, then navigation; every page is a script in views/ and answers one question."""

import streamlit as st

from dashboard.services.screens.frame import load_frame
from dashboard.services.sign_in import Door
from dashboard.ui import alarm, cache, identity, long_work, navigation, page, past_parts, sidebar, whole
from dashboard.ui.errors import whole_page

st.set_page_config(page_title="AI ethics", page_icon="⚖️", layout="wide", initial_sidebar_state=240)
sidebar.logo(page.colours().ink)
with whole.one_run(), cache.one_moment(), whole_page(), long_work.attended():
    if not identity.company_mode():
        identity.refuse_other_machines()
    elif identity.signed_in().door is not Door.IN:
        st.navigation(navigation.doors(), position="hidden").run()
        st.stop()
    past = sidebar.foot(cache.cached(load_frame))
    chosen = st.navigation(navigation.pages(identity.actor().role))
    identity.stamp()
    alarm.banner()
    past_parts.run(chosen, past)
