"""The part of a use case's page about its customers; the Customers page has the rest."""

import streamlit as st

from dashboard.services.screens.customer_facts import CustomerFacts, load_customer_facts
from dashboard.ui import cache, links, page
from dashboard.ui.text import plain


def customers(use_case: str) -> None:
    """Told, connected, served, left alone: the last 30 days in a few figures, where a log was read."""
    found: CustomerFacts = cache.cached(load_customer_facts, use_case)
    if not found.figures:
        return
    page.section("Customers", "Last 30 days of its conversations, with interval and number")
    with st.grid(3, min_column_width=200):
        for name, value, note in found.figures:
            st.metric(plain(name), plain(value), delta=plain(note), delta_color="off", delta_arrow="off")
    links.to_customers(use_case, "See them by month, channel and group")
