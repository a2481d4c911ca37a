"""The parts of pages that show how long something took: waits by month and by group, and how fast opt-outs travel."""

import streamlit as st

from dashboard.charts.group_times import group_times
from dashboard.charts.trend import trend
from dashboard.domain.amounts import AMOUNTS
from dashboard.services.screens.customers import RateSeries, points_table
from dashboard.services.screens.propagation import Propagation, load_propagation
from dashboard.services.screens.times import SHOWN, Times, group_table, load_times
from dashboard.ui import cache, filters, page
from dashboard.ui.fact_parts import facts
from dashboard.ui.tables import data_table, downloads, thousands
from dashboard.ui.text import plain


def waits(use_case: str) -> None:
    """One wait of a use case: by group now, and by month."""
    measure = filters.one_of("wait", "Wait", {name: AMOUNTS[name].plain for name in SHOWN})
    found: Times = cache.cached(load_times, use_case, measure)
    page.section(plain(found.title), plain(found.caption))
    if found.trend is None:
        page.empty("The log holds no such waits.", "It needs `served_at`, or when a person was asked for and joined.")
        return
    st.markdown(plain(found.covered))
    figure = group_times(found, page.colours())
    page.chart_with_numbers(figure, group_table(found), name=f"waits-{use_case}-{measure}", alt=found.title)
    page.section(found.trend.title, plain(found.trend.caption), level=3)
    series = RateSeries(found.trend, "seconds", group_table(found))
    picture = trend(found.trend, page.colours())
    name = f"waits-by-month-{use_case}-{measure}"
    page.chart_with_numbers(picture, points_table(series), name=name, alt=found.trend.title)
    if found.trend.key:
        st.caption(plain(found.trend.key))


def propagation(use_case: str) -> None:
    """How long opt-outs take to reach the last system."""
    found: Propagation = cache.cached(load_propagation, use_case)
    page.section("How fast an opt-out reaches the last system", plain(found.headline))
    if not found.facts:
        page.empty("Nobody opted out lately.", "Or the newest consent history has not been read yet.")
        return
    facts(found.facts, columns=3)
    data_table(found.by_channel, alt="Opt-outs by channel", columns=thousands(found.by_channel), key="propagation")
    downloads(found.by_channel, name=f"opt-outs-{use_case}")
    st.markdown("**The slowest, and those whose effect nobody recorded**")
    dates = {"Recorded": st.column_config.DateColumn(format="D MMM YYYY")}
    data_table(found.slowest, alt="The slowest opt-outs", columns=dates, key="slowest", at_once=8)
    downloads(found.slowest, name=f"slowest-opt-outs-{use_case}")
