"""Who may do what here, and who wants to come in?"""

import streamlit as st

from dashboard.services.permissions import Verb, may
from dashboard.services.screens.people import load_people
from dashboard.ui import cache, identity, page, people_parts, token_parts
from dashboard.ui.hand_over_parts import hand_over_form

found = cache.cached(load_people)
page.head("People", found.headline)
people_parts.everybody(found)
if identity.company_mode():
    people_parts.door(found)
if may(identity.actor(), Verb.PEOPLE):
    left, right = st.columns(2, gap="large")
    with left:
        people_parts.role_form(found)
    with right:
        people_parts.let_in_form(found)
if may(identity.actor(), Verb.TOKENS):
    token_parts.tokens(found)
if may(identity.actor(), Verb.HAND_OVER):
    hand_over_form(found)
page.source(["people and accounts in the store, as of now"])
