"""What waits for a second person about a use case: who may rule on it, the ruling, and asking for a waiver."""

from datetime import timedelta

import streamlit as st

from dashboard.domain.wording import day, plural, sentence_case
from dashboard.services.permissions import Verb, may
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.screens.requests import RequestsPage, Waiting
from dashboard.services.waive import AskWaiver, ask_waiver
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "rulings"
_USUAL = timedelta(days=90)


def requests(found: RequestsPage) -> None:
    """What waits, what was ruled, and the form that asks for a waiver."""
    count = len(found.waiting)
    waits = f"{plural(count, 'request')} {'waits' if count == 1 else 'wait'} for a second person"
    page.section(
        sentence_case(waits),
        "Waivers, documents and tiers count once somebody who is not involved has granted them",
        anchor="requests",
    )
    told(_PLACE)
    for one in found.waiting:
        _request(one)
    if not found.rulings.empty:
        st.markdown(f"**{plural(len(found.rulings), 'ruling')}**")
        dated = {"Ruled": st.column_config.DateColumn(format="D MMM YYYY")}
        data_table(found.rulings, alt="Rulings", columns=dated, key=f"rulings-{found.use_case}")
        downloads(found.rulings, name=f"rulings-{found.use_case}")
    if found.waivable and may(identity.actor(), Verb.ASK):
        _ask(found)


def _request(one: Waiting) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(one.what)}**, asked for by {plain(one.asked_by)} on {day(one.on)}")
        st.markdown("  \n".join(f":small[{plain(name)}: {plain(text)}]" for name, text in one.facts))
        who = ", ".join(one.may_rule) or "nobody: name a deputy who is not involved"
        st.markdown(f"**Who may rule on it:** {plain(who)}.")
        actor = identity.actor()
        if one.rules(actor):
            _form(one)
        elif actor.user_id in one.involved:
            st.markdown(f"You may not rule on it, because you {plain(one.involved[actor.user_id])}.")


def _form(one: Waiting) -> None:
    with st.form(f"rule-{one.id}", clear_on_submit=False, border=False):
        st.text_area("Why", key=f"rule-reason-{one.id}", max_chars=4000, height=90)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button("Grant", key=f"grant-{one.id}", on_click=_rule, args=(one.id, True))
            st.form_submit_button("Refuse", key=f"refuse-{one.id}", on_click=_rule, args=(one.id, False))


@whole
def _rule(number: int, granted: bool) -> None:  # noqa: FBT001  # Streamlit passes arguments by position
    reason = str(st.session_state.get(f"rule-reason-{number}") or "")
    key = form_key("rule", number, granted, reason)
    command = RuleOn(number, reason, dates.as_of(), granted=granted, key=key)
    done = "Granted." if granted else "Refused."
    carry_out(_PLACE, lambda: rule_on(cache.sources().database, command, identity.actor()), done)


def _ask(found: RequestsPage) -> None:
    box = st.expander("Ask for a waiver", key=f"open-waiver-{found.use_case}", on_change="rerun")
    if not box.open:
        return
    with box, st.form(f"waiver-{found.use_case}", clear_on_submit=False, border=False):
        st.selectbox("Clause", list(found.waivable), format_func=found.waivable.__getitem__, key="waiver-clause")
        st.date_input(
            f"Last day, {day(found.last_day)} at the latest",
            value=min(dates.as_of() + _USUAL, found.last_day),
            min_value=dates.as_of() + timedelta(days=1),
            max_value=found.last_day,
            format="DD/MM/YYYY",
            key="waiver-until",
        )
        st.text_area("Why the clause may be missed until then", key="waiver-reason", max_chars=4000, height=90)
        st.text_area("What protects people meanwhile", key="waiver-measure", max_chars=4000, height=90)
        st.form_submit_button("Ask for the waiver", on_click=_ask_waiver, args=(found,))


@whole
def _ask_waiver(found: RequestsPage) -> None:
    state = st.session_state
    reason, measure = str(state.get("waiver-reason") or ""), str(state.get("waiver-measure") or "")
    key = form_key("waiver", found.use_case, state["waiver-clause"], state["waiver-until"], reason, measure)
    command = AskWaiver(
        found.use_case, state["waiver-clause"], state["waiver-until"], reason, measure, dates.as_of(), key
    )
    sources = cache.sources()
    carry_out(
        _PLACE,
        lambda: ask_waiver(sources.database, sources.charter, command, identity.actor()),
        "Asked for. Somebody who is not involved rules on it.",
    )
