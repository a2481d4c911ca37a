"""The portfolio on the Fairness page: the worst-off group of every use case, and what could not be measured."""

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.palette import Palette
from dashboard.charts.portfolio import MOST, portfolio
from dashboard.domain.fairness import METRICS
from dashboard.domain.wording import plural
from dashboard.services.screens.portfolio import Portfolio, Strip
from dashboard.services.screens.strip_table import strip_table
from dashboard.ui import cache, links, page
from dashboard.ui.clicks import turns
from dashboard.ui.fairness_pickers import metric_words
from dashboard.ui.status import badge
from dashboard.ui.tables import same_numbers
from dashboard.ui.text import plain


def strips(found: Portfolio, metric: str) -> None:
    """The worst-off group of each use case under this metric, and what cannot be shown."""
    shown = tuple(strip for strip in found.strips if strip.metric == metric)
    others = {strip.use_case for strip in found.strips} - {strip.use_case for strip in shown}
    if not shown:
        page.empty(
            "No use case is judged by this measure.",
            "Pick one of the charter's measures, or explore a use case with it on this page.",
        )
        return
    page.section(
        f"Worst-off group in {plural(len(shown), 'use case')}{_missing(found)}",
        f"{metric_words(metric)}{_units(shown)} · shaded: what the charter allows · filled dot: proven, open dot: "
        f"interval crosses the line · n {sum(strip.n for strip in shown):,} · click a row to open it",
    )
    key = "chart-portfolio"
    figure = cache.drawn(_figure, shown[:MOST], page.colours(), METRICS[metric].kind == "ratio")
    clicked = turns(key, lambda point: dict(zip(("use_case", "attribute", "group"), point["customdata"], strict=True)))
    page.clickable(figure, alt=f"{found.headline}. Worst: {_said(shown[0])}", key=key, clicked=clicked)
    if len(shown) > MOST:
        st.caption(f"The {MOST} worst are drawn; all {len(shown)} are in the table.")
    same_numbers(strip_table(shown), name="fairness-portfolio")
    if others:
        st.caption(
            f"{plural(len(others), 'more use case')} {'is' if len(others) == 1 else 'are'} judged by another measure."
        )


def _figure(shown: tuple[Strip, ...], colours: Palette, ratio: bool) -> go.Figure:  # noqa: FBT001  # a key
    return portfolio(shown, colours, ratio=ratio)


def _units(shown: tuple[Strip, ...]) -> str:
    """Amounts of several use cases may stand side by side that nobody can add up."""
    units = sorted({strip.figures.compared_unit for strip in shown} - {""})
    return f", each in its own unit: {plain(', '.join(units))}" if len(units) > 1 else ""


def _missing(found: Portfolio) -> str:
    return f"; {found.not_measurable} more cannot be measured" if found.not_measurable else ""


def _said(strip: Strip) -> str:
    return f"{strip.title}, {strip.attribute} {strip.group}, {strip.figures.told(strip.value)}"


def untested(found: Portfolio, metric: str) -> None:
    """Groups that no chart can show, each with its reason; below the chart of this metric, if there is one."""
    if not found.untested:
        return
    part = len({one.use_case for one in found.untested if not one.whole})
    page.section(
        f"Not measurable: {plural(found.not_measurable, 'use case')}, and {part} only in part",
        "What the chart above cannot show, and why",
        level=3 if any(strip.metric == metric for strip in found.strips) else 2,
    )
    for one in found.untested[:12]:
        with st.container(gap=None):
            with page.row():
                st.markdown(badge("not_assessed", text=f"? {one.kind}"), width=116)
                links.to_use_case(one.use_case, plain(one.title))
            st.markdown(f":small[{plain(one.text)}]")
    if len(found.untested) > 12:  # what fits beside the chart
        st.caption(f"and {len(found.untested) - 12} more, on the pages of their use cases")
