"""Every answer is saved as it is given; what could not be saved is kept in the session until somebody decides.

Widgets hold what this device shows, the database what counts; `opened` is the revision that this device knows.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from dashboard.domain.draft_entries import NONE, Entry
from dashboard.domain.drafts import IntakeDraft
from dashboard.domain.triage import Answer
from dashboard.errors import ChangedSinceOpened, GovernanceError
from dashboard.services.drafts import (
    BeginDraft,
    EndDraft,
    SaveAnswers,
    begin_draft,
    discard_draft,
    register_draft,
    save_answers,
)
from dashboard.services.register import new_key
from dashboard.services.screens.drafts import load_teams
from dashboard.ui import cache, dates, identity
from dashboard.ui.draft_fields import Place
from dashboard.ui.whole import whole

_TOLD, _NEXT = "draft_told", "draft_next_key"


def place(draft: str) -> Place:
    """Where the fields of a draft stand."""
    return Place(f"draft.{draft}.", partial(save, draft))


def open_here(draft: IntakeDraft, entries: tuple[Entry, ...]) -> bool:
    """Show what is stored where this device shows nothing yet; False where another device has changed it since."""
    opened = st.session_state.setdefault(_opened(draft.id), draft.revision)
    for entry in entries:
        key = place(draft.id).key(entry.id)
        if key not in st.session_state:
            st.session_state[key] = shown(entry, _unsaved(draft.id).get(entry.id, draft.answers.get(entry.id)))
    return bool(opened == draft.revision)


@whole
def save(draft: str, entry: Entry) -> None:
    """Store what was just answered, and what could not be stored before."""
    key = place(draft).key(entry.id)
    answer = answered(entry, st.session_state.get(key))
    if isinstance(answer, tuple):
        st.session_state[key] = list(answer)
    put(draft, _unsaved(draft) | {entry.id: answer})


def put(draft: str, changes: dict[str, Answer | None]) -> None:
    """Store some answers as this device opened the draft; keep them where that is refused."""
    session = st.session_state
    session[_unsaved_key(draft)] = changes
    command = SaveAnswers(draft, session[_opened(draft)], changes)
    found = cache.sources()
    try:
        session[_opened(draft)] = save_answers(found.database, cache.intake(), found.charter, command, identity.actor())
    except ChangedSinceOpened:
        pass  # the page says so as long as the revisions differ
    except GovernanceError as error:
        session[_TOLD] = (False, str(error))
    else:
        session.pop(_unsaved_key(draft), None)


def waiting(draft: str) -> bool:
    """Whether an answer of this device is not stored."""
    return bool(_unsaved(draft))


@whole
def take_newer(draft: IntakeDraft) -> None:
    """Show what another device has stored; what this device could not store is given up."""
    for key in [key for key in st.session_state if str(key).startswith(f"draft.{draft.id}.")]:
        del st.session_state[key]
    st.session_state.pop(_unsaved_key(draft.id), None)
    st.session_state[_opened(draft.id)] = draft.revision


@whole
def keep_mine(draft: IntakeDraft) -> None:
    """Take everything from the other device but the answers that this one could not store; those are stored now."""
    mine = _unsaved(draft.id)
    take_newer(draft)
    put(draft.id, mine)


@whole
def begin() -> None:
    """A new draft for the team of whoever asks; a double click begins one."""
    team = cache.cached(load_teams).get(identity.actor().user_id)
    first: dict[str, Answer] = {"team": team} if team else {}
    command = BeginDraft(first, st.session_state.setdefault(_NEXT, new_key()))
    if _carry_out(lambda: begin_draft(cache.sources().database, command, identity.actor())):
        st.query_params["draft"] = command.key[:32]


@whole
def discard(draft: str, revision: int) -> None:
    """Throw a draft away."""
    command = EndDraft(draft, revision, dates.as_of())
    _carry_out(lambda: discard_draft(cache.sources().database, command, identity.actor()), "The draft is gone.")


@whole
def register(draft: str, revision: int) -> None:
    """Register it as this device shows it."""
    command, found = EndDraft(draft, revision, dates.as_of()), cache.sources()
    _carry_out(
        lambda: register_draft(found.database, cache.intake(), found.charter, command, identity.actor()), "Registered."
    )


def renew() -> None:
    """The next click on New begins another draft."""
    st.session_state.pop(_NEXT, None)


def told() -> tuple[bool, str] | None:
    """What the last click did, once."""
    outcome: tuple[bool, str] | None = st.session_state.pop(_TOLD, None)
    return outcome


def _carry_out(act: Callable[[], Any], done: str = "") -> bool:
    try:
        act()
    except GovernanceError as error:
        st.session_state[_TOLD] = (False, str(error))
        return False
    if done:
        st.session_state[_TOLD] = (True, done)
    return True


def shown(entry: Entry, answer: Answer | None) -> Any:
    """An answer as its widget holds it."""
    if entry.kind == "many":
        return list(answer or ())
    if entry.kind in {"line", "text"}:
        return answer or ""
    return None if answer is None else int(str(answer)) if entry.kind == "number" else answer


def answered(entry: Entry, value: Any) -> Answer | None:
    """What a widget holds as an answer."""
    if value is None:
        return None
    if entry.kind == "many":
        return tuple(str(one) for one in _without_none(entry, list(value)))
    return str(value)


def _without_none(entry: Entry, chosen: list[Any]) -> list[Any]:
    """`None of these` beside others contradicts them, so it gives way."""
    return [one for one in chosen if one != NONE] if len(chosen) > 1 and NONE in entry.choices else chosen


def _opened(draft: str) -> str:
    return f"opened.{draft}"


def _unsaved_key(draft: str) -> str:
    return f"unsaved.{draft}"


def _unsaved(draft: str) -> dict[str, Answer | None]:
    return dict(st.session_state.get(_unsaved_key(draft), {}))
