"""The part of the Customers page about what customers say: NPS by handling, and an indicator beside the compliance."""

import streamlit as st

from dashboard.charts.beside import beside
from dashboard.charts.handling import handling
from dashboard.services.screens.beside import ALL, LAGS, load_beside, load_compared
from dashboard.services.screens.indicators import NO_CAUSE, load_handling, load_series_names
from dashboard.ui import cache, page
from dashboard.ui.picks import pick
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def indicators() -> None:
    """NPS by handling and one indicator beside the compliance; what to do where nothing was read yet."""
    names = cache.cached(load_series_names)
    if not names:
        page.section("What customers say")
        page.empty("No indicators have been read yet.", "Run `python -m dashboard ingest indicators FILE`.")
        return
    _handling()
    _beside(names)


def _handling() -> None:
    found = cache.cached(load_handling)
    if found is None:
        return
    page.section(plain(found.headline), found.caption)
    st.caption(NO_CAUSE)
    figure = handling(found.series, page.colours())
    page.chart_with_numbers(figure, found.table, name="nps", alt=found.headline)
    data_table(found.newest, alt="Net Promoter Score by how customers were handled", key="nps-newest")
    downloads(found.newest, name="nps-newest")


def _beside(names: dict[str, str]) -> None:
    page.section("What customers say, and how far the charter is met", "One indicator and the compliance by month")
    titles = cache.cached(load_compared)
    with st.container(horizontal=True):
        series = pick("series", "Indicator", list(names), names)
        of = pick("beside", "Compliance of", list(titles), titles)
        lag = pick("lag", "Indicator comes later by", list(LAGS), LAGS)
    found = cache.cached(load_beside, series or "", of or ALL, int(lag or 0))
    if found is None:
        page.empty("There is nothing to show for this choice.", "Pick another indicator.")
        return
    page.section(plain(found.title), plain(found.caption), level=3)
    st.caption(f"{NO_CAUSE} Two lines that move together prove nothing about each other.")
    page.chart_with_numbers(beside(found, page.colours()), found.table, name="beside", alt=found.title)
