"""Handing everything of one person to another: first what it is, then one click."""

import streamlit as st

from dashboard.domain.users import User
from dashboard.services.hand_over import Belongings, HandOver, hand_over
from dashboard.services.permissions import MAY, Verb
from dashboard.services.screens.holdings import in_words, load_holdings
from dashboard.services.screens.people import PeoplePage
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "hand_over"


def hand_over_form(found: PeoplePage) -> None:
    """Who leaves, what they have, who takes it."""
    page.section("Hand over", "everything that somebody owns, oversees and has to do, to one other person, at once")
    told(_PLACE)
    people = {user.id: user for user in found.people}
    leaver = st.selectbox(
        "From", list(people), index=None, format_func=lambda one: _title(people[one]), key="hand-over-from"
    )
    if leaver is None:
        st.markdown("Choose who leaves, and see what they have.")
        return
    held = cache.cached(load_holdings, leaver)
    st.markdown(f"**{plain(people[leaver].title)} has {plain(in_words(held))}.**")
    lists = {"Owns": held.owned, "Oversees": held.overseen, "Waits, and stays as asked": held.waiting}
    for title, names in lists.items():
        if names:
            st.markdown(f":small[{title}: {plain(', '.join(names))}]")
    if not held.nothing:
        _heir(people, leaver, held)


def _heir(people: dict[str, User], leaver: str, held: Belongings) -> None:
    able = [one for one in people.values() if one.active and one.id != leaver and Verb.CHANGE in MAY[one.role]]
    titles = {one.id: _title(one) for one in able}
    st.selectbox("To", list(titles), index=None, format_func=titles.__getitem__, key="hand-over-to")
    st.markdown("Whoever takes these use cases can never decide about them; who owned them once cannot either.")
    st.button("Hand everything over", key="hand-over", on_click=_hand_over, args=(leaver, held))


@whole
def _hand_over(leaver: str, held: Belongings) -> None:
    heir = st.session_state.get("hand-over-to")
    if heir is None:
        return
    key = form_key("hand-over", leaver, heir, held.mark)
    command = HandOver(leaver, str(heir), held.mark, dates.as_of(), key)
    done = f"Handed over: {in_words(held)}."
    carry_out(_PLACE, lambda: hand_over(cache.sources().database, command, identity.actor()), done)


def _title(user: User) -> str:
    return user.title if user.active else f"{user.title} (not active)"
