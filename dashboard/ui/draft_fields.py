"""The widgets of the guided form: one for each kind of entry, saved at every change."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.domain.draft_entries import Entry
from dashboard.ui.draft_saving import save, widget
from dashboard.ui.text import plain

_FEW = 60  # characters of all choices together that fit on one line


def fields(draft: str, entries: tuple[Entry, ...], people: Mapping[str, str]) -> None:
    """Every entry of a step."""
    for row in _rows(entries):
        places = st.columns(len(row)) if len(row) > 1 else [st.container()]
        for place, entry in zip(places, row, strict=True):
            with place:
                _WIDGETS[entry.kind](draft, entry, people)


def _rows(entries: tuple[Entry, ...]) -> list[list[Entry]]:
    rows: list[list[Entry]] = []
    for entry in entries:
        if entry.beside and rows:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _usual(draft: str, entry: Entry) -> dict[str, Any]:
    optional = "" if entry.needed else " (optional)"
    heading = f"**{plain(entry.heading)}** " if entry.heading else ""
    return {
        "label": f"{heading}{plain(entry.ask)}{optional}", "key": widget(draft, entry.id), "help": entry.help,
        "on_change": save, "args": (draft, entry),
    }  # fmt: skip


def _line(draft: str, entry: Entry, _people: Mapping[str, str]) -> None:
    st.text_input(**_usual(draft, entry), max_chars=200)


def _text(draft: str, entry: Entry, _people: Mapping[str, str]) -> None:
    st.text_area(**_usual(draft, entry), max_chars=4000, height=90)


def _one(draft: str, entry: Entry, _people: Mapping[str, str]) -> None:
    short = sum(map(len, entry.choices.values())) <= _FEW
    words = {choice: plain(said) for choice, said in entry.choices.items()}
    st.radio(**_usual(draft, entry), options=list(words), format_func=words.__getitem__, index=None, horizontal=short)


def _many(draft: str, entry: Entry, _people: Mapping[str, str]) -> None:
    words = {choice: plain(said) for choice, said in entry.choices.items()}
    usual = _usual(draft, entry)
    st.pills(**usual, options=list(words), format_func=words.__getitem__, selection_mode="multi", wrap=True)


def _pick(draft: str, entry: Entry, _people: Mapping[str, str]) -> None:
    _select(draft, entry, entry.choices)


def _person(draft: str, entry: Entry, people: Mapping[str, str]) -> None:
    _select(draft, entry, people)


def _select(draft: str, entry: Entry, words: Mapping[str, str]) -> None:
    usual = _usual(draft, entry)
    st.selectbox(**usual, options=list(words), format_func=words.__getitem__, index=None, placeholder="Choose")


def _number(draft: str, entry: Entry, _people: Mapping[str, str]) -> None:
    st.number_input(**_usual(draft, entry), min_value=0, max_value=100_000, step=1, value=None)


_WIDGETS: dict[str, Callable[[str, Entry, Mapping[str, str]], None]] = {
    "line": _line, "text": _text, "one": _one, "many": _many, "pick": _pick, "person": _person, "number": _number,
}  # fmt: skip
