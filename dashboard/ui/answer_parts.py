"""Attaching the answer to "what if" to a review item, from any page that gives one, and showing what was attached."""

from collections.abc import Callable

import streamlit as st

from dashboard.domain.answers import Answer
from dashboard.domain.wording import day, plural
from dashboard.services.answers import AttachAnswer, attach_answer
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.answers import Attached, load_attached
from dashboard.services.screens.review_items import Item, load_queue
from dashboard.ui import cache, dates, identity, links, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PAGES = {
    "charter_draft": links.CHARTER, "thresholds": links.FAIRNESS, "remedies": links.FAIRNESS,
    "two_models": links.FAIRNESS, "two_days": links.BETWEEN, "consistency": links.SINGLE_DECISIONS,
    "model_flips": links.SINGLE_DECISIONS,
}  # fmt: skip


def attach(place: str, answer: Callable[[], Answer], *, about: str | None = None) -> None:
    """A form that attaches an answer to an open review item; nothing on a past day, or for roles that may not.

    Args:
        place: a name that is unique on the page.
        answer: makes the answer, only when somebody attaches it.
        about: a use case whose items come first.
    """
    if dates.past() is not None:
        return
    told(place)
    if not may(identity.actor(), Verb.NOTE):
        return
    items = [item for item in cache.cached(load_queue).items if item.state != "closed"]
    if not items:
        st.caption("No review item is open that this answer could be attached to.")
        return
    ordered = {item.id: item for item in sorted(items, key=lambda item: item.use_case_id != about)}
    with st.expander("Attach this answer to a review item"), st.form(f"attach-{place}", clear_on_submit=False):
        st.selectbox("Review item", list(ordered), key=f"attach-item-{place}",
                     format_func=lambda number: _named(ordered[number]))  # fmt: skip
        st.text_area("What it shows, in words", key=f"attach-words-{place}", max_chars=2000, height=90)
        st.form_submit_button("Attach", on_click=_attach, args=(place, answer, ordered))


def _named(item: Item) -> str:
    return f"{item.number} {item.use_case}: {item.what}"


@whole
def _attach(place: str, answer: Callable[[], Answer], items: dict[int, Item]) -> None:
    item = items[st.session_state[f"attach-item-{place}"]]
    words, made = str(st.session_state.get(f"attach-words-{place}") or ""), answer()
    key = form_key("attach", item.id, item.revision, words, made.digest)
    command = AttachAnswer(item.id, made, words, item.revision, dates.as_of(), key)
    carry_out(
        place,
        lambda: attach_answer(cache.sources().database, command, identity.actor()),
        f"Attached to {item.number}, with all that it was asked of.",
    )


def attached(item: int) -> None:
    """The answers that were attached to an item; nothing where none was."""
    found = cache.cached(load_attached, item)
    if not found:
        return
    page.section(f"{plural(len(found), 'answer')} attached as evidence")
    for one in found:
        with st.container(border=True):
            st.markdown(f"**{plain(one.name)}.** {plain(one.said)}")
            st.caption(plain(_of_what(one)))
            if one.query:
                st.page_link(_PAGES[one.kind], label="Ask it again", query_params=dict(one.query))
            if one.command:
                st.code(one.command, language=None, wrap_lines=True)
            st.download_button("Download the whole answer (JSON)", one.file, f"answer-{one.number}.json",
                               "application/json", key=f"answer-{one.number}", on_click="ignore")  # fmt: skip


def _of_what(one: Attached) -> str:
    since = f"{plural(one.newer, 'entry', 'entries')} of the ledger since" if one.newer else "nothing has changed since"
    intact = "it reads as it was attached" if one.intact else "IT IS NOT WHAT WAS ATTACHED"
    asked = f"asked of the data as of {day(one.as_of)}, entry {one.data_version:,} of the ledger ({since})"
    return f"Attached by {one.by}, {one.when}; {asked}; {one.digest[:19]}: {intact}"
