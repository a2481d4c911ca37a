"""The guided form around its fields: progress, steps, what another device changed, and the last look before it goes."""

import streamlit as st

from dashboard.domain.draft_entries import UNLISTED
from dashboard.domain.wording import day, plural
from dashboard.services.screens.drafts import DraftLine, DraftPage, StepView
from dashboard.ui import draft_saving, links, page
from dashboard.ui.draft_fields import fields
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

CHECK = "check"
_STEP = "draft_step"


def drafts(mine: tuple[DraftLine, ...]) -> None:
    """What this person has begun: each with how far it is, to go on with or to throw away."""
    if not mine:
        page.empty("You have no drafts.", "Begin one; every answer is saved as you give it, and nobody else sees it.")
        return
    page.section(f"Your {plural(len(mine), 'draft')}", "Nobody else sees them; they count nowhere until you register.")
    for line in mine:
        with page.row():
            links.to_draft(line.id, plain(line.title), width=280)
            when = f"{day(line.updated)}, {line.updated:%H:%M} UTC"
            st.markdown(f":small[{line.answered} of {line.needed} answered · saved {when}]", width=300)
            st.button("Discard", key=f"discard-{line.id}", on_click=draft_saving.discard, args=(line.id, line.revision),
                      type="tertiary", help=f"Discard {plain(line.title)}")  # fmt: skip


def told() -> None:
    """What the last click did."""
    outcome = draft_saving.told()
    if outcome is not None:
        (st.success if outcome[0] else st.error)("  \n".join(plain(line) for line in outcome[1].splitlines()))


def changed_elsewhere(found: DraftPage) -> None:
    """Another device has saved since; nothing of either is lost."""
    st.warning(
        "**This draft has changed since you opened it**, on another device or in another window. "
        + ("Your last answer here is not stored yet." if draft_saving.waiting(found.draft.id) else "")
    )
    with st.container(horizontal=True):
        st.button("Show the newer answers", on_click=draft_saving.take_newer, args=(found.draft,))
        if draft_saving.waiting(found.draft.id):
            st.button("Keep my answer and take the rest", on_click=draft_saving.keep_mine, args=(found.draft,))


def chosen_step(found: DraftPage) -> str:
    """Progress, and the steps to choose from."""
    titles = {step.id: step.title for step in found.steps} | {CHECK: "Check and register"}
    if st.session_state.get(_STEP) not in titles:
        st.session_state[_STEP] = next(iter(titles))
    at = list(titles).index(st.session_state[_STEP]) + 1
    said = f"Step {at} of {len(titles)} · {found.answered} of {found.needed} questions answered"
    st.progress(found.answered / found.needed if found.needed else 0.0, text=said)
    done = {step.id for step in found.steps if step.done}
    marked = {name: f"✓ {title}" if name in done else title for name, title in titles.items()}
    chosen = st.segmented_control(
        "Step",
        list(marked),
        format_func=marked.__getitem__,
        key=_STEP,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    return str(chosen)


def step(found: DraftPage, current: StepView, people: dict[str, str]) -> None:
    """One step: its fields, what goes with them, and the way back and on."""
    page.section(current.title)
    if current.id == "fairness":
        _guide(found, current)
    fields(draft_saving.place(found.draft.id), current.entries, people)
    if current.id == "purpose" and found.draft.answers.get("acceptable_use") == UNLISTED:
        st.info("The officer is asked whether this may become an acceptable use. You can register it meanwhile.")
    _ways([one.id for one in found.steps] + [CHECK], current.id, [one.title for one in found.steps] + ["Check"])


def _guide(found: DraftPage, current: StepView) -> None:
    if not current.entries:
        st.markdown(
            "Nothing to choose: with your answers it decides about nobody, so no group can be treated worse by it."
        )
        return
    st.markdown("Two questions lead to a proposal. You decide; the charter holds production to what you choose.")
    if found.proposal is not None:
        st.success(
            f"**Fits best: {plain(found.proposal.plain)}.** {plain(found.proposal.reason)}", icon=":material/balance:"
        )


def _ways(names: list[str], current: str, titles: list[str]) -> None:
    at = names.index(current)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if at:
            st.button(f"Back: {titles[at - 1]}", on_click=_go, args=(names[at - 1],))
        if at + 1 < len(names):
            st.button(f"Next: {titles[at + 1]}", on_click=_go, args=(names[at + 1],), type=page.main_button())


@whole
def _go(step_id: str) -> None:
    st.session_state[_STEP] = step_id


def check(found: DraftPage) -> None:
    """What is still open, what the officer will be asked, and the one button that registers."""
    page.section("Check and register")
    _open(found)
    if found.tier.tier == "prohibited":
        st.error(
            f"**This is prohibited** ({plain(found.tier.rule)}). {plain(found.tier.because)} You can register it as a "
            "question to the officer; it can never be approved while this holds."
        )
    if found.tier.tier == "needs_review":
        st.warning("**Somebody has to look first.** You were unsure of an answer that decides the tier: the officer is "
                   "asked, and nothing is approved before.")  # fmt: skip
    st.markdown(
        "Registering stores the record as a draft of yours, with your answers, the rule and the state of the law. "
        "Then you bring the evidence and submit it for approval."
    )
    st.button(
        "Register use case", type=page.main_button(), disabled=bool(found.blockers), key=f"register-{found.draft.id}",
        on_click=draft_saving.register, args=(found.draft.id, found.draft.revision),
    )  # fmt: skip


def _open(found: DraftPage) -> None:
    if not found.missing:
        st.markdown("Everything is answered.")
        return
    open_ = sum(len(entries) for entries in found.missing.values())
    blocked = len(found.blockers)
    said = f"**{plural(open_, 'question')} open**"
    st.markdown(f"{said}, {blocked} of them before it can be registered:" if blocked else
                f"{said}. You can register; whatever they are about counts as not assessed.")  # fmt: skip
    for title, entries in found.missing.items():
        asked = "; ".join(f"**{plain(one.ask)}**" if one.id in found.blocking else plain(one.ask) for one in entries)
        st.markdown(f"- {plain(title)}: {asked}")


def registered(use_case: str, title: str) -> None:
    """It is done: where it is now, and what comes next."""
    page.head("New use case", f"{plain(title)} is registered")
    draft_saving.told()
    st.markdown("It is a draft of yours: file the evidence that is asked for, then submit it for approval on its page.")
    links.to_use_case(use_case, "Open its page")
    links.to_page(links.NEW_USE_CASE, "Register another one")
