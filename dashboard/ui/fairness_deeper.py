"""Closed parts of the Fairness page that take work and are read only when opened: scores, search, labels."""

from collections.abc import Callable

import streamlit as st

from dashboard.domain.counts import CROSS
from dashboard.services.screens.label_coverage import load_label_coverage
from dashboard.services.screens.subgroups import load_subgroups
from dashboard.services.screens.watching_words import EACH_ALONE
from dashboard.ui import cache, page
from dashboard.ui.fairness_pickers import Opened, counted_alone
from dashboard.ui.score_parts import scores
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def deeper(opened: Opened) -> None:
    """Three expanders; nothing is read before one is opened."""
    _once_open("search", "The worst subgroup, with the search counted in", lambda: _search(opened))
    if CROSS not in opened.found.attribute:
        _once_open("labels", "Whose actual outcome is known", lambda: _labels(opened))
        _once_open("scores", "Scores by group: ROC and calibration", lambda: scores(opened))


def _once_open(name: str, title: str, fill: Callable[[], None]) -> None:
    box = st.expander(title, key=f"deeper-{name}", on_change="rerun")
    if box.open:
        with box:
            fill()


def _search(opened: Opened) -> None:
    asked, found = opened.asked, opened.found
    searched = cache.cached(load_subgroups, asked.use_case, found.metric, days=asked.days)
    if searched is None:
        if alone := counted_alone(opened):
            page.empty("Nothing is counted jointly here.", alone)
            return
        page.empty("Nothing was counted jointly here.", "A log with two attributes or more can be searched.")
        return
    again = "" if opened.here.counts.people.empty else f" {EACH_ALONE}"
    st.markdown(plain(f"{searched.said}{again}"))
    data_table(searched.numbers, alt="The ten worst subgroups", key="table-search")
    downloads(searched.numbers, name=f"subgroups-{asked.use_case}")


def _labels(opened: Opened) -> None:
    asked, found = opened.asked, opened.found
    known = cache.cached(load_label_coverage, asked.use_case, found.attribute, found.metric, days=asked.days)
    if known is None:
        page.empty("No actual outcome is known in this window.", "Run `python -m dashboard ingest labels`.")
        return
    st.markdown(plain(known.said or "The outcome is known about as often in every group and after every decision."))
    data_table(known.numbers, alt="Outcomes known by group and decision", key="table-labels")
    downloads(known.numbers, name=f"labels-{asked.use_case}")
