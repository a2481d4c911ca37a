"""The register of cases on a past day: who waited for an answer and by when, as it was known then."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.screens.case import CasePage
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_cases import load_case_then, load_cases_then
from dashboard.ui import cache, case_parts, links, page
from dashboard.ui.picks import pick
from dashboard.ui.text import plain


def cases(then: Then) -> None:
    """Every case at the end of that day, or the one in the address."""
    asked = str(st.query_params.get("case", ""))
    one = cache.cached_over(then, load_case_then, asked) if asked else None
    if one is not None:
        _one(then, one)
    elif asked:
        _nobody(then, asked)
    else:
        _register(then)
    page.source(["the ledger's entries about cases", f"until the end of {day(then.asked)}, UTC"])


def _register(then: Then) -> None:
    found = cache.cached_over(then, load_cases_then)
    page.head(f"Cases, as of {day(then.asked)}", found.headline)
    _another(then, "")
    if found.everything.empty:
        page.empty("No case was in the register.", f"None was recorded until the end of {day(then.asked)}.")
    else:
        case_parts.listed(found)
    case_parts.completeness(found)


def _one(then: Then, found: CasePage) -> None:
    page.head(f"Cases / {plain(found.title)}", plain(f"{found.title}: {found.headline}"))
    _another(then, found.case.id)
    case_parts.known_of(found)
    if found.use_case:
        links.to_use_case(found.use_case, "Open the use case of that day")


def _nobody(then: Then, asked: str) -> None:
    page.head("Cases", f"Nobody had recorded this case on {day(then.asked)}")
    st.markdown(f"The id “{plain(asked)}” came into the register later, or was misspelt in the link.")
    links.to_page(links.CASES, "See all cases of that day")


def _another(then: Then, asked: str) -> None:
    titles = cache.cached_over(then, load_cases_then).titles
    if titles and pick("case", "Open a case", list(titles), titles, none="None") != (asked or None):
        st.rerun()
    if then.charter is None:
        st.caption("Clocks cannot be shown: the charter of then is no longer to be had.")
