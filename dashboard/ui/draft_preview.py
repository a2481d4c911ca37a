"""Beside the form: what the charter would say to the answers so far, what to bring, and what looks like a duplicate."""

import streamlit as st

from dashboard.domain.wording import plural
from dashboard.services.screens.preview import ClausePreview, Document, Preview
from dashboard.ui import links
from dashboard.ui.text import plain, unbroken

_BADGES = {
    "breach": ":red-badge[✕ Would breach]", "watch": ":orange-badge[▲ Watch]", "open": ":blue-badge[? Not answered]",
    "bring": ":blue-badge[? To bring]", "later": ":blue-badge[? After launch]", "meets": ":green-badge[✓ Would meet]",
    "perhaps": ":gray-badge[? May apply]",
}  # fmt: skip
_FEW = 6


def preview(found: Preview) -> None:
    """Three figures, then what would fail and why, what to bring, the rest to open."""
    needed = [one for one in found.documents if not one.stands_in]
    with st.grid(3, min_column_width=110):
        st.metric("Clauses apply", f"{found.applying} of {found.of}")
        st.metric("Would breach", found.count("breach"))
        st.metric("Evidence missing", len(needed))
    if found.count("perhaps"):
        st.markdown(f":small[{plural(found.count('perhaps'), 'more clause')} may apply; open questions decide.]")
    urgent = [one for one in found.clauses if one.standing in {"breach", "watch", "open"}]
    for one in urgent[:_FEW]:
        _clause(one)
    if len(urgent) > _FEW:
        st.markdown(f":small[and {len(urgent) - _FEW} more below]")
    if needed:
        with st.expander(f"{plural(len(needed), 'document')} to bring, and what a good one is"):
            for document in needed:
                _document(document)
    _others(found)


def alike(found: Preview) -> None:
    """Existing use cases that resemble it, each with why; nothing where there is none."""
    if not found.similar:
        return
    some = "1 use case like this one already exists"
    many = f"{len(found.similar)} use cases like this one already exist"
    st.markdown(f"**{some if len(found.similar) == 1 else many}.** Look before you register a second one.")
    for one in found.similar:
        links.to_use_case(one.use_case.id, plain(one.use_case.title))
        st.markdown(f":small[It {plain('; it '.join(one.reasons))}.]")


def _clause(one: ClausePreview) -> None:
    st.markdown(
        f"{_BADGES[one.standing]} **{plain(unbroken(one.clause))}** {plain(one.title)}  \n:small[{plain(one.reason)}]"
    )


def _document(one: Document) -> None:
    clauses = ", ".join(unbroken(clause) for clause in one.clauses)
    st.markdown(f"**{plain(one.name)}** :small[for {plain(clauses)}]  \n:small[A good one: {plain(one.good)}.]")


def _others(found: Preview) -> None:
    shown = {"breach", "watch", "open"}
    rest = [one for one in found.clauses if one.standing not in shown]
    late = [one for one in found.clauses if one.standing in shown][_FEW:]
    if not rest and not late:
        return
    with st.expander(f"{plural(len(rest) + len(late), 'more clause')} in detail"):
        for one in [*late, *rest]:
            _clause(one)
        stand_ins = [one for one in found.documents if one.stands_in]
        if stand_ins:
            st.markdown("**Until a log is connected, these documents will do:**")
        for document in stand_ins:
            _document(document)
