"""The board's section of the Reports page: its pack, its key figures, and what may stand behind open breaches."""

import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.domain.effort import step
from dashboard.domain.wording import day
from dashboard.reports.board_paper import board_paper
from dashboard.reports.paper_html import to_html
from dashboard.reports.paper_pdf import to_pdf
from dashboard.services.board_pack import RecordPack, record_pack
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.board_pack import load_board_pack, load_headline
from dashboard.services.screens.ledger import Trust
from dashboard.services.sources import Sources
from dashboard.ui import cache, dates, exposure_parts, forms, identity, kpi_parts, page
from dashboard.ui.looks import asked
from dashboard.ui.text import plain


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
    token = forms.form_key("board-pack", dates.as_of())

    def make(sources: Sources, actor: Actor) -> dict[str, bytes]:
        return _made(sources, actor, code, token)

    with st.container(horizontal=True):
        title = "Make the board pack"
        made = asked("board-pack", (dates.as_of(),), title, make, icon=":material/picture_as_pdf:")
        for form, data in (made or {}).items():
            _download(form, data)


def _made(sources: Sources, actor: Actor, code: str, token: str) -> dict[str, bytes]:
    """Set it and record it; a second click on the same picture records nothing new."""
    step(0, 3, "steps: reading")
    pack = load_board_pack(sources, code)
    step(1, 3, "steps: setting its pages")
    paper = board_paper(pack)
    made = {"pdf": to_pdf(paper), "html": to_html(paper)}
    step(2, 3, "steps: recording")
    record_pack(sources.database, RecordPack(pack, made, f"{token}-{pack.head.entry}"), actor)
    return made


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
