"""Who is treated worse, by how much, how sure are we, and since when?"""

import streamlit as st

from dashboard.services.screens.explorer import Asked, Choices, load_choices, load_explorer, load_with_counts
from dashboard.services.screens.portfolio import load_portfolio
from dashboard.ui import cache, fairness_parts, filters, links, page
from dashboard.ui.errors import told
from dashboard.ui.picks import pick

found = cache.cached(load_portfolio)
titles = cache.cached(load_with_counts)
page.head("Fairness", found.headline)

with st.container(horizontal=True, vertical_alignment="top", gap="small"):
    metric = fairness_parts.measure(found)
    days = filters.one_of("window", "Window", fairness_parts.WINDOWS, default="90")
    groups = filters.one_of("groups", "Groups", {"single": "single", "crossed": "crossed"})
    within = filters.switch("within", "Like for like")


def explore() -> None:
    """One use case, by attribute, crossing, stratum and month."""
    usual = [strip.use_case for strip in found.strips if strip.use_case in titles]
    order = list(dict.fromkeys([*usual, *titles]))
    use_case = pick("use_case", "Use case", order, titles)
    if use_case is None:
        page.empty(
            "No decision log has been read yet.", "Run `python -m dashboard ingest decisions FILE --use-case ID`."
        )
        return
    choices: Choices = cache.cached(load_choices, use_case, days=int(days))
    crossed = groups == "crossed"
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        worst = next((strip for strip in found.strips if strip.use_case == use_case), None)
        attribute, group = fairness_parts.pickers(choices, worst, crossed=crossed)
    asked = Asked(use_case, attribute, metric, crossed=crossed, within=within, group=group, days=int(days))
    explored = cache.cached(load_explorer, asked)
    if explored is None:
        page.empty(
            "There is nothing to compare here.",
            "No attribute is collected in this window, or there is only one and nothing to cross it with.",
        )
        return
    fairness_parts.over_time(explored)
    fairness_parts.groups(explored, asked)
    links.to_use_case(use_case, "Open the use case")


left, right = st.columns([1, 1], gap="large")
with left:
    fairness_parts.strips(found, metric)
    if found.untested:
        fairness_parts.untested(found)
with right, told():
    explore()
page.source([found.source, "decision counts", "metrics named after Fairlearn and AIF360, Newcombe and MOVER intervals"])
