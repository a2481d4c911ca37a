"""The tier that the answers come to, with its rule, its law and the duties that come with it."""

import streamlit as st

from dashboard.domain.wording import sentence_case
from dashboard.services.screens.drafts import TierView
from dashboard.ui.text import plain

_FEW = 3
_COLOURS = {"prohibited": "red", "needs_review": "orange", "high": "orange"}


def tier(found: TierView) -> None:
    """Tier, why, law and version; or what must be answered first."""
    if found.tier is None:
        st.markdown(":blue-badge[? No tier yet]")
        more = f" And {len(found.open) - _FEW} more." if len(found.open) > _FEW else ""
        st.markdown(f"What decides it is not answered: {' '.join(plain(one) for one in found.open[:_FEW])}{more}")
        return
    st.markdown(f":{_COLOURS.get(found.tier, 'gray')}-badge[{found.word} tier]")
    laws = f" ({', '.join(plain(one) for one in found.laws)})" if found.laws else ""
    st.markdown(
        f"**Because** {plain(found.because[:1].lower() + found.because[1:])} {plain(sentence_case(found.rule))}{laws}."
    )
    for _, title in found.overlays:
        st.markdown(f"- {plain(title)}")
    st.caption(plain(found.law_version))
