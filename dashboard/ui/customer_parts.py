"""The parts of the Customers page: every use case at a glance, one rate over time, contacts after an opt-out."""

import streamlit as st

from dashboard.charts.contacts import contacts_by_month
from dashboard.charts.trend import trend
from dashboard.services.screens.customers import Customers, RateSeries, points_table
from dashboard.services.screens.opt_outs import OptOuts
from dashboard.ui import page
from dashboard.ui.tables import data_table, downloads, thousands
from dashboard.ui.text import plain


def overview(found: Customers) -> None:
    """The last thirty days of every use case."""
    page.section("Every use case with an interaction log", "Last 30 days, with interval and number of conversations")
    data_table(found.table, alt="Rates by use case", columns=thousands(found.table), key="customers")
    downloads(found.table, name="customers")


def over_time(found: RateSeries, use_case: str, title: str) -> None:
    """The months of one rate, and its channels."""
    if found.trend is None:
        page.empty("The log holds no such conversations.", "Pick another rate, or read a longer log.")
        return
    page.section(f"{plain(title)}: {plain(found.trend.title)}", f"{plain(found.trend.caption)} · {found.unit}")
    figure = trend(found.trend, page.colours())
    page.chart_with_numbers(figure, points_table(found), name=f"rate-{use_case}", alt=found.trend.title)
    if found.trend.key:
        st.caption(plain(found.trend.key))
    if not found.channels.empty:
        page.section("By channel", "Last 30 days", level=3)
        data_table(found.channels, alt="The rate by channel", columns=thousands(found.channels), key="channels")
        downloads(found.channels, name=f"channels-{use_case}")


def opt_outs(found: OptOuts, use_case: str) -> None:
    """Contacts after an opt-out: by channel, and each with its two rows."""
    page.section(found.headline, "Each contact names the conversation and the event that it passed over")
    if found.contacts.empty:
        return
    figure = contacts_by_month(found.by_month, page.colours())
    alt = "Contacts with AI after an opt-out by month and channel"
    page.chart_with_numbers(figure, found.by_month, name=f"contacts-by-month-{use_case}", alt=alt)
    sizes = found.by_channel
    data_table(sizes, alt="Contacts after an opt-out by channel", columns=thousands(sizes), key="opt-outs")
    downloads(sizes, name=f"contacts-after-opt-out-by-channel-{use_case}")
    dates = {"Day": st.column_config.DateColumn(format="D MMM YYYY")}
    data_table(found.contacts, alt="Contacts after an opt-out", columns=dates, key="contacts", at_once=8)
    downloads(found.contacts, name=f"contacts-after-opt-out-{use_case}")


def no_log() -> None:
    """Which command brings the data."""
    page.empty(
        "No interaction log has been read yet.", "Run `python -m dashboard ingest interactions FILE --use-case ID`."
    )


def no_history() -> None:
    """Which command brings the consent history."""
    page.section("Contacts after an opt-out")
    page.empty(
        "No consent history has been read for this use case.",
        "Run `python -m dashboard ingest consent FILE --use-case ID`.",
    )
    st.space("small")
