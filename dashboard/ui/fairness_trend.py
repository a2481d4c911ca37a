"""One group over time on the Fairness page: months, what happened, how sure we are, and what weekly looks conclude."""

import streamlit as st

from dashboard.charts.trend import trend
from dashboard.services.screens.one_group import OneGroup
from dashboard.services.screens.sureness import Sure
from dashboard.services.screens.trend import trend_table
from dashboard.services.screens.watching import Watching
from dashboard.services.screens.watching_words import EACH_ALONE, WHY_NOT_WEEKLY, watched_words, watching_table
from dashboard.ui import filters, page
from dashboard.ui.fairness_pickers import Opened
from dashboard.ui.tables import same_numbers
from dashboard.ui.text import plain


def over_time(opened: Opened) -> None:
    """The group's months, with what happened meanwhile, and how sure we are."""
    group = opened.group
    if group is None or group.trend is None:
        page.empty("There is no month to show.", "Pick another group, or read a longer log.")
        return
    series = group.trend
    page.section(f"{plain(opened.found.title)}: {plain(series.title)}", plain(series.caption))
    every_look = group.watching is not None and filters.switch("looks", "Show the limits that hold at every look")
    figure = trend(series, page.colours(), watched=group.watching, every_look=every_look)
    page.chart(figure, alt=f"{opened.found.title}: {series.title}", key="chart-trend")
    if series.key:
        st.markdown(f":small[{plain(series.key)}]")
    same_numbers(trend_table(series), name=f"trend-{opened.found.use_case}")
    if group.sure is not None:
        _sure(group.sure)
    _since(group, group.watching, recurring=not opened.here.counts.people.empty)


def _sure(sure: Sure) -> None:
    page.section("How sure are we?", level=3)
    st.markdown(plain(sure.sentence))


def _since(group: OneGroup, watching: Watching | None, *, recurring: bool) -> None:
    page.section("Is it real, and since when?", level=3)
    if watching is None:
        what = "Pick one attribute and a measure that compares a share of decisions with a reference group."
        page.empty("Weekly looks are not possible here.", what)
        return
    st.markdown(plain(f"{watched_words(watching)} {EACH_ALONE if recurring else ''}".rstrip()))
    st.markdown(f":small[{plain(WHY_NOT_WEEKLY)}]")
    same_numbers(watching_table(watching), name=f"looks-{group.against.group}", title="Every weekly look as a table")
