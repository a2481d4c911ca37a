"""What do we run?"""

from functools import partial

import streamlit as st

from dashboard.domain.wording import SHOWN_ORDER, label
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.use_cases import Wanted, as_export, load_use_cases, select_rows
from dashboard.ui import cache, filters, identity, links, page, tables
from dashboard.ui.saved_views import saved_views
from dashboard.ui.status import status_column

found = cache.cached(load_use_cases)
page.head("Use cases", found.headline)
if found.rows.empty:
    page.empty(
        "Nothing is registered.",
        "Import a register with `python -m dashboard registry import FILE --mapping MAPPING.yaml`.",
    )
    st.stop()

apart = f" · {found.inventoried:,} inventoried: imported, not yet onboarded, not judged"
st.caption(f"{found.in_service:,} in service" + (apart if found.inventoried else ""))
with st.container(horizontal=True, vertical_alignment="top", gap="small"):
    text = filters.search("q", "Search", placeholder="title, team or channel")
    team = filters.one_long("team", "Team", found.teams)
    shown = f"Show {found.inventoried:,} inventoried"
    with_inventoried = bool(found.inventoried) and filters.switch("inventoried", shown)
with st.container(horizontal=True, vertical_alignment="top", gap="small"):
    statuses = filters.several("status", "Status", {status: label(status) for status in SHOWN_ORDER[:5]})
    tiers = filters.several("tier", "Risk tier", found.tiers)
    lifecycles = filters.several("lifecycle", "Lifecycle", found.lifecycles)

with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    saved_views("use-cases", links.USE_CASES)
    if may(identity.actor(), Verb.REGISTER):
        links.to_page(links.NEW_USE_CASE, "Register a new use case")
        links.to_page(links.MY_WORK, "My work")
rows = select_rows(
    found.rows,
    Wanted(text=text, statuses=statuses, tiers=tiers, lifecycles=lifecycles, team=team, inventoried=with_inventoried),
)
st.markdown(f"**{len(rows):,} of {len(found.rows):,} use cases** :small[worst first; select a row to open its page]")
if rows.empty:
    page.empty("Nothing matches.", "Take a filter away, or search for fewer words.")
    st.stop()

picked = tables.data_table(
    found.table.loc[rows.index],
    alt=f"{len(rows):,} use cases with status, open items and next review",
    key="use-cases",
    on_select="rerun",
    selection_mode="single-row",
    columns={
        "Use case": st.column_config.TextColumn(width=190, pinned=True),
        "Status": status_column(),
        "Decided": st.column_config.TextColumn(width=80, help="clauses decided of those that apply"),
        "Worst clause": st.column_config.TextColumn(width=95),
        "Open items": st.column_config.NumberColumn(width=85),
        "Next review": st.column_config.DateColumn(width=100, format="D MMM YYYY"),
        "Worst ratio": st.column_config.LineChartColumn(
            width=120, y_min=0.5, y_max=1.0, help="smallest ratio between two groups at each assessment; 1 is equal"
        ),
    },
)
if picked.selection.rows:
    st.switch_page(links.USE_CASE, query_params={"id": rows.iloc[picked.selection.rows[0]]["id"]})

tables.downloads(partial(as_export, rows), name="use-cases")
