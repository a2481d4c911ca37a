"""The tier on the page of a use case: a warning where it no longer follows, another tier, and the questions again."""

from typing import Any

import streamlit as st

from dashboard.domain.draft_entries import Entry
from dashboard.domain.triage import Answer
from dashboard.domain.wording import TIERS, listed
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.tier import TierPage, asked_again, decided, load_tier
from dashboard.services.tier import SetTier, TierSaved, TriageAgain, set_tier, triage_again
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.draft_fields import Place, fields
from dashboard.ui.draft_saving import answered, shown
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "tier"


def tier(use_case: str) -> None:
    """How it stands, and for those who may change it the two ways to another tier."""
    found = load_tier(cache.sources(), cache.intake(), use_case)
    if found is not None:
        _tier(found)


def _tier(found: TierPage) -> None:
    word = TIERS[found.tier] if found.tier else "Not set"
    page.section(f"Risk tier: {word}", "Raised at once by anybody who runs it; lowered only by somebody else")
    told(_PLACE)
    if found.departed:
        fields_ = listed([plain(one) for one in found.departed])
        st.warning(f"**A new triage is due.** The record no longer says what the answers said: {fields_}.",
                   icon=":material/history:")  # fmt: skip
    if not may(identity.actor(), Verb.CHANGE):
        return
    _another(found)
    _again(found)


def _another(found: TierPage) -> None:
    box = st.expander("Set another tier", key=f"open-tier-{found.use_case}", on_change="rerun")
    if not box.open:
        return
    with box, st.form(f"tier-{found.use_case}", clear_on_submit=False, border=False):
        st.selectbox("Tier", list(found.others), format_func=found.others.__getitem__, key="tier-wanted")
        st.text_area("Why", key="tier-reason", max_chars=4000, height=90)
        who = ", ".join(found.may_grant) or "nobody: name a deputy who is not involved"
        st.markdown(f"**Who may grant a lower tier:** {plain(who)}.")
        st.form_submit_button("Set tier", on_click=_set, args=(found,))


@whole
def _set(found: TierPage) -> None:
    wanted, reason = st.session_state["tier-wanted"], str(st.session_state.get("tier-reason") or "")
    key = form_key("tier", found.use_case, found.revision, wanted, reason)
    command = SetTier(found.use_case, found.revision, wanted, reason, dates.as_of(), key)
    _carry_out(lambda: set_tier(cache.sources().database, command, identity.actor()))


def _again(found: TierPage) -> None:
    box = st.expander("Answer the intake questions again", key=f"open-triage-{found.use_case}", on_change="rerun")
    if not box.open:
        return
    with box:
        place = Place(f"triage.{found.use_case}.{found.revision}.")
        answers = _given(found, place)
        fields(place, asked_again(cache.sources(), cache.intake(), answers), {})
        decision = decided(cache.sources(), cache.intake(), answers)
        said = f"{TIERS[decision.tier]} tier by rule {decision.rule.id}" if decision.tier and decision.rule else "open"
        st.markdown(f"**These answers come to:** {plain(said)}.")
        st.text_area("What changed", key="triage-reason", max_chars=4000, height=90)
        st.button("Record the triage", key="triage-record", disabled=decision.tier is None, on_click=_triage,
                  args=(found, answers))  # fmt: skip


def _given(found: TierPage, place: Place) -> dict[str, Answer]:
    """What the widgets hold, beginning with the answers as they were triaged; what is not asked counts for nothing."""
    held: dict[str, Answer] = {}
    seen: set[str] = set()
    while True:
        asked = {one.id: one for one in asked_again(cache.sources(), cache.intake(), held)}
        fresh = [entry for name, entry in asked.items() if name not in seen]
        if not fresh:
            return {name: answer for name, answer in held.items() if name in asked}
        seen |= {entry.id for entry in fresh}
        answers = {entry.id: _answer(entry, place, found.answers.get(entry.id)) for entry in fresh}
        held |= {name: answer for name, answer in answers.items() if answer}


def _answer(entry: Entry, place: Place, before: Answer | None) -> Answer | None:
    key = place.key(entry.id)
    if key not in st.session_state:
        st.session_state[key] = shown(entry, before)
    return answered(entry, st.session_state[key])


@whole
def _triage(found: TierPage, answers: dict[str, Answer]) -> None:
    reason = str(st.session_state.get("triage-reason") or "")
    key = form_key("triage", found.use_case, found.revision, sorted(answers.items()), reason)
    command = TriageAgain(found.use_case, found.revision, answers, reason, dates.as_of(), key)
    _carry_out(lambda: triage_again(cache.sources().database, cache.intake(), command, identity.actor()))


def _carry_out(act: Any) -> None:
    done: list[TierSaved] = []
    carry_out(_PLACE, lambda: done.append(act()), "Recorded.")
    if done and done[0].asked:
        carry_out(_PLACE, lambda: None, "Asked for. The tier stays until somebody who is not involved grants it.")
