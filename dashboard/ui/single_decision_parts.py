"""One decision beside its nearest counterfactual: the form that asks, and what was found, for whoever asked."""

import streamlit as st

from dashboard.adapters.decision_store import DecisionStore
from dashboard.charts.apart import apart_bars
from dashboard.domain.nearest import NORMS
from dashboard.services.nearest_decision import LookAtDecision, LookedAt, look_at_decision
from dashboard.services.screens.kept_features import Keeping
from dashboard.services.screens.single_decision import beside, differences, headline, notes
from dashboard.ui import cache, identity, long_work, page
from dashboard.ui.tables import data_table, downloads, escaped, plain_table
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE, _SLOT, _TITLE = "single-decision", "looked_at", "Find it and its nearest counterfactual"
RECORDED = "Personal data. Each look is recorded: who, which use case, what was asked, how many rows were seen."


def ask(keeping: Keeping) -> None:
    """The form; what it finds is shown to this person only, until somebody asks for something else."""
    page.section("One decision", f"{plain(keeping.terms)} · {RECORDED}")
    with st.form(f"look-{keeping.use_case}", clear_on_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input("Decision id", key="look-id", max_chars=500, width=280)
            st.segmented_control("Differences add up as", NORMS, default=NORMS[0], required=True, key="look-norm")
        st.checkbox("Also compare with other model versions", key="look-versions")
        st.form_submit_button(_TITLE, on_click=look, args=(keeping.use_case,))
    question = st.session_state.get(_SLOT)
    found = long_work.found(_PLACE, question) if question and question[0] == keeping.use_case else None
    if isinstance(found, LookedAt):
        _shown(found)


@whole
def look(use_case: str) -> None:
    """Ask once per click: a second look is a second event."""
    state = st.session_state
    state.pop(_SLOT, None)
    decision = str(state.get("look-id") or "").strip()
    if not decision:
        return
    norm, versions = state["look-norm"], bool(state.get("look-versions"))
    asked, sources, actor = LookAtDecision(use_case, decision, norm, versions), cache.sources(), identity.actor()
    question = state[_SLOT] = (use_case, decision, norm, versions)
    store = DecisionStore(sources.store)
    long_work.begin(_PLACE, question, _TITLE, lambda: look_at_decision(sources.database, store, asked, actor))


def _shown(found: LookedAt) -> None:
    page.section(plain(headline(found)), plain(" ".join(notes(found))), level=3)
    if found.other is not None:
        page.chart(
            apart_bars(found.apart, page.colours()), alt="Distance by feature, largest first; the table below has all",
            key="chart-apart",
        )  # fmt: skip
    table = differences(found)
    data_table(table, alt="Features of both decisions", columns=_columns(), key="table-apart")
    downloads(table, name="single-decision")
    plain_table(escaped(beside(found)), alt="Both decisions: when, by which model, decision, outcome, attributes")
    st.caption("The nearest counterfactual is another person's decision; it promises nothing about this one.")


def _columns() -> dict[str, object]:
    number = st.column_config.NumberColumn(format="%.3f")
    return {"Distance": number, "Measured by": number, "Feature": st.column_config.TextColumn(pinned=True)}
