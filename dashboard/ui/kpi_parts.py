"""The board's key figures on the Reports page: each with its numbers, and a download that says what they mean."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.screens.kpis import load_kpis
from dashboard.ui import cache, dates, page
from dashboard.ui.tables import data_table, downloads

_WIDE = {
    "About": st.column_config.TextColumn(width="medium"), "Of": st.column_config.TextColumn(width="small"),
    "Note": st.column_config.TextColumn(width="large"),
}  # fmt: skip


def board_kpis() -> None:
    """The table, and the same with definitions as CSV and XLSX."""
    found = cache.cached(load_kpis)
    page.section(
        f"Board KPIs: {found.headline}",
        f"{day(dates.as_of())} · what cannot be measured is in neither number and counted apart",
    )
    data_table(found.table, alt="Board key figures with their numbers", key="kpis", columns=_WIDE)
    downloads(found.export, name="board-kpis")
