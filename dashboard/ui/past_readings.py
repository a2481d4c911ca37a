"""Where both readings of a past day differ: each as a sentence, all as a table."""

import streamlit as st

from dashboard.domain.wording import plural
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_tables import readings_table
from dashboard.ui import page, tables
from dashboard.ui.text import plain

_FEW = 5


def differing(then: Then, use_case: str | None = None) -> None:
    """Of the whole portfolio or one use case; nothing where only one reading was asked for."""
    if not then.both:
        return
    found = [one for one in then.differing if use_case in {None, one.key[0]}]
    findings = [one for one in found if one.key[1]]
    page.section(
        f"Known now gives another answer for {plural(len(findings), 'finding')}",
        "the same day and charter, judged by what the store knows today",
    )
    if not found:
        page.empty("Both readings agree.", "Nothing that came later changes what was reported.")
        return
    for one in findings[:_FEW]:
        st.markdown(f"**{plain(then.title(one.key[0]))} · {plain(one.key[1])}** {plain(one.sentence)}")
    tables.same_numbers(
        lambda: readings_table(then, found), name="both-readings", title=f"All {len(found):,} as a table"
    )
