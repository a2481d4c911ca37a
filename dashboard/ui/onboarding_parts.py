"""The parts of Onboarding: the waves, my systems that wait, and the form that plans a wave."""

from datetime import timedelta

import streamlit as st

from dashboard.domain.wording import day, plural
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.onboarding import OnboardingPage, System
from dashboard.services.waves import LONGEST_NAME, PlanWave, plan_wave
from dashboard.ui import cache, dates, identity, links, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "onboarding"
_USUAL = timedelta(days=60)
_MANY = 20


def waves(found: OnboardingPage) -> None:
    """How far each wave is."""
    told(_PLACE)
    if not found.waves:
        page.empty("No wave is planned.", "Import a register, then give its systems an owner and a day, wave by wave.")
        return
    page.section(f"{plural(len(found.waves), 'wave')}", "onboarded systems of each; late: the day has passed")
    for one in found.waves:
        late = f" · {one.late} late" if one.late else ""
        st.progress(
            one.done / one.total,
            text=plain(f"{one.name}: {one.done} of {one.total} onboarded, due {day(one.due)}{late}"),
        )
    data_table(found.table, alt="Waves", columns={"Due": st.column_config.DateColumn(format="D MMM YYYY")}, key="waves")
    downloads(found.table, name="waves")


def mine(found: OnboardingPage) -> None:
    """Systems that wait for this person."""
    systems = found.of(identity.actor().user_id)
    if not systems:
        return
    page.section(f"{plural(len(systems), 'system')} to onboard", "as drafts of yours; then answer the intake questions")
    for one in systems[:_MANY]:
        with page.row():
            links.to_use_case(one.id, plain(one.title), width=280)
            st.markdown(f":small[{plain(one.wave)} · by {day(one.due)}]")
            st.button("Onboard", key=f"onboard-{one.id}", on_click=_onboard, args=(one,), type="tertiary",
                      help=f"Onboard {plain(one.title)}")  # fmt: skip
    if len(systems) > _MANY:
        st.markdown(f":small[and {len(systems) - _MANY} more]")


def plan(found: OnboardingPage) -> None:
    """Choose systems by team and kind, and give them an owner and a day."""
    if not may(identity.actor(), Verb.PLAN) or not found.unplanned:
        return
    page.section("Plan a wave", f"{plural(len(found.unplanned), 'system')} in no wave yet")
    teams = st.multiselect("Teams", sorted({one.team for one in found.unplanned}), key="wave-teams", placeholder="All")
    kinds = st.multiselect("Kinds", sorted({one.kind for one in found.unplanned}), key="wave-kinds", placeholder="All")
    chosen = found.choose(tuple(teams), tuple(kinds))
    st.markdown(f"**{plural(len(chosen), 'system')} match.** As many as you say form the wave, by title.")
    if not chosen:
        return
    with st.form("wave", clear_on_submit=False):
        st.text_input("Name of the wave", key="wave-name", max_chars=LONGEST_NAME)
        st.number_input(
            "How many systems", min_value=1, max_value=len(chosen), value=min(40, len(chosen)), key="wave-size"
        )
        st.selectbox("Owner of all of them", list(found.people), format_func=found.people.__getitem__, key="wave-owner")
        st.date_input("To be onboarded by", value=dates.as_of() + _USUAL, min_value=dates.as_of() + timedelta(days=1),
                      format="DD/MM/YYYY", key="wave-due")  # fmt: skip
        st.form_submit_button("Plan the wave", on_click=_plan, args=(tuple(one.id for one in chosen),))


@whole
def _plan(chosen: tuple[str, ...]) -> None:
    state = st.session_state
    wave, owner, due = str(state.get("wave-name") or ""), state["wave-owner"], state["wave-due"]
    systems = chosen[: int(state["wave-size"])]
    command = PlanWave(wave, owner, due, systems, dates.as_of(), form_key("wave", wave, owner, due, systems))
    done = f"{plural(len(systems), 'system')} planned."
    carry_out(_PLACE, lambda: plan_wave(cache.sources().database, command, identity.actor()), done)


@whole
def _onboard(one: System) -> None:
    key = form_key("onboard", one.id, one.revision)
    command = OnboardUseCase(one.id, one.revision, day=dates.as_of(), key=key)
    done = "Onboarded as a draft. Open its page and answer the intake questions."
    carry_out(_PLACE, lambda: onboard_use_case(cache.sources().database, command, identity.actor()), done)
