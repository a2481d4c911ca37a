"""The red banner on every page while the ledger is not as it was written."""

import streamlit as st

from dashboard.services.sources import watch_of
from dashboard.settings import load_settings
from dashboard.ui.text import plain


def banner() -> None:
    """What was found, what it means for whoever reads the page, and what an administrator does."""
    alarm = watch_of(load_settings()).alarm()
    if alarm is not None:
        st.error(
            f"**Read-only: the ledger is not as it was written.** {plain(alarm.why)} Pages can be read; no change is "
            "saved. An administrator restores a backup, or records why the dashboard may go on: "
            "`python -m dashboard ledger resume` (docs/ledger.md).",
            icon=":material/gpp_bad:",
        )
