"""The board's section of the Reports page: its pack, its key figures, and what may stand behind open breaches."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.errors import GovernanceError
from dashboard.reports.board_paper import board_paper
from dashboard.reports.paper_html import to_html
from dashboard.reports.paper_pdf import to_pdf
from dashboard.services.board_pack import RecordPack, record_pack
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.board_pack import load_board_pack, load_headline
from dashboard.services.screens.ledger import Trust
from dashboard.ui import cache, dates, errors, exposure_parts, forms, identity, kpi_parts, page
from dashboard.ui.text import plain

_MADE = "board_pack_made"


def headline(found: Trust) -> str:
    """What the board will read first."""
    del found  # the ledger's trust is another section
    return plain(cache.cached(load_headline))


def board_pack(found: Trust) -> None:
    """The pack itself, then key figures with their numbers and possible exposure; `found` gives the checkpoint."""
    _pack(found.newest.code if found.newest else "")
    kpi_parts.board_kpis()
    exposure_parts.exposure()


def _pack(code: str) -> None:
    page.section(
        "The board pack, about eight pages",
        f"As of {day(dates.as_of())}, with everything below · making one is recorded in the ledger with its SHA-256",
    )
    if not may(identity.actor(), Verb.PACK):
        st.markdown(
            "The officer and the deputy make it. `python -m dashboard report board --out FILE.pdf` does so too."
        )
        return
    with st.container(horizontal=True):
        if st.button("Make the board pack", icon=":material/picture_as_pdf:", key="make-board-pack"):
            _make(code)
        for form, data in st.session_state.get(_MADE, {}).items():
            _download(form, data)


def _make(code: str) -> None:
    """Set it and record it; a second click on the same picture records nothing new."""
    try:
        with st.spinner("Making the board pack …"):
            pack = cache.cached(load_board_pack, code)
            paper = board_paper(pack)
            made = {"pdf": to_pdf(paper), "html": to_html(paper)}
            key = forms.form_key("board-pack", pack.head.entry, pack.head.as_of)
            record_pack(cache.sources().database, RecordPack(pack, made, key), identity.actor())
        st.session_state[_MADE] = made
    except GovernanceError as error:
        st.session_state.pop(_MADE, None)
        errors.show(error)


def _download(form: str, data: bytes) -> None:
    st.download_button(
        f"Download as {form.upper()}",
        data,
        file_name=f"board-pack-{dates.as_of()}.{form}",
        mime={"pdf": "application/pdf", "html": "text/html"}[form],
        icon=":material/download:",
        key=f"board-pack-{form}",
        on_click="ignore",
    )
