"""Report a case, record a step, state that a register is complete; a double click writes once."""

from datetime import UTC, date, datetime, time

import streamlit as st

from dashboard.domain.case_kinds import CLOSED, EXTENDED, FACTS, KINDS, OUTCOMES
from dashboard.domain.cases import Fact
from dashboard.domain.field_words import plain_field
from dashboard.domain.wording import sentence_case
from dashboard.services.case_acts import RecordStep, ReportCase, record_step, report_case
from dashboard.services.cases import StateComplete, state_complete
from dashboard.services.screens.case import CasePage, clocks_to_come
from dashboard.services.screens.cases import CasesPage
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "cases"
_UNSTATED = "Not known yet"
_NO_NAMES = "Names of people do not belong here: it stays in the history for ever."


def outcome() -> None:
    """What the last click did, told once."""
    told(_PLACE)


def report(found: CasesPage) -> None:
    """What happened, and which clocks will run, before anything is sent."""
    kinds = sorted(KINDS, key=lambda name: name != "incident")
    left, right = st.columns([3, 2], gap="large")
    with left:
        kind = st.selectbox("What is it", kinds, format_func=_kind, key="report-kind")
        st.text_area("What happened", key="report-what", max_chars=2000, height=90, help=_NO_NAMES)
        st.selectbox(
            "Which use case", [None, *found.use_cases], key="report-use-case",
            format_func=lambda name: found.use_cases.get(name, "None, or not known"),
        )  # fmt: skip
        aware = "When did we become aware (UTC)" if kind == "incident" else "When did it come in (UTC)"
        opened = _moment(aware, "report")
        facts = _facts(kind, "report")
        if kind != "incident":
            st.text_input("Pseudonym of the person, where there is one", key="report-subject", max_chars=80)
    with right:
        page.section("Which clocks will run", "Before anything is sent", level=3)
        to_come = clocks_to_come(cache.sources(), kind, opened, facts, st.session_state.get("report-use-case"))
        st.markdown("\n".join(f"- {plain(line)}" for line in to_come) or "No clause of the charter sets a time for it.")
        st.caption("Days end with their last one, UTC. Working days are Monday to Friday; holidays are not known.")
        st.button("Report", type=page.main_button(), on_click=_report, args=(kind, opened, tuple(facts.items())))


def step(found: CasePage) -> None:
    """One further step of a case, or facts that became known or were wrong."""
    steps = [*found.open_steps, *([FACTS] if KINDS[found.case.kind].known_facts else [])]
    if not steps:
        st.markdown("Every step of this case is recorded.")
        return
    name = st.selectbox("What was done", steps, format_func=_step, key=f"step-name-{found.case.id}")
    at = _moment("When (UTC)", f"step-{found.case.id}")
    facts = _facts(found.case.kind, f"step-{found.case.id}", stated=found.case.facts_now) if name == FACTS else {}
    if name == KINDS[found.case.kind].decided:
        st.selectbox("The decision of before was", OUTCOMES, format_func=_step, key=f"step-outcome-{found.case.id}")
    if name == EXTENDED:
        st.checkbox("The person was told of the extension and why", key=f"step-told-{found.case.id}")
    must = " (must be filled)" if name in (CLOSED, EXTENDED, FACTS) else ""
    st.text_area(f"Why, or what{must}", key=f"step-reason-{found.case.id}", max_chars=2000, height=90, help=_NO_NAMES)
    st.button("Record this step", on_click=_record, args=(found.case.id, name, at, tuple(facts.items())))


def complete() -> None:
    """Nothing else up to a day, by name."""
    with st.form("state-complete", clear_on_submit=False):
        st.markdown("**State that a register is complete.** No case is no proof until somebody says so by name.")
        st.selectbox("Register of", list(KINDS), format_func=lambda name: KINDS[name].many, key="complete-kind")
        st.date_input(
            "Nothing else up to and including", value=dates.has_come(), max_value=dates.has_come(), key="complete-to",
            format="YYYY-MM-DD",
        )  # fmt: skip
        st.form_submit_button("State it", on_click=_complete)


