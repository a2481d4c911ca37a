"""The parts of the Reports page: what the history rests on, verifying it, carrying it away, looking through it."""

from datetime import UTC, datetime

import streamlit as st

from dashboard.domain.wording import plural
from dashboard.errors import GovernanceError
from dashboard.services.ledger import verify
from dashboard.services.ledger_export import export_zip
from dashboard.services.screens.history import HistoryPage, Wanted, as_csv_table, load_history
from dashboard.services.screens.ledger import Trust, export_words, resting_on, verdict
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.services.watch import sound_alarm
from dashboard.settings import load_settings
from dashboard.ui import cache, errors, filters, page, tables
from dashboard.ui.text import plain

_FOUND = "ledger_verdict"


def ledger(found: Trust) -> None:
    """The ledger's section of the page: what it rests on, then its history."""
    trust(found)
    history(found.code)


def trust(found: Trust) -> None:
    """The newest checkpoint, a button that verifies everything now, and the export."""
    st.markdown(resting_on(found))
    if found.unreadable:
        st.error(plain(found.unreadable), icon=":material/warning:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        asked = st.button("Verify now", icon=":material/verified_user:", key="verify")
        if found.can_download:
            _download(found)
    if asked:
        _verify()
    shown = st.session_state.get(_FOUND)
    if shown is not None:
        whole, words = shown
        (st.success if whole else st.error)(
            plain(words), icon=":material/check_circle:" if whole else ":material/error:"
        )
    st.caption(
        f"Export for an auditor: {export_words(found)} It holds a verifier that needs nothing of this dashboard."
    )


def _download(found: Trust) -> None:
    st.download_button(
        "Download the ledger",
        _packed,
        file_name=f"ledger-{found.code}.zip",
        mime="application/zip",
        icon=":material/download:",
        key="ledger-zip",
        on_click="ignore",
    )


def _packed() -> bytes:
    return export_zip(cache.sources().database, checkpoints_of(load_settings()))


def _verify() -> None:
    """Every event is walked again; the store is only read, and the answer is that of this minute."""
    bar = st.progress(0.0, text="Reading the ledger …")

    def progress(done: float, what: str) -> None:
        bar.progress(done, text=what)

    try:
        found = verify(cache.sources().database, checkpoints_of(load_settings()), progress)
        if found.problems:
            sound_alarm(watch_of(load_settings()), found.problems, datetime.now(UTC))
        st.session_state[_FOUND] = (not found.problems, verdict(found, datetime.now(UTC)))
    except GovernanceError as error:
        st.session_state.pop(_FOUND, None)
        errors.show(error)
    bar.empty()


def history(code: str) -> None:
    """Filters in the address, one page of entries, and all that fit as CSV, named after the newest checkpoint."""
    everything = cache.cached(load_history, Wanted())
    page.section("History", "Every change of the store, newest first; times are UTC")
    wanted = _wanted(everything)
    found = cache.cached(load_history, wanted)
    st.markdown(f"**{found.found:,} of {plural(found.events, 'entry', 'entries')}**")
    if not found.found:
        page.empty("Nothing matches.", "Take a filter away, or choose a longer period.")
        return
    number = filters.page_number("page", found.pages)
    shown = cache.cached(load_history, wanted, number) if number > 1 else found
    _table(shown)
    tables.downloads(lambda: as_csv_table(cache.sources(), wanted), name=f"ledger-history-{code}")


def _table(shown: HistoryPage) -> None:
    tables.data_table(
        shown.entries,
        alt=f"Ledger entries, {len(shown.entries)} of {shown.found}",
        key="ledger-entries",
        columns={
            "Entry": st.column_config.NumberColumn(width=70, format="%d"),
            "When": st.column_config.TextColumn(width=160),
            "Who": st.column_config.TextColumn(width=210),
            "What happened": st.column_config.TextColumn(width=600),
        },
    )


def _wanted(found: HistoryPage) -> Wanted:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        actor = filters.one_long("who", "Person", list(found.actors), words=found.actors)
        kind = filters.one_long("what", "Kind of change", list(found.kinds), words=found.kinds)
        entity = filters.one_long("thing", "Thing", list(found.entities), words=found.entities)
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        about = filters.search("about", "Id or entry number", placeholder="refund-approval")
        since, until = filters.day("since", "From"), filters.day("until", "Until")
    return Wanted(actor, kind, entity, about, since, until)
