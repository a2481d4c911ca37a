"""The widgets of the guided form: one for each kind of entry, saved at every change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.domain.draft_entries import Entry
from dashboard.ui.text import plain

_FEW = 60  # characters of all choices together that fit on one line


@dataclass(frozen=True, slots=True)
class Place:
    """Where fields stand: the beginning of their keys, and what is called with the entry at every change."""

    prefix: str
    changed: Callable[[Entry], None] | None = None

    def key(self, entry: str) -> str:
        """The key of a widget."""
        return f"{self.prefix}{entry}"


def fields(place: Place, entries: tuple[Entry, ...], people: Mapping[str, str]) -> None:
    """Every entry of a step."""
    for row in _rows(entries):
        places = st.columns(len(row)) if len(row) > 1 else [st.container()]
        for column, entry in zip(places, row, strict=True):
            with column:
                _WIDGETS[entry.kind](place, entry, people)


def _rows(entries: tuple[Entry, ...]) -> list[list[Entry]]:
    rows: list[list[Entry]] = []
    for entry in entries:
        if entry.beside and rows:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _usual(place: Place, entry: Entry) -> dict[str, Any]:
    optional = "" if entry.needed else " (optional)"
    heading = f"**{plain(entry.heading)}** " if entry.heading else ""
    return {
        "label": f"{heading}{plain(entry.ask)}{optional}", "key": place.key(entry.id), "help": entry.help,
        "on_change": place.changed or "rerun", "args": (entry,) if place.changed else None,
    }  # fmt: skip


def _line(place: Place, entry: Entry, _people: Mapping[str, str]) -> None:
    st.text_input(**_usual(place, entry), max_chars=200)


def _text(place: Place, entry: Entry, _people: Mapping[str, str]) -> None:
    st.text_area(**_usual(place, entry), max_chars=4000, height=90)


def _one(place: Place, entry: Entry, _people: Mapping[str, str]) -> None:
    short = sum(map(len, entry.choices.values())) <= _FEW
    words = {choice: plain(said) for choice, said in entry.choices.items()}
    st.radio(**_usual(place, entry), options=list(words), format_func=words.__getitem__, index=None, horizontal=short)


def _many(place: Place, entry: Entry, _people: Mapping[str, str]) -> None:
    words = {choice: plain(said) for choice, said in entry.choices.items()}
    usual = _usual(place, entry)
    st.pills(**usual, options=list(words), format_func=words.__getitem__, selection_mode="multi", wrap=True)


def _pick(place: Place, entry: Entry, _people: Mapping[str, str]) -> None:
    _select(place, entry, entry.choices)


def _person(place: Place, entry: Entry, people: Mapping[str, str]) -> None:
    _select(place, entry, people)


def _select(place: Place, entry: Entry, words: Mapping[str, str]) -> None:
    usual = _usual(place, entry)
    st.selectbox(**usual, options=list(words), format_func=words.__getitem__, index=None, placeholder="Choose")


def _number(place: Place, entry: Entry, _people: Mapping[str, str]) -> None:
    st.number_input(**_usual(place, entry), min_value=0, max_value=100_000, step=1, value=None)


_WIDGETS: dict[str, Callable[[Place, Entry, Mapping[str, str]], None]] = {
    "line": _line, "text": _text, "one": _one, "many": _many, "pick": _pick, "person": _person, "number": _number,
}  # fmt: skip
