"""What the controls of a draft do: every change is saved at once; what could not be saved stays in the session."""

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.domain.charter_drafts import CharterDraft
from dashboard.domain.charter_limits import MovableLimit
from dashboard.services.charter_drafts import (
    BeginCharterDraft,
    DiscardCharterDraft,
    MoveLimits,
    SaveCharterDraft,
    begin_charter_draft,
    begin_from_force,
    discard_charter_draft,
    move_limits,
    save_charter_draft,
)
from dashboard.services.publish import ProposeCharter, propose_charter
from dashboard.services.register import new_key
from dashboard.services.screens.charter_drafts import load_charter_draft
from dashboard.settings import load_settings
from dashboard.ui import cache, dates, identity
from dashboard.ui.forms import carry_out, form_key
from dashboard.ui.whole import whole

PLACE, _NEXT = "charter-draft", "charter_draft_next_key"


@whole
def begin_here() -> None:
    """A draft of the charter in force; a double click begins one."""
    key, found = st.session_state.setdefault(_NEXT, new_key()), cache.sources()
    _opened(lambda: begin_from_force(found.database, load_settings().charter, dates.as_of(), key, identity.actor()))


@whole
def begin_with(given: Any) -> None:
    """A draft of a file, whether or not it is a charter yet."""
    key = st.session_state.setdefault(_NEXT, new_key())
    command = BeginCharterDraft(given.getvalue(), f"the file {given.name}"[:120], key)
    _opened(lambda: begin_charter_draft(cache.sources().database, command, identity.actor()))


def _opened(begin: Callable[[], str]) -> None:
    made: list[str] = []
    if carry_out(PLACE, lambda: made.append(begin()), "The draft is saved; whoever has its address reads it."):
        st.query_params["draft"] = made[0]
        del st.session_state[_NEXT]


@whole
def move(draft: CharterDraft, limit: MovableLimit, key: str, clause: str) -> None:
    """Write a number that was moved."""
    values = {limit.path: limit.written(float(st.session_state[key]))}
    _write(draft, key, MoveLimits(draft.id, values, clause), f"{limit.name.capitalize()} moved.")


@whole
def rename(draft: CharterDraft, key: str) -> None:
    """Write another version or first day."""
    part, value = key.split("-", 1)[0], st.session_state[key]
    if value:
        text = json.dumps(str(value), ensure_ascii=False) if part == "version" else value.isoformat()
        _write(draft, key, MoveLimits(draft.id, {(part,): text}), "Saved.")
    else:
        _show_again(key)


def _write(draft: CharterDraft, key: str, command: MoveLimits, done: str) -> None:
    if not _saved(draft, lambda: move_limits(cache.sources().database, command, identity.actor()), done):
        _show_again(key)


def shown(key: str, stored: Any) -> None:
    """What is stored stands in the control; what was just changed there stays, being on its way to be stored."""
    known = key in st.session_state and st.session_state.get(_seen_key(key)) == stored
    if not known and st.session_state.get(key) != stored:
        st.session_state[key] = stored
    st.session_state[_seen_key(key)] = stored


def _show_again(key: str) -> None:
    """What was changed there was not stored, so what is stored comes back."""
    st.session_state.pop(_seen_key(key), None)


def _seen_key(key: str) -> str:
    return f"seen-{key}"


def _known(draft: CharterDraft) -> int:
    """The newest revision that this device has seen or made: quick moves come before the page is drawn again."""
    return max(int(st.session_state.get(_known_key(draft), 0)), draft.revision)


def _saved(draft: CharterDraft, act: Callable[[], int], done: str) -> bool:
    made: list[int] = []
    worked = carry_out(PLACE, lambda: made.append(act()), done)
    if worked:
        st.session_state[_known_key(draft)] = made[0]
    return worked


def _known_key(draft: CharterDraft) -> str:
    return f"known-charter-{draft.id}"


@whole
def save(draft: CharterDraft, key: str) -> None:
    """Save what was typed; it stays in the session where that is refused."""
    _put(draft, _known(draft), str(st.session_state[key]))


def _put(draft: CharterDraft, revision: int, text: str) -> None:
    st.session_state[_unsaved_key(draft)] = text
    command = SaveCharterDraft(draft.id, revision, text)
    if _saved(draft, lambda: save_charter_draft(cache.sources().database, command, identity.actor()), "Saved."):
        del st.session_state[_unsaved_key(draft)]


def unsaved(draft: CharterDraft) -> str | None:
    """What was typed here and could not be saved."""
    typed: str | None = st.session_state.get(_unsaved_key(draft))
    return typed


@whole
def keep_mine(draft: CharterDraft) -> None:
    """Save what was typed here over what was saved elsewhere."""
    found = load_charter_draft(cache.sources(), draft.id, identity.actor())
    typed = unsaved(draft)
    if found is not None and typed is not None:
        _put(draft, found.draft.revision, typed)


@whole
def take_saved(draft: CharterDraft) -> None:
    """Give up what was typed here."""
    st.session_state.pop(_unsaved_key(draft), None)


@whole
def discard(draft: CharterDraft) -> None:
    """Throw the draft away, and go back to the charter."""
    command = DiscardCharterDraft(draft.id, draft.revision)
    if carry_out(
        PLACE, lambda: discard_charter_draft(cache.sources().database, command, identity.actor()), "The draft is gone."
    ):
        st.query_params.clear()


@whole
def propose(draft: CharterDraft, key: str) -> None:
    """Propose the draft as it was opened; it stays until it is thrown away."""
    note, content = str(st.session_state.get(key) or ""), draft.text.encode()
    command = ProposeCharter(content, note, dates.as_of(), form_key("propose", content, note))
    sources, actor = cache.sources(), identity.actor()
    carry_out(
        PLACE,
        lambda: propose_charter(sources.database, sources.frameworks, command, actor),
        "Proposed. Somebody else publishes it on the charter's page; until then nothing changes.",
    )


def _unsaved_key(draft: CharterDraft) -> str:
    return f"unsaved-charter-{draft.id}"
