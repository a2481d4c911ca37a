"""What changed between two days, and what caused each change?"""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.errors import InputRejected, NotFound
from dashboard.services.screens.between import first_days, load_between
from dashboard.ui import between_parts, cache, dates, filters, page
from dashboard.ui.looks import read
from dashboard.ui.text import plain

known = cache.cached(first_days)
if known is None:
    page.head("What changed between", "Nothing was assessed yet")
    page.empty("There are no two days to compare.", "`python -m dashboard assess` makes the first assessment.")
    st.stop()
place, wrong = st.container(), filters.no_days("from", "to")
first, second = between_parts.pickers(known, dates.as_of())
if wrong:
    with place:
        page.head("What changed between", "These two days cannot be compared")
    st.warning(f"“{plain(wrong[0])}” is not a date such as 2026-11-23.", icon=":material/event_busy:")
    st.stop()
try:
    found = read("between", "Compare these days", load_between, first, second)
except (InputRejected, NotFound) as error:
    with place:
        page.head("What changed between", "These two days cannot be compared")
    st.warning(str(error), icon=":material/event_busy:")
    st.stop()
with place:
    page.head(f"What changed between {day(first)} and {day(second)}", found.headline if found else "Not compared yet")
if found is None:
    st.stop()
for note in found.notes:
    st.caption(note)
between_parts.statuses(found)
between_parts.changes(found)
between_parts.attached(found)
page.source(["stored assessments and their flips", "the ledger's entries in between"])
