"""A use case on one page of paper, from its page: whoever sees the page may print it, so it writes nothing."""

from functools import partial

import streamlit as st

from dashboard.reports.paper_pdf import to_pdf
from dashboard.reports.sheet_paper import sheet_paper
from dashboard.services.screens.ledger import load_trust
from dashboard.services.screens.sheet import load_sheet
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import load_settings
from dashboard.ui import cache, dates


def sheet(use_case: str) -> None:
    """The download; it is made when somebody asks for it."""
    st.download_button(
        "Download one page as PDF",
        partial(_made, use_case),
        file_name=f"{use_case}-{dates.as_of()}.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        key="sheet-pdf",
        on_click="ignore",
    )


def _made(use_case: str) -> bytes:
    settings, found = load_settings(), cache.sources()
    newest = load_trust(found.database, checkpoints_of(settings), watch_of(settings)).newest
    return to_pdf(sheet_paper(load_sheet(found, use_case, newest.code if newest else "")))