def _kind(name: str) -> str:
    return f"{sentence_case(KINDS[name].one)}: {KINDS[name].meaning}"


def _step(name: str) -> str:
    return "Facts became known, or were wrong" if name == FACTS else sentence_case(plain_field(name))


def _moment(title: str, key: str) -> datetime:
    now = dates.now()
    st.session_state.setdefault(f"{key}-day", now.date())
    st.session_state.setdefault(f"{key}-time", now.time())
    first, second = st.columns(2)
    on: date = first.date_input(title, max_value=now.date(), key=f"{key}-day", format="YYYY-MM-DD")
    at: time = second.time_input("Time (UTC)", key=f"{key}-time", step=60)
    return datetime.combine(on, at, UTC)


def _facts(kind: str, key: str, stated: dict[str, Fact] | None = None) -> dict[str, Fact]:
    """What people say about facts; what they leave open, or leave as it was, is not in it."""
    known, before = KINDS[kind].known_facts, stated or {}
    found: dict[str, Fact] = {}
    for column, (name, choices) in zip(_cells(len(known)), known.items(), strict=True):
        options = [_UNSTATED, *choices]
        at = options.index(before[name]) if name in before else 0
        said = column.selectbox(
            sentence_case(plain_field(name)), options, index=at, format_func=_value, key=f"{key}-{kind}-{name}"
        )
        if said != _UNSTATED and before.get(name) != said:
            found[name] = said
    return found


def _cells(many: int) -> list[st.delta_generator.DeltaGenerator]:
    columns: list[st.delta_generator.DeltaGenerator] = []
    for _ in range(0, many, 2):
        columns += st.columns(2)
    return columns[:many]


def _value(value: Fact) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return sentence_case(value)


@whole
def _report(kind: str, opened: datetime, facts: tuple[tuple[str, Fact], ...]) -> None:
    state = st.session_state
    what, use_case = str(state.get("report-what") or ""), state.get("report-use-case")
    subject = str(state.get("report-subject") or "").strip() or None
    key = form_key("report", kind, what, use_case, opened, facts, subject)
    command = ReportCase(
        kind, what, opened, datetime.now(UTC), use_case, subject=subject if kind != "incident" else None,
        facts=dict(facts), key=key,
    )  # fmt: skip
    done = "Reported. Its clocks run, and what is due soon stands among the review items."
    if carry_out(_PLACE, lambda: report_case(cache.sources().database, command, identity.actor()), done):
        state["report-what"] = ""


@whole
def _record(case: str, name: str, at: datetime, facts: tuple[tuple[str, Fact], ...]) -> None:
    state = st.session_state
    reason = str(state.get(f"step-reason-{case}") or "")
    result = state.get(f"step-outcome-{case}")
    told_them = bool(state.get(f"step-told-{case}")) and name == EXTENDED
    decides = name == "decided_by_human"
    key = form_key("step", case, name, at, reason, result, told_them, facts)
    command = RecordStep(
        case,
        name,
        at,
        datetime.now(UTC),
        reason,
        result if decides else None,
        told=told_them,
        facts=dict(facts),
        key=key,
    )
    if carry_out(_PLACE, lambda: record_step(cache.sources().database, command, identity.actor()), "Recorded."):
        state[f"step-reason-{case}"] = ""


@whole
def _complete() -> None:
    kind, to = str(st.session_state["complete-kind"]), st.session_state["complete-to"]
    command = StateComplete(kind, to, datetime.now(UTC), form_key("complete", kind, to))
    done = f"Stated: the register of {KINDS[kind].many} is complete to {to}."
    carry_out(_PLACE, lambda: state_complete(cache.sources().database, command, identity.actor()), done)
