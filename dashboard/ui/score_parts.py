"""Scores by group on the Fairness page: how well they rank whom, how true they came, and the numbers of both."""

import math

import pandas as pd
import streamlit as st

from dashboard.charts.score_curves import calibration_figure, roc_figure
from dashboard.services.screens.scores import GroupScores, Scores, load_scores
from dashboard.services.screens.words import count, decimal, span
from dashboard.ui import cache, page
from dashboard.ui.fairness_pickers import Opened
from dashboard.ui.tables import downloads, escaped, plain_table
from dashboard.ui.text import plain


def scores(opened: Opened) -> None:
    """Both pictures and the table, or one sentence where there is nothing to hold scores against."""
    asked, found = opened.asked, opened.found
    here = cache.cached(load_scores, asked.use_case, found.attribute, since=opened.here.since)
    words = plain(found.attribute.replace("_", " "))
    if not here.ranked:
        page.empty(*_absent(here, words))
        return
    left, right = st.columns([1, 1], gap="large")
    with left:
        _ranking(here, words)
    with right:
        _calibration(here, words)
    table = _table(here)
    plain_table(escaped(table), alt=f"Scores by {words}")
    downloads(table, name=f"scores-{asked.use_case}")
    if here.withheld:
        gone = ", ".join(here.withheld)
        st.caption(plain(f"Withheld, so that nobody can work out fewer than {here.least} people: {gone}."))


def _absent(here: Scores, words: str) -> tuple[str, str]:
    """What is missing, and what to do."""
    if not here.groups and not here.withheld:
        return "No scores were logged in this window.", "Logs with a score column show ROC and calibration here."
    if not here.groups:
        return f"Too few people by {words} have a score to be shown.", "Choose a longer window or another attribute."
    if not here.labelled:
        return (
            "Nobody's actual outcome is known in this window, so scores cannot be held against it.",
            "Run `python -m dashboard ingest labels`.",
        )
    return (
        f"No group by {words} has both kinds of actual outcome in this window, so nothing says how well scores rank.",
        "Choose a longer window, or run `python -m dashboard ingest labels`.",
    )


def _ranking(here: Scores, words: str) -> None:
    best, least = here.ranked[0], here.ranked[-1]
    span_of = f"from {decimal(least.auc.value, 3)} ({least.group}) to {decimal(best.auc.value, 3)} ({best.group})"
    said = f"AUC runs {span_of}" if best is not least else f"AUC of {best.group} is {decimal(best.auc.value, 3)}"
    apart = "are apart" if best.auc.low > least.auc.high else "overlap"
    sure = f" · intervals of the two {apart}" if best is not least else ""
    page.section(plain(said), f"ROC by {words}, whole months of the window · dotted: chance{sure}", level=3)
    every = ", ".join(f"{one.group} AUC {decimal(one.auc.value, 3)}" for one in here.ranked)
    page.chart(roc_figure(here, page.colours()), alt=f"ROC by {words}: {every}", key="chart-roc")


def _calibration(here: Scores, words: str) -> None:
    held = [one for one in here.ranked if not math.isnan(one.error)]
    if not held:
        page.empty("These scores are no shares between 0 and 1.", "Only shares can be held against what came true.")
        return
    worst = max(held, key=lambda one: one.error)
    said = plain(f"Predictions are off most for {worst.group}: by {_points(worst)} on average")
    few = f"bins of fewer than {here.least} people withheld"
    page.section(said, f"Came true over predicted by {words}, with intervals · dotted: as predicted · {few}", level=3)
    page.chart(calibration_figure(here, page.colours()), alt=f"Calibration by {words}. {said}", key="chart-calibration")


def _points(one: GroupScores) -> str:
    return "–" if math.isnan(one.error) else f"{100 * one.error:.1f} points"


def _auc(one: GroupScores) -> str:
    if one.auc.undefined:
        return one.auc.undefined
    return f"{decimal(one.auc.value, 3)} ({span(one.auc.low, one.auc.high, 3)})"


def _table(here: Scores) -> pd.DataFrame:
    """AUC with its interval, and how far predictions are off on average; who is not recorded comes last."""
    every = [*here.compared, *(one for one in here.groups if one not in here.compared)]
    return pd.DataFrame(
        {
            "Group": [one.group for one in every],
            "n": [count(one.n) for one in every],
            "AUC": [_auc(one) for one in every],
            "Off on average": [_points(one) for one in every],
        }
    )
