"""What needs me, and what changed since I last looked?"""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.charts.ages import ages_figure
from dashboard.charts.heat_map import heat_map_figure
from dashboard.charts.months import months_figure
from dashboard.charts.status_bar import status_bar
from dashboard.domain.wording import WORDS, day
from dashboard.services.screens.heat import heat_table
from dashboard.services.screens.portfolio_statuses import months_headline, months_table
from dashboard.services.screens.today import load_today
from dashboard.services.screens.waiting import ages_headline, ages_table
from dashboard.ui import cache, dates, identity, page, today_parts
from dashboard.ui.status import counted_badge

me = identity.actor()
found = cache.cached(load_today, me.user_id, me.role.value)
colours = page.colours()

page.head(f"Today · {dates.as_of():%A} {day(dates.as_of())}", found.headline)
if not found.statuses.in_service:
    page.empty(
        "No use case is in service.",
        "Import a register with `python -m dashboard registry import FILE --mapping MAPPING.yaml`, or open Use cases.",
    )
else:
    badges = [counted_badge(status, count) for status, count in found.statuses.counts.items() if count]
    apart = f" · {found.statuses.inventoried:,} more are inventoried and not yet judged"
    st.markdown(" ".join(badges) + (f":small[{apart}]" if found.statuses.inventoried else ""))
    page.chart(
        cache.drawn(status_bar, found.statuses.ordered, colours),
        alt=f"Use cases in service by status. {found.headline}.",
    )

left, right = st.columns([3, 2], gap="large")
with left:
    today_parts.changes(found.changes)
with right:
    today_parts.waiting(found.waiting)
st.space("small")
left, right = st.columns([3, 2], gap="large")
with left:
    today_parts.ahead(found.ahead, pd.Timestamp(dates.as_of()))
with right:
    today_parts.do_we_know(found.knowledge)

if found.heat.rows:
    st.space("small")
    page.section(
        found.heat.headline,
        "Worst status of the clauses under each principle · use cases in service and the organisation itself · "
        "worst first · ✕ breach ▲ watch ◷ waived ? not assessed ✓ meets – not applicable",
    )
    page.chart_with_numbers(
        cache.drawn(heat_map_figure, found.heat, colours),
        partial(heat_table, found.heat),
        name="principles",
        alt=found.heat.headline,
    )

st.space("small")
left, right = st.columns([3, 2], gap="large")
with left:
    page.section(months_headline(found.months), "Use cases in service by status at each month's last assessment")
    if found.months:
        page.chart_with_numbers(
            cache.drawn(months_figure, found.months, colours),
            partial(months_table, found.months, WORDS),
            name="months",
            alt=months_headline(found.months),
        )
with right:
    page.section(ages_headline(found.ages), f"Open items by days since they were opened, {day(dates.as_of())}")
    page.chart_with_numbers(
        cache.drawn(ages_figure, found.ages, colours),
        partial(ages_table, found.ages),
        name="ages",
        alt=ages_headline(found.ages),
    )

if found.assessed:
    run = found.assessed
    page.source(
        [
            f"assessment {run.number:,} of {day(run.as_of)}",
            f"charter {run.charter_version}",
            f"confidence {run.confidence:.0%}".replace("%", " %"),
        ]
    )
