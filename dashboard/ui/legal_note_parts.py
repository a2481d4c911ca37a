"""The legal note about treating groups differently: who acknowledged it, and the button of those who may."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.legal_note import LEGAL, AcknowledgeLaw, acknowledge_law
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.legal_note import LegalNote, load_legal_note
from dashboard.ui import cache, dates, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

ACKNOWLEDGE = "I have read this, and Legal is asked before any of it is used"


def noted(use_case: str, attribute: str, *, place: str, waits: str) -> bool:
    """The note; whether an officer's acknowledgement is on record, else the button, or who may press it.

    Args:
        use_case: what the note is about.
        attribute: by which groups would be treated differently.
        place: where on the page, unique.
        waits: what is shown only after it.
    """
    st.warning(LEGAL, icon=":material/gavel:")
    told(place)
    note = _note(use_case, attribute)
    if note.on is not None:
        st.caption(plain(f"Acknowledged by {note.person} on {day(note.on)}; the ledger has it."))
        return True
    if dates.past() is not None:
        st.markdown(f"{waits} once the officer or the deputy has acknowledged this: on the page of today, not here.")
        return False
    if not may(identity.actor(), Verb.LAW):
        st.markdown(f"{waits} once the officer or the deputy has acknowledged this here.")
        return False
    st.markdown(f"{waits} once you have acknowledged this; that is put on record under your name.")
    st.button(ACKNOWLEDGE, key=f"acknowledge-{place}", on_click=_acknowledge, args=(use_case, attribute, place))
    return False


def _note(use_case: str, attribute: str) -> LegalNote:
    """Who took note until today, also on a past day: the note warns whoever reads now."""
    if dates.past() is None:
        return cache.cached(load_legal_note, use_case, attribute)
    with dates.on(None), cache.one_moment():
        return cache.cached(load_legal_note, use_case, attribute)


@whole
def _acknowledge(use_case: str, attribute: str, place: str) -> None:
    sources, actor = cache.sources(), identity.actor()
    key = form_key("law", use_case, attribute, actor.user_id)
    command = AcknowledgeLaw(use_case, attribute, dates.as_of(), key)
    carry_out(place, lambda: acknowledge_law(sources.database, command, actor), "On record.")
