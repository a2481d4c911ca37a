"""Saved views above a table: links that set its filters, and the form that keeps those set now under a name."""

from pathlib import Path

import streamlit as st

from dashboard.domain.saved_views import LONGEST_NAME, SavedView
from dashboard.services.permissions import Verb, may
from dashboard.services.saved_views import RemoveView, SaveView, remove_view, save_view
from dashboard.services.screens.saved_views import load_views
from dashboard.ui import cache, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_NOT_FILTERS = frozenset({"id", "item", "several"})


def saved_views(name: str, view: Path) -> None:
    """Links to this person's views of the page `name`, and what keeps or forgets one."""
    actor = identity.actor()
    if not may(actor, Verb.SAVE_VIEW):
        return
    found = cache.cached(load_views, actor.user_id, name)
    told(_place(name))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for one in found:
            st.page_link(view, label=plain(one.name), icon=":material/bookmark:", query_params=_as_query(one.query))
        with st.popover("Save view" if not found else "Views", icon=":material/bookmark_add:"):
            _keep(name)
            if found:
                _forget(name, found)


def _keep(name: str) -> None:
    with st.form(f"save-view-{name}", clear_on_submit=True, border=False):
        st.text_input("Name for the filters set now", key=f"view-name-{name}", max_chars=LONGEST_NAME)
        st.form_submit_button("Save view", on_click=_save, args=(name,))


def _forget(name: str, found: tuple[SavedView, ...]) -> None:
    titles = {one.id: one.name for one in found}
    st.selectbox("Saved views", list(titles), format_func=titles.__getitem__, key=f"view-of-{name}")
    st.button("Remove view", key=f"view-remove-{name}", on_click=_remove, args=(name,))


@whole
def _save(name: str) -> None:
    typed, query = str(st.session_state.get(f"view-name-{name}") or ""), filters_now()
    command = SaveView(name, typed, query, form_key("view", name, typed, query, cache.data_version()))
    carry_out(_place(name), lambda: save_view(cache.sources().database, command, identity.actor()), "View saved.")


@whole
def _remove(name: str) -> None:
    chosen = int(st.session_state[f"view-of-{name}"])
    command = RemoveView(chosen, form_key("forget-view", chosen))
    carry_out(_place(name), lambda: remove_view(cache.sources().database, command, identity.actor()), "View removed.")


def filters_now() -> tuple[tuple[str, str], ...]:
    """The filters in the address."""
    names = [name for name in st.query_params if name not in _NOT_FILTERS]
    return tuple((name, value) for name in names for value in st.query_params.get_all(name))


def _as_query(query: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    together: dict[str, list[str]] = {}
    for name, value in query:
        together.setdefault(name, []).append(value)
    return together


def _place(name: str) -> str:
    return f"views-{name}"
