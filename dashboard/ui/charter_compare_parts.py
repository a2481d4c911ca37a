"""Two charters compared in words: any two at hand on the charter's page, and a draft with what is in force."""

import streamlit as st

from dashboard.domain.charter import Charter
from dashboard.services.compare_charters import IN_FORCE, charters_at_hand
from dashboard.services.screens.charter_changes import ClauseWords, Compared, compared
from dashboard.ui import cache, filters, identity, links, page
from dashboard.ui.picks import pick
from dashboard.ui.tables import downloads
from dashboard.ui.text import plain

_SHOWN = 12


def compare() -> None:
    """On the charter's page: any two versions, proposals or drafts; nothing where there is only one."""
    page.section("Two versions side by side", "What became of each clause, in words; files: charter compare")
    if not filters.switch("compare", "Compare two versions"):
        return
    known = charters_at_hand(cache.sources(), identity.actor())
    if len(known) < 2:
        page.empty("There is only one charter.", "Begin a draft, or publish a second version, and compare them here.")
        return
    names = list(known)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        before = pick("before", "Before", names) or IN_FORCE
        after = pick("after", "After", [name for name in reversed(names) if name != before]) or names[-1]
    _said(compared(known[before], known[after]), "versions")


def beside(charter: Charter) -> None:
    """On a draft's page: what it changes in the words of what is in force."""
    found = compared(cache.sources().charter, charter)
    page.section("What it says otherwise", plain(found.headline))
    _said(found, "draft", headline=False)


def _said(found: Compared, name: str, *, headline: bool = True) -> None:
    if headline:
        st.markdown(f"**{plain(found.headline)}.**")
    if found.whole:
        st.markdown("\n".join(f"- {plain(said)}" for said in found.whole))
    for one in found.clauses[:_SHOWN]:
        _clause(one)
    rest = found.clauses[_SHOWN:]
    if rest:
        with st.expander(f"{len(rest)} more clauses"):
            for one in rest:
                _clause(one)
    if found.whole or found.clauses:
        downloads(found.table(), name=f"changes-of-{name}")


def _clause(one: ClauseWords) -> None:
    with page.row():
        links.to_clause(one.id, plain(one.id), width=90)
        st.markdown(f"**{plain(one.title)}** ({one.kind})", width=560)
    st.markdown("\n".join(f"- {plain(said)}" for said in one.sentences))
