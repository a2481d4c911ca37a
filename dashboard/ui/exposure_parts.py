"""Possible exposure on the Reports page: open breaches with the legal duties that may stand behind them."""

import streamlit as st

from dashboard.services.screens.exposure import NO_ADVICE, load_exposure
from dashboard.ui import cache, page
from dashboard.ui.tables import data_table, downloads, same_numbers


def exposure() -> None:
    """One row a breach; the articles with their sources below, closed, and both for download."""
    found = cache.cached(load_exposure)
    page.section(f"Possible exposure: {found.headline}")
    st.caption(NO_ADVICE)
    if found.breaches.empty:
        return
    data_table(found.breaches, alt="Open breaches and what may stand behind them", key="exposure", at_once=12)
    downloads(found.breaches, name="possible-exposure")
    if not found.articles.empty:
        same_numbers(found.articles, name="possible-exposure-articles", title="The articles behind them")
