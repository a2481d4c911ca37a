"""The download of a kept document: never shown, its hash checked when it is offered and again when it is handed out."""

import streamlit as st

from dashboard.errors import GovernanceError
from dashboard.services.evidence_check import evidence_files, suffix_of
from dashboard.services.screens.evidence import KeptDocument
from dashboard.settings import load_settings
from dashboard.ui.text import plain


def download(document: KeptDocument) -> None:
    """A button that hands the file out as an attachment of no type that a browser would show, or why it cannot."""
    files = evidence_files(load_settings())
    try:
        suffix = suffix_of(files, document.sha256)
    except GovernanceError as refused:
        st.error(plain(str(refused)), icon=":material/warning:")
        return
    st.download_button(
        "Download",
        lambda: files.read(document.sha256),
        file_name=f"{document.name}{suffix}",
        mime="application/octet-stream",
        key=f"download-{document.sha256}",
        on_click="ignore",
    )
