"""How am I told what concerns me, and which services of the organisation are told?"""

import streamlit as st

from dashboard.services.permissions import Verb, may
from dashboard.services.screens.telling import load_telling
from dashboard.settings import load_mail
from dashboard.ui import cache, feed_parts, identity, page, telling_parts

me = identity.actor()
found = load_telling(cache.sources(), me.user_id, mail=load_mail() is not None)

page.head("Being told", found.headline)
telling_parts.outcome()
if may(me, Verb.TELL):
    telling_parts.undelivered()
left, right = st.columns(2, gap="large")
with left:
    telling_parts.mine(found)
    feed_parts.calendar(found)
with right:
    telling_parts.webhooks(found)
    if may(me, Verb.WEBHOOKS):
        telling_parts.webhook_forms(found)
page.source(["choices of people and webhooks in the store, as of now"])
