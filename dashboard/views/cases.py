"""Who complained, contested, asked or was harmed, and who must answer by when?"""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.screens.case import load_case
from dashboard.services.screens.cases import load_cases
from dashboard.ui import cache, case_parts, dates, links, page
from dashboard.ui.picks import pick
from dashboard.ui.text import plain

asked, now = str(st.query_params.get("case", "")), dates.now()
found = cache.cached(load_cases, now)
one = cache.cached(load_case, asked, now) if asked else None
if asked and one is None:
    case_parts.nothing_here(asked)
else:
    if one is not None:
        page.head(f"Cases / {plain(one.title)}", plain(f"{one.title}: {one.headline}"))
    else:
        page.head(f"Cases · {day(dates.as_of())}", found.headline)
    if found.titles:
        chosen = pick("case", "Open a case", list(found.titles), found.titles, none="None")
        if chosen != (asked or None):
            st.rerun()
    if one is not None:
        case_parts.one_case(one)
    else:
        case_parts.register(found)
    links.to_page(links.CUSTOMERS, "Back to Customers")
page.source(["register of cases", f"as of {day(now)}, {now:%H:%M} UTC"])
