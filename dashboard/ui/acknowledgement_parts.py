"""The one button that every role has: I have read the charter in force."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.acknowledge import AcknowledgeCharter, acknowledge_charter
from dashboard.services.screens.acknowledgement import Acknowledgement
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "acknowledge"


def acknowledgement(found: Acknowledgement) -> None:
    """Whether this person has acknowledged, or the button to do so; and how many have."""
    reached = (
        f" {found.having} of {found.listed} people on the staff list have, newcomers included." if found.listed else ""
    )
    page.section(f"Have you read version {plain(found.version)}?")
    told(_PLACE)
    if found.on is not None:
        st.markdown(f"You acknowledged it on {day(found.on)}.{reached}")
        return
    st.markdown(f"You have not acknowledged it yet.{reached}")
    st.button("I have read this charter", key="acknowledge", on_click=_acknowledge, args=(found,))


@whole
def _acknowledge(found: Acknowledgement) -> None:
    sources = cache.sources()
    command = AcknowledgeCharter(found.version, found.digest, dates.as_of())
    carry_out(
        _PLACE,
        lambda: acknowledge_charter(sources.database, sources.charter, command, identity.actor()),
        "Thank you. That you have read the charter is on record.",
    )
