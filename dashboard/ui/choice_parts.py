"""The parts of the Customers page about choices: state by channel, months, steps, identities, what must be erased."""

import streamlit as st

from dashboard.charts.choices import opted_out
from dashboard.services.screens.choices import Ledger, load_choices
from dashboard.ui import cache, page
from dashboard.ui.notice_parts import notices
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def choices(use_case: str) -> None:
    """Everything that customers chose, and what they are told where they choose."""
    found = cache.cached(load_choices, use_case)
    if found is None:
        return
    for ledger in found.ledgers:
        _ledger(ledger, use_case)
    for said in filter(None, (found.identities, found.erasure)):
        st.markdown(plain(said))
    if len(found.steps):
        page.section("Leaving AI beside coming back to it", "Steps by channel, from the registry", level=3)
        data_table(found.steps, alt="Steps to leave AI and to come back, by channel", key="steps")
        downloads(found.steps, name=f"steps-{use_case}")
    notices(use_case, editable=False)


def _ledger(found: Ledger, use_case: str) -> None:
    page.section(f"{found.title} by channel", found.about)
    data_table(found.now, alt=f"{found.title}: the state now, by channel", key=f"now-{found.title}")
    downloads(found.now, name=f"{found.title.lower()}-by-channel-{use_case}")
    if any(len(points) > 1 for points in found.shares.values()):
        st.caption("Share of known customers who opted out, at the end of each month")
        figure = opted_out(found.shares, page.colours())
        alt = f"{found.title}: share of known customers who opted out, by channel and month"
        page.chart_with_numbers(figure, found.months, name=f"{found.title.lower()}-{use_case}", alt=alt)
