"""The documents of a use case: what is on file, the download of one file, and the form that files another."""

from datetime import date

import streamlit as st

from dashboard.domain.wording import plural
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.evidence_check import evidence_files
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.evidence import AskedDocument, EvidencePage, KeptDocument
from dashboard.settings import load_settings
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.evidence_download import download
from dashboard.ui.fairness_report_parts import fairness_reports
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "evidence"
_ROUND = "evidence_round"  # counts documents filed in this session, so that each form starts empty


def evidence(found: EvidencePage) -> None:
    """Documents with their standing, a download, and the form."""
    page.section(
        f"{plural(len(found.table), 'document')} on file, {found.accepted or 'none'} accepted",
        "A document counts once somebody who neither filed it nor ever owned the use case accepted it, until it lapses",
    )
    told(_PLACE)
    if found.table.empty:
        asked = ", ".join(one.title for one in found.asked[:6])
        page.empty("No document is on file.", f"Clauses ask for: {plain(asked)}." if asked else "")
    else:
        _on_file(found)
        fairness_reports(found.kept)
    if may(identity.actor(), Verb.FILE):
        box = st.expander("File a document", key=f"open-document-{found.use_case}", on_change="rerun")
        if box.open:
            with box:
                _form(found)


def _on_file(found: EvidencePage) -> None:
    dated = {name: st.column_config.DateColumn(format="D MMM YYYY") for name in ("Holds from", "Expires", "Filed on")}
    wide = {"Document": st.column_config.TextColumn(pinned=True, width=210)}
    data_table(found.table, alt="Documents on file", columns=dated | wide, at_once=8, key=f"documents-{found.use_case}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        downloads(found.table, name=f"documents-{found.use_case}")
        _downloads(found.kept)


def _downloads(kept: tuple[KeptDocument, ...]) -> None:
    if not kept:
        return
    titles = {one.sha256: one.title for one in kept}
    chosen = st.selectbox(
        "Download a document",
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        key="document-download",
        placeholder="Choose one",
    )
    if chosen is not None:
        download(next(one for one in kept if one.sha256 == chosen))


def _form(found: EvidencePage) -> None:
    asked = {one.type: one for one in found.asked}
    titles = {one.type: f"{one.title} · asked for by {', '.join(_ids(one))}" for one in found.asked} | dict(
        found.others
    )
    kind = st.selectbox(
        "Type of document", list(titles), format_func=titles.__getitem__, key=f"document-type-{_round()}"
    )
    wanted = asked.get(kind)
    if wanted is not None:
        _what_a_good_one_says(wanted)
    with st.form(f"document-{found.use_case}-{_round()}", clear_on_submit=False, border=False):
        st.file_uploader(
            "File", key=_name("file"), help="PDF, Office or OpenDocument file, picture, or text; without a password"
        )
        st.text_input("Or a link to it (https)", key=_name("link"), max_chars=2000)
        holds, expires, signed = st.columns(3)
        holds.date_input("Holds from", value=None, format="DD/MM/YYYY", key=_name("effective"))
        expires.date_input("Expires on, if it does", value=None, format="DD/MM/YYYY", key=_name("expires"))
        signed.text_input("Signed by, such as dpo", key=_name("signed"), max_chars=120)
        for state, words in (wanted.states if wanted else {}).items():
            st.text_input(f"It states: {words}", key=_name(f"states-{state}"), max_chars=400)
        st.form_submit_button(
            "File document", on_click=_file, args=(found, kind, tuple(wanted.states) if wanted else ())
        )


def _what_a_good_one_says(wanted: AskedDocument) -> None:
    lines = [f"Asked for by {plain(clause)}" for clause in wanted.clauses]
    lines += [f"A good one is {plain(rule)}" for rule in wanted.rules]
    if wanted.states:
        lines.append(f"A good one states: {plain(', '.join(wanted.states.values()))}")
    st.markdown("  \n".join(lines))


def _ids(one: AskedDocument) -> list[str]:
    return [clause.split(" ", 1)[0] for clause in one.clauses]


@whole
def _file(found: EvidencePage, kind: str, states: tuple[str, ...]) -> None:
    upload = st.session_state.get(_name("file"))
    command = FileDocument(
        found.use_case, found.revision, kind, dates.as_of(),
        effective=_day("effective"), expires=_day("expires"),
        content=None if upload is None else upload.getvalue(), file_name="" if upload is None else upload.name,
        link=_text("link"), signed_by=_text("signed"),
        states={state: _text(f"states-{state}") for state in states if _text(f"states-{state}")},
        key=form_key("document", found.use_case, _round()),
    )  # fmt: skip
    files = evidence_files(load_settings())
    if carry_out(
        _PLACE,
        lambda: file_document(cache.sources().database, files, command, identity.actor()),
        "Filed. It counts once somebody who is not involved accepts it.",
    ):
        st.session_state[_ROUND] = _round() + 1


def _round() -> int:
    return int(st.session_state.get(_ROUND, 0))


def _name(part: str) -> str:
    return f"document-{part}-{_round()}"


def _text(part: str) -> str:
    return str(st.session_state.get(_name(part)) or "").strip()


def _day(part: str) -> date | None:
    chosen = st.session_state.get(_name(part))
    return chosen if isinstance(chosen, date) else None
