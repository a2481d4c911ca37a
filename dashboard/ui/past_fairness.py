"""Fairness as it was known on a past day: the worst-off groups of that assessment, and charts of one use case."""

from collections.abc import Mapping

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.known_then import Known
from dashboard.services.screens.fairness_choices import load_with_counts
from dashboard.services.screens.fairness_tables import Chosen, load_fairness_tables
from dashboard.services.screens.portfolio import Portfolio, load_portfolio
from dashboard.services.screens.then import Then
from dashboard.ui import (
    cache,
    fairness_groups,
    fairness_more,
    fairness_parts,
    fairness_pickers,
    fairness_trend,
    links,
    page,
    past_known,
)
from dashboard.ui.errors import told
from dashboard.ui.fairness_pickers import Opened
from dashboard.ui.past_case import measured
from dashboard.ui.past_readings import differing
from dashboard.ui.past_what_if import what_if


def fairness(then: Then) -> None:
    """Every use case's worst-off group, and one use case with its pickers."""
    known = past_known.read(then)
    if known is None:
        past_known.not_yet("Fairness", then)
        return
    with past_known.spoken_of(known):
        found, titles = cache.cached(load_portfolio), cache.cached(load_with_counts)
        page.head(f"Fairness, as of {day(then.asked)}", found.headline)
        past_known.notes(known)
        metric, days = fairness_pickers.all_cases(found)
    left, right = st.columns([1, 1], gap="large")
    with left, past_known.spoken_of(known):
        _worst(found, metric)
    with right, told():
        shown = _opened(then, known, (found, titles), (metric, days))
    if shown is not None:
        with told():
            _of_use_case(then, *shown)
    page.source([found.source, "decision counts as they were known"])


def _worst(found: Portfolio, metric: str) -> None:
    fairness_parts.strips(found, metric)
    page.empty("Not kept for past days:", "why a use case could not be measured, in words.")


def _opened(
    then: Then, base: Known, of: tuple[Portfolio, Mapping[str, str]], asked: tuple[str, int]
) -> tuple[Known, Opened] | None:
    """The use case that is picked, with its trend; None, with what to do, where there is nothing to show yet."""
    found, titles = of
    with past_known.spoken_of(base):
        use_case = fairness_pickers.use_case_of(found, titles, asked[0])
    known = None if use_case is None else past_known.read(then, use_case)
    if use_case is None or known is None:
        return None
    with past_known.spoken_of(known):
        past_known.notes(known, beyond=base)
        opened = fairness_pickers.opened_of(found, use_case, titles[use_case], metric=asked[0], days=asked[1])
        if opened is None:
            return None
        fairness_trend.over_time(opened)
    return known, opened


def _of_use_case(then: Then, known: Known, opened: Opened) -> None:
    use_case = opened.found.use_case
    with past_known.spoken_of(known):
        fairness_groups.groups(opened)
        fairness_more.not_tested(opened)
        fairness_more.like_for_like(opened)
        fairness_more.crossed(opened)
        fairness_more.months(opened)
    differing(then, use_case)
    group = opened.group.against if opened.group else None
    chosen = Chosen(opened.asked, opened.found.title, group)
    past_known.beside(then, known, lambda: cache.cached(load_fairness_tables, chosen), use_case=use_case)
    measured(then, use_case)
    what_if(then, known, opened)
    links.to_use_case(use_case, "Open the use case of that day")
