"""Submitting a use case and deciding about it: a double click writes once, and the screen says beforehand who may."""

from datetime import timedelta

import streamlit as st

from dashboard.domain.approvals import Condition
from dashboard.domain.wording import plural
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.approval import OUTCOMES, ApprovalPage
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "approval"
_CONDITIONS, _USUAL = 4, timedelta(days=30)


def approval(found: ApprovalPage) -> None:
    """Where it stands, who may decide, what this person can do, and every decision."""
    page.section("Approval", plain(found.headline), anchor="approval")
    told(_PLACE)
    if found.out_of_date:
        fields = ", ".join(name.replace("_", " ") for name in found.out_of_date)
        st.warning(f"Changed since it was approved: {fields}. Submit it again.", icon=":material/history:")
    _changes(found)
    if found.waiting:
        who = ", ".join(found.may_decide) or "nobody: name a deputy who is not involved"
        st.markdown(f"**Who may decide:** {plain(who)}.")
    _act(found)
    if found.decisions.empty:
        st.markdown("No decision is on record.")
        return
    st.markdown(f"**{plural(len(found.decisions), 'decision')}**")
    dated = {"Decided": st.column_config.DateColumn(format="D MMM YYYY")}
    data_table(found.decisions, alt="Decisions", columns=dated, key=f"decisions-{found.use_case}")
    downloads(found.decisions, name=f"decisions-{found.use_case}")


def _changes(found: ApprovalPage) -> None:
    if found.changes.empty:
        return
    count = plural(len(found.changes), "field")
    box = st.expander(f"What changed since the decision that counts: {count}", expanded=bool(found.out_of_date))
    with box:
        wide = {name: st.column_config.TextColumn(width=300) for name in ("Was", "Is")}
        data_table(found.changes, alt="What changed", columns=wide, key=f"changes-{found.use_case}")
        downloads(found.changes, name=f"changes-{found.use_case}")


def _act(found: ApprovalPage) -> None:
    actor = identity.actor()
    if found.submits(actor):
        st.button("Submit for approval", key="submit-use-case", on_click=_submit, args=(found,))
    elif found.decides(actor):
        _decision(found)
    elif found.waiting and actor.user_id in found.involved and may(actor, Verb.DECIDE):
        st.markdown(f"You may not decide about it, because you {plain(found.involved[actor.user_id])}.")


def _decision(found: ApprovalPage) -> None:
    with st.form(f"decide-{found.use_case}", clear_on_submit=False):
        st.selectbox("Decision", list(OUTCOMES), format_func=OUTCOMES.__getitem__, key="decide-outcome")
        st.text_area("Why", key="decide-reason", max_chars=4000, height=90)
        with st.expander(f"Conditions, for an approval with conditions: {_CONDITIONS} at most"):
            _condition_fields()
        st.form_submit_button("Record decision", on_click=_decide, args=(found,))


def _condition_fields() -> None:
    usual = dates.as_of() + _USUAL
    for number in range(_CONDITIONS):
        what, due = st.columns([3, 1])
        what.text_input(f"Condition {number + 1}", key=f"condition-{number}", max_chars=300)
        first = dates.as_of() + timedelta(days=1)
        due.date_input("Due", value=usual, min_value=first, format="DD/MM/YYYY", key=f"condition-due-{number}")


@whole
def _submit(found: ApprovalPage) -> None:
    command = SubmitUseCase(found.use_case, found.revision, dates.as_of(), _key(found, "submit"))
    carry_out(_PLACE, lambda: submit_use_case(cache.sources().database, command, identity.actor()), "Submitted.")


@whole
def _decide(found: ApprovalPage) -> None:
    state = st.session_state
    texts = [str(state.get(f"condition-{number}") or "").strip() for number in range(_CONDITIONS)]
    conditions = tuple(Condition(text, state[f"condition-due-{number}"]) for number, text in enumerate(texts) if text)
    command = DecideUseCase(
        found.use_case, found.revision, state["decide-outcome"], str(state.get("decide-reason") or ""), dates.as_of(),
        conditions, found.charter, _key(found, "decide"),
    )  # fmt: skip
    sources, actor = cache.sources(), identity.actor()
    carry_out(_PLACE, lambda: decide_use_case(sources.database, sources.charter, command, actor), "Decision recorded.")


def _key(found: ApprovalPage, kind: str) -> str:
    return form_key(kind, found.use_case, found.revision, len(found.decisions))
