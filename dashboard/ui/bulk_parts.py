"""Several review items given to one person: chosen in the table, assigned together."""

from hashlib import sha256

import streamlit as st

from dashboard.domain.wording import plural
from dashboard.services.permissions import Verb, may
from dashboard.services.reassign import AssignItems, assign_items
from dashboard.services.screens.disputes import load_people
from dashboard.services.screens.review_items import Item
from dashboard.ui import cache, dates, filters, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "bulk"
_NOBODY = ""


def several_at_once() -> bool:
    """Whether rows are chosen to be assigned, instead of opened."""
    return may(identity.actor(), Verb.ASSIGN) and filters.switch("several", "Choose several")


def chosen_under(items: tuple[Item, ...]) -> str:
    """The key of the table: other rows than were ticked begin with none ticked, as ticks are kept by position."""
    return f"queue-{sha256(repr([one.id for one in items]).encode()).hexdigest()[:12]}"


def bulk(chosen: tuple[Item, ...]) -> None:
    """The form that gives the chosen items to somebody."""
    told(_PLACE)
    open_ones = tuple(one for one in chosen if one.state != "closed")
    if not open_ones:
        st.markdown("Tick rows of open items in the table, then give them to somebody.")
        return
    numbers = ", ".join(one.number for one in open_ones[:12]) + (" …" if len(open_ones) > 12 else "")
    people = {_NOBODY: "Nobody", **cache.cached(load_people)}
    with st.form("assign-several", clear_on_submit=False):
        st.markdown(f"**{plural(len(open_ones), 'item')} chosen:** {plain(numbers)}")
        st.selectbox("Give them to", list(people), format_func=people.__getitem__, key="assign-several-to")
        st.form_submit_button(f"Assign {plural(len(open_ones), 'item')}", on_click=assign, args=(open_ones,))


@whole
def assign(chosen: tuple[Item, ...]) -> None:
    """Store whose they are."""
    to = str(st.session_state["assign-several-to"])
    seen = tuple((one.id, one.revision) for one in chosen)
    command = AssignItems(seen, to or None, dates.as_of(), form_key("several", to, *seen))
    done = f"Assigned: {plural(len(chosen), 'item')}."
    carry_out(_PLACE, lambda: assign_items(cache.sources().database, command, identity.actor()), done)
