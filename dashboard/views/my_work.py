"""What is asked of me, and where are my requests?"""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.screens.drafts import load_drafts
from dashboard.services.screens.my_work import load_my_work
from dashboard.ui import cache, dates, identity, links, my_work_parts, page

me = identity.actor()
found = cache.cached(load_my_work, me.user_id)

page.head(f"My work · {dates.as_of():%A} {day(dates.as_of())}", found.headline)
left, right = st.columns([3, 2], gap="large")
with left:
    my_work_parts.use_cases(found)
with right:
    my_work_parts.items(found.items)
    my_work_parts.requests(found.waiting, found.answered)
    my_work_parts.drafts(load_drafts(cache.sources(), cache.intake(), me))
links.to_page(links.BEING_TOLD, "Be told by mail or calendar")
page.source([f"registry, newest assessment and requests, as of {day(dates.as_of())}"])
