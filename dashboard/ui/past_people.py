"""People and Reports of a past day: who had which role, which packs had been made, what the public could read."""

import pandas as pd
import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_people import load_people_then
from dashboard.services.screens.then_reports import load_reports_then
from dashboard.ui import cache, page, tables


def people(then: Then) -> None:
    """Who had which role, and who was active."""
    found = cache.cached_over(then, load_people_then)
    page.head(f"People, as of {day(then.asked)}", found.headline)
    _listed(found.table, f"people-{then.asked}", f"People as of {then.asked}", "Nobody had been added.")
    page.source(["the ledger's entries about people and accounts", f"until the end of {day(then.asked)}, UTC"])


def reports(then: Then) -> None:
    """Packs with the digests of their files, and what the public could read about."""
    found = cache.cached_over(then, load_reports_then)
    page.head(f"Reports, as of {day(then.asked)}", found.headline)
    page.section("Packs that had been made", "a file is the one that was handed over if its SHA-256 is the one here")
    _listed(found.packs, f"packs-{then.asked}", f"Packs made until {then.asked}", "None had been made.")
    page.section("In the public register")
    _listed(found.public, f"public-{then.asked}", f"Public entries as of {then.asked}", "Nothing was public.")
    page.section(f"The ledger ended with entry {found.entry:,}")
    st.markdown("Whether it is unbroken is verified as of today; an entry is never changed afterwards.")
    page.source(["the ledger's entries about packs and publications", f"until the end of {day(then.asked)}, UTC"])


def _listed(frame: pd.DataFrame, name: str, alt: str, nothing: str) -> None:
    if frame.empty:
        page.empty(nothing, "Choose a later day, or go back to today.")
        return
    tables.data_table(frame, alt=alt, key=name, at_once=20)
    tables.downloads(frame, name=name)
