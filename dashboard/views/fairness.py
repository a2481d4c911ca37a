"""Who is treated worse, by how much, how sure are we, and since when?"""

import streamlit as st

from dashboard.services.screens.fairness_choices import load_with_counts
from dashboard.services.screens.portfolio import load_portfolio
from dashboard.ui import (
    cache,
    fairness_deeper,
    fairness_groups,
    fairness_more,
    fairness_parts,
    fairness_pickers,
    fairness_remedies,
    fairness_thresholds,
    fairness_trend,
    fairness_two_models,
    links,
    page,
)
from dashboard.ui.errors import told

found = cache.cached(load_portfolio)
titles = cache.cached(load_with_counts)
page.head("Fairness", found.headline)
metric, days = fairness_pickers.all_cases(found)


def portfolio() -> None:
    """Every use case's worst-off group."""
    fairness_parts.strips(found, metric)
    fairness_parts.untested(found, metric)


left, right = st.columns([1, 1], gap="large")
with left:
    portfolio()
with right, told():
    opened = fairness_pickers.one_case(found, titles, metric=metric, days=days)
    if opened is not None:
        fairness_trend.over_time(opened)
if opened is not None:
    with told():
        fairness_groups.groups(opened)
        fairness_more.not_tested(opened)
        fairness_more.like_for_like(opened)
        fairness_more.crossed(opened)
        fairness_more.months(opened)
        fairness_deeper.deeper(opened)
        fairness_thresholds.thresholds(opened)
        fairness_remedies.remedies(opened)
        fairness_two_models.two_models(opened)
        fairness_more.again(opened)
        links.to_use_case(opened.found.use_case, "Open the use case")
page.source(
    [found.source, "decision counts", "metrics named after Fairlearn and AIF360, Newcombe, MOVER and Welch intervals"]
)
