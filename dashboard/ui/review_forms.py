"""What people do with a review item; a double click writes once, a stale tab is told and loses nothing."""

from collections.abc import Callable

import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.services.permissions import Verb, may
from dashboard.services.reviews import (
    AssignItem,
    CommentItem,
    ReopenItem,
    ResolveItem,
    assign_item,
    comment_item,
    reopen_item,
    resolve_item,
)
from dashboard.services.screens.review_item import ItemPage
from dashboard.services.screens.review_items import Item
from dashboard.ui import cache, dates, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.whole import whole

_PLACE = "review"
_NOBODY = ""


def outcome() -> None:
    """What the last click did, told once."""
    told(_PLACE)


def forms(found: ItemPage, actor: Actor) -> None:
    """The forms that this role may use; the services refuse all others anyway."""
    item = found.item
    if not any(may(actor, verb) for verb in (Verb.ASSIGN, Verb.NOTE, Verb.RESOLVE)):
        st.markdown("Your role reads this item; officer, deputy and team leads act on it.")
        return
    if may(actor, Verb.ASSIGN) and item.state != "closed":
        _assignment(found)
    if may(actor, Verb.NOTE):
        _words(item, "comment", "Say something about it", "Add comment", comment)
    if may(actor, Verb.RESOLVE) and item.state != "closed":
        _words(item, "resolve", "Why it can be closed", "Close item", resolve)
    if may(actor, Verb.RESOLVE) and item.state != "open":
        _words(item, "reopen", "Why it must be taken up again", "Reopen item", reopen)


def _assignment(found: ItemPage) -> None:
    item = found.item
    options = {_NOBODY: "Nobody", **found.people}
    people = list(options)
    with st.form(f"assign-form-{item.id}", clear_on_submit=False):
        st.selectbox(
            "Who takes it",
            people,
            index=people.index(item.assignee_id) if item.assignee_id in options else 0,
            format_func=options.__getitem__,
            key=f"assign-{item.id}",
        )
        st.form_submit_button("Assign", on_click=assign, args=(item,))


def _words(item: Item, kind: str, title: str, button: str, act: Callable[[Item], None]) -> None:
    with st.form(f"{kind}-form-{item.id}", clear_on_submit=False):
        st.text_area(title, key=f"{kind}-{item.id}", max_chars=4000, height=90)
        st.form_submit_button(button, on_click=act, args=(item,))


@whole
def assign(item: Item) -> None:
    """Store whose it is; choosing who has it already changes nothing."""
    chosen = st.session_state[f"assign-{item.id}"] or None
    if chosen == item.assignee_id:
        return
    command = AssignItem(item.id, chosen, item.revision, dates.as_of(), _key(item, "assign", str(chosen)))
    carry_out(_PLACE, lambda: assign_item(cache.sources().database, command, identity.actor()), "Assigned.")


@whole
def comment(item: Item) -> None:
    """Store what was said, once per text."""
    text = _text(item, "comment")
    command = CommentItem(item.id, text, item.revision, dates.as_of(), _key(item, "comment", text, once=True))
    if text and carry_out(
        _PLACE, lambda: comment_item(cache.sources().database, command, identity.actor()), "Comment saved."
    ):
        st.session_state[f"comment-{item.id}"] = ""


@whole
def resolve(item: Item) -> None:
    """Close the item, saying why."""
    text = _text(item, "resolve")
    command = ResolveItem(item.id, text, item.revision, dates.as_of(), _key(item, "resolve", text))
    carry_out(_PLACE, lambda: resolve_item(cache.sources().database, command, identity.actor()), "Item closed.")


@whole
def reopen(item: Item) -> None:
    """Take the item up again, saying why."""
    text = _text(item, "reopen")
    command = ReopenItem(item.id, text, item.revision, dates.as_of(), _key(item, "reopen", text))
    carry_out(_PLACE, lambda: reopen_item(cache.sources().database, command, identity.actor()), "Item reopened.")


def _text(item: Item, kind: str) -> str:
    return str(st.session_state.get(f"{kind}-{item.id}") or "").strip()


def _key(item: Item, kind: str, content: str, *, once: bool = False) -> str:
    """The same for every click on one form with one content, so that a second click writes nothing.

    A comment stays the same command after the page came back with a new revision (`once`).
    """
    return form_key(kind, item.id, "" if once else item.revision, content)
