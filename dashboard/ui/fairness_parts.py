"""The portfolio on the Fairness page: the worst-off group of every use case, and what could not be measured."""

import streamlit as st

from dashboard.charts.portfolio import MOST, portfolio
from dashboard.domain.fairness import METRICS
from dashboard.domain.wording import plural
from dashboard.services.screens.portfolio import Portfolio, Strip, strip_table
from dashboard.ui import links, page
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
        f"Worst-off group in {plural(len(shown), 'use case')}",
        f"{metric_words(metric)} · shaded: what the charter allows · filled dot: proven, open dot: interval crosses "
        f"the line · n {sum(strip.n for strip in shown):,}",
    )
    figure = portfolio(shown, page.colours(), ratio=METRICS[metric].kind == "ratio")
    page.chart(figure, alt=f"{found.headline}. Worst: {_said(shown[0])}", key="chart-portfolio")
    if len(shown) > MOST:
        st.caption(f"The {MOST} worst are drawn; all {len(shown)} are in the table.")
    same_numbers(strip_table(shown), name="fairness-portfolio")
    if others:
        st.caption(
            f"{plural(len(others), 'more use case')} {'is' if len(others) == 1 else 'are'} judged by another measure."
        )


def _said(strip: Strip) -> str:
    return f"{strip.title}, {strip.attribute} {strip.group}, {strip.value:.2f}"


def untested(found: Portfolio) -> None:
    """Groups that no chart can show, each with its reason."""
    page.section(f"Not tested: {plural(len(found.untested), 'finding')}", "What the chart above cannot show", level=3)
    for one in found.untested[:12]:
        with st.container(gap=None):
            with page.row():
                st.markdown(badge("not_assessed", text=f"? {one.kind}"), width=116)
                links.to_use_case(one.use_case, plain(one.title))
            st.markdown(f":small[{plain(one.text)}]")
    if len(found.untested) > 12:  # what fits beside the chart
        st.caption(f"and {len(found.untested) - 12} more, on the pages of their use cases")
