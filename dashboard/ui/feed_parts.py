"""My calendar on Being told: a secret address, shown once when it is made, and its end."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.feeds import EndCalendar, MakeCalendar, end_calendar, make_calendar
from dashboard.services.screens.telling import TellingPage
from dashboard.settings import load_address
from dashboard.ui import cache, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE, _NEW = "calendar", "new_calendar"


def calendar(found: TellingPage) -> None:
    """What the address is for, and what can be done about it."""
    page.section("By calendar", "due items, reviews, waivers, documents, training and laws, as whole days")
    told(_PLACE)
    _shown_once()
    if found.feed is None:
        page.empty("You have no calendar address.", "Make one, and subscribe to it in your calendar program.")
    else:
        st.markdown(f"You made an address on {plain(day(found.feed.made_at))}. A new one ends it.")
    with st.container(horizontal=True):
        opened = found.feed.hash if found.feed else ""
        st.button("Make a new address" if found.feed else "Make an address", on_click=_make, args=(found, opened))
        if found.feed is not None:
            st.button("End it", key="calendar-end", on_click=_end, args=(found, opened))


def _shown_once() -> None:
    made = st.session_state.pop(_NEW, None)
    if made:
        st.markdown(
            "**Your calendar address.** Copy it now: it is shown this once. Whoever has it reads your calendar."
        )
        st.code(made, language=None, wrap_lines=True)


@whole
def _make(found: TellingPage, opened: str) -> None:
    command = MakeCalendar(found.mine.user_id, form_key("calendar", found.mine.user_id, opened))

    def make() -> None:
        path = make_calendar(cache.sources().database, command, identity.actor())
        st.session_state[_NEW] = f"{load_address()}{path}" if path else None

    carry_out(_PLACE, make, "The address was made.")


@whole
def _end(found: TellingPage, opened: str) -> None:
    command = EndCalendar(found.mine.user_id, form_key("calendar-end", found.mine.user_id, opened))
    done = "The address has ended. Nobody finds anything there any more."
    carry_out(_PLACE, lambda: end_calendar(cache.sources().database, command, identity.actor()), done)
