"""May we do this, and what will it take?"""

import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.services.screens.drafts import DraftPage, became, load_draft, load_drafts
from dashboard.services.screens.frame import load_frame
from dashboard.services.screens.preview import load_register, preview
from dashboard.ui import cache, draft_parts, draft_preview, draft_saving, identity, links, page
from dashboard.ui.draft_tier import tier
from dashboard.ui.errors import told
from dashboard.ui.many_at_once import many_at_once
from dashboard.ui.text import plain


def start(actor: Actor) -> None:
    """No draft is open: begin one, or go on with one."""
    page.head("New use case", "Register a new AI use case")
    draft_parts.told()
    st.markdown("About five minutes. You learn at every step which risk tier it has, which clauses of the charter will "
                "apply, and what is missing.")  # fmt: skip
    st.button("Begin a new registration", type=page.main_button(), on_click=draft_saving.begin)
    draft_parts.drafts(load_drafts(cache.sources(), cache.intake(), actor))
    many_at_once()
    links.to_page(links.ONBOARDING, "Onboard imported systems in waves")


def form(found: DraftPage, people: dict[str, str]) -> None:
    """The draft, step by step, with what it comes to beside it."""
    draft_saving.renew()
    st.query_params["draft"] = found.draft.id  # a link inside one page leaves the address as it was
    entries = tuple(entry for step in found.steps for entry in step.entries)
    current = draft_saving.open_here(found.draft, entries)
    page.head(f"New use case · draft saved {found.draft.updated:%H:%M} UTC", plain(found.draft.title))
    draft_parts.told()
    if not current:
        draft_parts.changed_elsewhere(found)
    chosen = draft_parts.chosen_step(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        step = next((one for one in found.steps if one.id == chosen), None)
        if step is None:
            draft_parts.check(found)
        else:
            draft_parts.step(found, step, people)
    with right, st.container(border=True), told():
        st.markdown("**If you sent it now** · updates with each answer")
        tier(found.tier)
        seen = preview(found.asked, found.draft.answers, cache.cached(load_register))
        draft_preview.preview(seen)
        draft_preview.alike(seen)


actor = identity.actor()
asked = str(st.query_params.get("draft", ""))
found = load_draft(cache.sources(), cache.intake(), asked, actor) if asked else None
if found is not None:
    form(found, {person.user_id: person.title for person in cache.cached(load_frame).people})
elif asked and (use_case := became(cache.sources(), asked, actor)):
    draft_parts.registered(use_case.id, use_case.title)
else:
    start(actor)
