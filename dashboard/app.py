"""The application: identity, then navigation; every page is a script in views/ and answers one question."""

import streamlit as st

from dashboard.services.screens.frame import load_frame
from dashboard.ui import alarm, cache, identity, links, page, sidebar
from dashboard.ui.errors import whole_page

st.set_page_config(page_title="AI ethics", page_icon="⚖️", layout="wide", initial_sidebar_state=240)
identity.refuse_other_machines()
chosen = st.navigation(
    [
        st.Page(links.TODAY, title="Today", icon=":material/today:", default=True),
        st.Page(links.USE_CASES, title="Use cases", icon=":material/list_alt:", url_path="use-cases"),
        st.Page(links.USE_CASE, title="Use case", url_path="use-case", visibility="hidden"),
        st.Page(links.NEW_USE_CASE, title="New use case", icon=":material/add_circle:", url_path="new-use-case"),
        st.Page(links.FAIRNESS, title="Fairness", icon=":material/balance:", url_path="fairness"),
        st.Page(links.REVIEW_ITEMS, title="Review items", icon=":material/checklist:", url_path="review-items"),
        st.Page(links.CHARTER, title="Charter", icon=":material/menu_book:", url_path="charter"),
        st.Page(links.REPORTS, title="Reports", icon=":material/verified_user:", url_path="reports"),
    ]
)
sidebar.logo(page.colours().ink)
with whole_page():
    sidebar.foot(cache.cached(load_frame))
    identity.stamp()
    alarm.banner()
    chosen.run()
