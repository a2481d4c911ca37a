"""A draft of the charter as a page: what is wrong with it, or what it would change; moved, edited, proposed."""

import streamlit as st

from dashboard.domain.charter_trial import Trial
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.charter_drafts import (
    CharterDraftPage,
    headline_of,
    load_charter_draft,
    text_key,
    tried,
)
from dashboard.services.screens.charter_trial import TrialView
from dashboard.services.try_charter import load_ground
from dashboard.ui import cache, charter_draft_parts, charter_draft_saving, identity, links, page
from dashboard.ui import errors as screen_errors
from dashboard.ui.charter_compare_parts import beside
from dashboard.ui.charter_draft_moving import move
from dashboard.ui.charter_trial_parts import answer
from dashboard.ui.forms import told
from dashboard.ui.large import few, with_practice
from dashboard.ui.text import plain


def charter_draft(draft_id: str) -> None:
    """The page of a draft; a sentence where there is none under this address."""
    found = load_charter_draft(cache.sources(), draft_id, identity.actor())
    if found is None:
        page.head("Charter", "There is no draft under this address")
        told(charter_draft_saving.PLACE)
        st.markdown("It was thrown away, or the address is not whole.")
        st.page_link(links.CHARTER, label="Read the charter in force")
        return
    above, here = st.container(), st.container()
    with here:
        trial, view = _weighed(found) or (None, None)
    with above:
        _head(found, view)
    charter_draft_parts.problems(found)
    move(found)
    charter_draft_parts.edit(found)
    if trial is not None and view is not None:
        answer(found.draft, trial, view)
        beside(trial.now.charter)
        _propose(found)


def _weighed(found: CharterDraftPage) -> tuple[Trial, TrialView] | None:
    """What the draft would do; None for a text that is no charter, and until what is in force was read, which is shown.

    Reading takes seconds and goes on beside the page; the answer to a text takes a moment and is worked out at once.
    """
    if found.charter is None:
        return None
    with screen_errors.told():
        ground = with_practice("charter-ground", "Hold it against everything that is stored", load_ground)
        return None if ground is None else few(tried, text_key(found.draft.text), ground, found.charter)
    return None


def _head(found: CharterDraftPage, view: TrialView | None) -> None:
    version = f"Draft {found.charter.version}" if found.charter else "Draft"
    page.head(f"Charter / {plain(version)}", plain(headline_of(found, view)))
    charter_draft_parts.head(found)
    charter_draft_parts.name(found)
    if words := charter_draft_parts.effective_words(found):
        st.caption(plain(words))


def _propose(found: CharterDraftPage) -> None:
    if not may(identity.actor(), Verb.PUBLISH):
        return
    page.section("Propose it", "Somebody else publishes it; decisions keep the version under which they were judged")
    key = f"propose-draft-{found.draft.id}"
    with st.form(f"form-{key}", clear_on_submit=False):
        st.text_area("What is new, in words", key=key, max_chars=4000, height=90)
        st.form_submit_button("Propose this draft", on_click=charter_draft_saving.propose, args=(found.draft, key))
