"""The public register's section of the Reports page: what is public, how it differs, the site, and one entry."""

import streamlit as st

from dashboard.domain.public_fields import LANGUAGES
from dashboard.errors import GovernanceError
from dashboard.reports.register_site import site, zipped
from dashboard.services.screens.ledger import Trust
from dashboard.services.screens.public_register import load_entry_page, load_register, load_register_page
from dashboard.ui import cache, errors, page
from dashboard.ui.forms import told
from dashboard.ui.register_entry import PLACE, entry
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def headline(found: Trust) -> str:
    """How much of what is in service is public, and how much of that differs."""
    del found  # the ledger's trust is another section
    return plain(cache.cached(load_register_page).headline)


def register(found: Trust) -> None:
    """Published against current, the whole register, and one use case's entry to choose, ask for or take out."""
    del found  # the ledger's trust is another section
    shown = cache.cached(load_register_page)
    page.section(
        "What customers may read, against what they would read now",
        "What was approved is public; a change of the record or a new assessment changes nothing of it by itself",
    )
    told(PLACE)
    if shown.table.empty:
        st.markdown("No use case is in service. One that is put into service can be published here.")
        return
    dated = {"Published": st.column_config.DateColumn(format="D MMM YYYY")}
    data_table(shown.table, alt="Use cases and what is public about them", columns=dated, key="register-table")
    downloads(shown.table, name="public-register-state")
    _site()
    titles = dict(shown.titles)
    chosen = st.selectbox(
        "Entry of", list(titles), format_func=lambda one: titles.get(one, one), key="entry", bind="query-params"
    )
    if chosen is not None:
        _entry(str(chosen))
    if not shown.history.empty:
        page.section("What was published and taken out", "Newest first; the ledger has every entry in full")
        when = {"When": st.column_config.DateColumn(format="D MMM YYYY")}
        data_table(shown.history, alt="Publications", columns=when, key="register-history")
        downloads(shown.history, name="public-register-history")


def _entry(use_case: str) -> None:
    try:
        entry(cache.cached(load_entry_page, use_case))
    except GovernanceError as error:
        errors.show(error)


def _site() -> None:
    """The whole register as a ZIP; it is made when somebody clicks."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        languages = st.multiselect(
            "Languages of the pages",
            list(LANGUAGES),
            default=["en"],
            format_func=LANGUAGES.__getitem__,
            key="register-languages",
        )
        st.download_button(
            "Download the register as ZIP",
            lambda: zipped(site(load_register(cache.sources().database), tuple(languages) or ("en",))),
            file_name="public-register.zip",
            mime="application/zip",
            icon=":material/download:",
            key="register-zip",
            on_click="ignore",
        )
