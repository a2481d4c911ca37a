"""Disputing a finding below its explanation, and deciding about a dispute: once a click, by somebody else."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from dashboard.domain.disputes import CATEGORIES, OUTCOMES, Correction
from dashboard.services.dispute import RaiseDispute, SettleDispute, raise_dispute, settle_dispute
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.disputes import DisputeLine, load_people
from dashboard.ui import cache, dates, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole


def dispute(found: DisputeLine | None, use_case: str, clause: str) -> None:
    """What is said against a finding and the decision about it, or the form that says something."""
    name = f"{use_case}-{clause}".lower()
    told(_place(name))
    actor = identity.actor()
    if found is not None:
        who = ", ".join(found.may_decide) or "nobody: name a deputy who is not involved"
        st.markdown(f"**{plain(found.said)}**  \nThe finding stands until somebody decides. Who may: {plain(who)}.")
        if found.decides(actor):
            _unfolded("Decide about the dispute", f"settle-{name}", lambda: _decision(found, name))
    elif may(actor, Verb.DISPUTE):
        _unfolded("Dispute this finding", f"dispute-{name}", lambda: _objection(use_case, clause, name))


def _unfolded(title: str, key: str, draw: Callable[[], None]) -> None:
    box = st.expander(title, key=f"open-{key}", on_change="rerun")
    if box.open:
        with box:
            draw()


def _objection(use_case: str, clause: str, name: str) -> None:
    with st.form(f"dispute-form-{name}", clear_on_submit=False, border=False):
        st.selectbox("What is wrong", list(CATEGORIES), format_func=CATEGORIES.__getitem__, key=f"category-{name}")
        st.text_area("In your words", key=f"objection-{name}", max_chars=4000, height=90)
        st.form_submit_button("Dispute it", key=f"raise-{name}", on_click=_raise, args=(use_case, clause, name))


def _decision(found: DisputeLine, name: str) -> None:
    people = cache.cached(load_people)
    with st.form(f"settle-form-{name}", clear_on_submit=False, border=False):
        st.selectbox("Decision", list(OUTCOMES), format_func=OUTCOMES.__getitem__, key=f"settled-{name}")
        st.text_area("Why", key=f"settled-why-{name}", max_chars=4000, height=90)
        st.text_input("What will be corrected, if it is accepted", key=f"fix-{name}", max_chars=400)
        by, due = st.columns(2)
        by.selectbox("By whom", list(people), index=None, format_func=people.__getitem__, key=f"fix-by-{name}")
        due.date_input("Until", value=None, min_value=dates.as_of(), format="DD/MM/YYYY", key=f"fix-due-{name}")
        st.form_submit_button("Record decision", key=f"settle-{name}", on_click=_settle, args=(found, name))


@whole
def _raise(use_case: str, clause: str, name: str) -> None:
    words, category = _text(f"objection-{name}"), st.session_state[f"category-{name}"]
    about = "" if use_case == ORGANISATION else use_case
    command = RaiseDispute(
        about, clause, category, words, dates.as_of(), form_key("dispute", name, category, words, cache.data_version())
    )
    carry_out(
        _place(name),
        lambda: raise_dispute(cache.sources().database, command, identity.actor()),
        "Disputed. The finding stands until somebody who is not involved decides.",
    )


@whole
def _settle(found: DisputeLine, name: str) -> None:
    state = st.session_state
    outcome, words, what = state[f"settled-{name}"], _text(f"settled-why-{name}"), _text(f"fix-{name}")
    by, due = state.get(f"fix-by-{name}"), state.get(f"fix-due-{name}")
    given = bool(what and by and isinstance(due, date))
    fix = Correction(what, str(by), due) if given and isinstance(due, date) else None
    key = form_key("settle", found.id, outcome, words, what, by, due)
    command = SettleDispute(found.id, outcome, words, dates.as_of(), fix, key)
    carry_out(
        _place(name), lambda: settle_dispute(cache.sources().database, command, identity.actor()), "Decision recorded."
    )


def _place(name: str) -> str:
    return f"dispute-{name}"


def _text(name: str) -> str:
    return str(st.session_state.get(name) or "").strip()
