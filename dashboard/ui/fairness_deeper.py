"""Closed parts of the Fairness page that take work and are read only when opened: scores, search, labels."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.charts.score_curves import calibration_figure, roc_figure
from dashboard.domain.counts import CROSS
from dashboard.services.screens.label_coverage import load_label_coverage
from dashboard.services.screens.scores import Scores, load_scores
from dashboard.services.screens.subgroups import load_subgroups
from dashboard.services.screens.watching_words import EACH_ALONE
from dashboard.services.screens.words import count, decimal, span
from dashboard.ui import cache, page
from dashboard.ui.fairness_pickers import Opened
from dashboard.ui.tables import data_table, downloads, escaped, plain_table
from dashboard.ui.text import plain


def deeper(opened: Opened) -> None:
    """Three expanders; nothing is read before one is opened."""
    _once_open("search", "The worst subgroup, with the search counted in", lambda: _search(opened))
    if CROSS not in opened.found.attribute:
        _once_open("labels", "Whose actual outcome is known", lambda: _labels(opened))
        _once_open("scores", "Scores by group: ROC and calibration", lambda: _scores(opened))


def _once_open(name: str, title: str, fill: Callable[[], None]) -> None:
    box = st.expander(title, key=f"deeper-{name}", on_change="rerun")
    if box.open:
        with box:
            fill()


def _search(opened: Opened) -> None:
    asked, found = opened.asked, opened.found
    searched = cache.cached(load_subgroups, asked.use_case, found.metric, days=asked.days)
    if searched is None:
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


def _scores(opened: Opened) -> None:
    asked, found = opened.asked, opened.found
    scores = cache.cached(load_scores, asked.use_case, found.attribute, since=opened.here.since)
    if not scores.groups:
        page.empty("No scores were logged in this window.", "Logs with a score column show ROC and calibration here.")
        return
    words = plain(found.attribute.replace("_", " "))
    st.caption(f"By {words}, whole months of the window; dotted: chance, and predicted as it came true")
    left, right = st.columns([1, 1], gap="large")
    with left:
        page.chart(roc_figure(scores, page.colours()), alt=f"ROC by {words}: {_ranked(scores)}", key="chart-roc")
    with right:
        page.chart(calibration_figure(scores, page.colours()), alt=f"Calibration by {words}", key="chart-calibration")
    table = _table(scores)
    plain_table(escaped(table), alt=f"Scores by {words}")
    downloads(table, name=f"scores-{asked.use_case}")
    if scores.withheld:
        st.caption(plain(f"Withheld, too few people: {', '.join(scores.withheld)}."))


def _ranked(scores: Scores) -> str:
    return ", ".join(f"{one.group} AUC {decimal(one.auc.value, 3)}" for one in scores.groups)


def _table(scores: Scores) -> pd.DataFrame:
    """AUC with its interval, and how far predictions are off on average."""
    return pd.DataFrame(
        {
            "Group": [one.group for one in scores.groups],
            "n": [count(one.n) for one in scores.groups],
            "AUC": [f"{decimal(one.auc.value, 3)} ({span(one.auc.low, one.auc.high, 3)})" for one in scores.groups],
            "Off by": [decimal(one.error, 3) for one in scores.groups],
        }
    )
