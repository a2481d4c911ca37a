"""What needs me, and what changed since I last looked?"""

import pandas as pd
import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.today import load_today
from dashboard.ui import cache, dates, identity, page, telling_parts, today_charts, today_parts

me = identity.actor()
found = cache.cached(load_today, me.user_id, me.role.value)
colours = page.colours()

page.head(f"Today · {dates.as_of():%A} {day(dates.as_of())}", found.headline)
if may(me, Verb.TELL):
    telling_parts.undelivered()
today_charts.statuses(found.statuses, found.headline, colours)

left, right = st.columns([3, 2], gap="large")
with left:
    today_parts.changes(found.changes)
with right:
    today_parts.waiting(found.waiting, found.to_decide)
st.space("small")
left, right = st.columns([3, 2], gap="large")
with left:
    today_parts.ahead(found.ahead, pd.Timestamp(dates.as_of()))
with right:
    today_parts.do_we_know(found.knowledge)

today_charts.principles(found.heat, colours)
st.space("small")
left, right = st.columns([3, 2], gap="large")
with left:
    today_charts.months(found.months, colours)
with right:
    today_charts.ages(found.ages, dates.as_of(), colours)

if found.assessed:
    run = found.assessed
    share = f"confidence {100 * run.confidence:.0f} %"
    page.source([f"assessment {run.number:,} of {day(run.as_of)}", f"charter {run.charter_version}", share])
