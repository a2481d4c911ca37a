"""The pictures of Today: bar, heat map, months and ages, each with a sentence above and its numbers below."""

from datetime import date
from functools import partial

import streamlit as st

from dashboard.charts.ages import ages_figure
from dashboard.charts.heat_map import heat_map_figure
from dashboard.charts.months import months_figure
from dashboard.charts.palette import Palette
from dashboard.charts.status_bar import status_bar
from dashboard.domain.wording import WORDS, day
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.heat import HeatMap, heat_table
from dashboard.services.screens.portfolio_statuses import Month, StatusCounts, months_headline, months_table
from dashboard.services.screens.waiting import AgeBucket, ages_headline, ages_table
from dashboard.ui import cache, links, page
from dashboard.ui.status import counted_badge

_KEY = "worst first · ✕ breach ▲ watch ◷ waived ? not assessed ✓ meets – not applicable"


def statuses(found: StatusCounts, headline: str, colours: Palette) -> None:
    """Badges with words, and one bar; inventoried use cases apart."""
    if not found.in_service:
        page.empty(
            "No use case is in service.",
            "Import a register with `python -m dashboard registry import FILE --mapping MAPPING.yaml`.",
        )
        return
    badges = " ".join(counted_badge(status, count) for status, count in found.ordered if count)
    apart = f" :small[· {found.inventoried:,} more are inventoried and not yet judged]" if found.inventoried else ""
    st.markdown(badges + apart)
    page.chart(cache.drawn(status_bar, found.ordered, colours), alt=f"Use cases in service by status. {headline}.")


def principles(heat: HeatMap, colours: Palette) -> None:
    """Use case × principle."""
    if not heat.rows:
        return
    st.space("small")
    worst = "Worst status of the clauses under each principle · use cases in service and the organisation itself"
    more = len(heat.rows) - len(heat.shown)
    drawn = f" · the {len(heat.shown) - 1} worst are drawn, all {len(heat.rows) - 1} are in the table" if more else ""
    page.section(heat.headline, f"{worst} · {_KEY}{drawn}")
    figure = cache.drawn(heat_map_figure, heat, colours)
    page.chart_with_numbers(figure, partial(heat_table, heat), name="principles", alt=heat.headline)
    if heat.rows[0].use_case == "":
        links.to_use_case(ORGANISATION, "Open the organisation's own clauses")


def months(shown: tuple[Month, ...], colours: Palette) -> None:
    """Statuses over twenty-four months."""
    said = months_headline(shown)
    page.section(said, "Use cases in service by status at each month's last assessment")
    if shown:
        figure = cache.drawn(months_figure, shown, colours)
        page.chart_with_numbers(figure, partial(months_table, shown, WORDS), name="months", alt=said)
    else:
        page.empty("Nothing was assessed yet.", "`python -m dashboard assess` makes the first point.")


def ages(buckets: tuple[AgeBucket, ...], as_of: date, colours: Palette) -> None:
    """Open review items by age."""
    said = ages_headline(buckets)
    page.section(said, f"Open items by days since they were opened, {day(as_of)}")
    if sum(bucket.items for bucket in buckets):
        figure = cache.drawn(ages_figure, buckets, colours)
        page.chart_with_numbers(figure, partial(ages_table, buckets), name="ages", alt=said)
