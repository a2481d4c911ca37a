"""Into service, to a stop, out of use: the steps that a person can take on a use case's page."""

import streamlit as st

from dashboard.domain.lifecycle import Move
from dashboard.services.lifecycle import MoveUseCase, move_use_case
from dashboard.services.screens.lifecycle import MOVES, LifecyclePage
from dashboard.ui import cache, dates, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "lifecycle"


def steps(found: LifecyclePage | None) -> None:
    """What stands in the way of going live, whom a stop waits for, and the step that this person can take."""
    told(_PLACE)
    if found is None:
        return
    if found.closed is not None:
        st.markdown(f"It cannot go live: {plain(found.closed)}.")
    if found.lifecycle == "stop_ordered":
        st.warning(
            f"Its stop is ordered, not confirmed. Overseer: {plain(found.overseer_title)}.", icon=":material/block:"
        )
    moves = found.open_to(identity.actor())
    if not moves:
        return
    box = st.expander("Next step in its life", key=f"open-step-{found.use_case}", on_change="rerun")
    if box.open:
        with box, st.form(f"step-{found.use_case}", clear_on_submit=False, border=False):
            st.selectbox("Step", moves, format_func=MOVES.__getitem__, key=f"step-{found.revision}")
            st.text_area("Why", key=f"step-reason-{found.revision}", max_chars=4000, height=90)
            st.form_submit_button("Record this step", on_click=_move, args=(found,))


@whole
def _move(found: LifecyclePage) -> None:
    move: Move = st.session_state[f"step-{found.revision}"]
    reason = str(st.session_state.get(f"step-reason-{found.revision}") or "")
    key = form_key("step", found.use_case, found.revision, move, reason)
    command = MoveUseCase(found.use_case, found.revision, move, reason, dates.as_of(), key)
    sources, actor = cache.sources(), identity.actor()
    done = (
        "Recorded. The dashboard switches nothing off itself: its overseer confirms the stop."
        if (move == "order_stop")
        else "Recorded."
    )
    carry_out(_PLACE, lambda: move_use_case(sources.database, sources.charter, command, actor), done)
