"""Filters that live in the URL, so that every view can be linked to.

`name` is the query parameter; its value is what the screen shows (`?tier=Limited`), as Streamlit binds it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st


def search(name: str, title: str, *, placeholder: str = "") -> str:
    """A text filter, trimmed."""
    typed = st.text_input(title, key=name, type="search", placeholder=placeholder, bind="query-params", max_chars=120)
    return (typed or "").strip()


def several(name: str, title: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """Any of a few: option value to its words. Nothing chosen means all."""
    chosen = st.pills(
        title, list(options), selection_mode="multi", format_func=options.__getitem__, key=name, bind="query-params"
    )
    return tuple(chosen or ())


def one_of(
    name: str, title: str, options: Mapping[str, str], *, default: str | None = None, labelled: bool = True
) -> str:
    """Exactly one of a few: option value to its words."""
    chosen = st.segmented_control(
        title,
        list(options),
        format_func=options.__getitem__,
        key=name,
        default=default or next(iter(options)),
        required=True,
        label_visibility="visible" if labelled else "collapsed",
        bind="query-params",
    )
    return str(chosen)


def one_long(name: str, title: str, options: Sequence[str], *, words: Mapping[str, str] | None = None) -> str | None:
    """One of many; None means all of them."""
    written = words or {}
    return st.selectbox(
        title,
        list(options),
        index=None,
        format_func=lambda value: written.get(value, value),
        key=name,
        placeholder="All",
        bind="query-params",
    )


def one_listed(name: str, title: str, options: Sequence[str]) -> str:
    """Exactly one of a list in words of people: a list shows text and never markup."""
    return str(st.selectbox(title, list(options), key=name, bind="query-params"))


def switch(name: str, title: str) -> bool:
    """On or off, off by default."""
    return st.toggle(title, key=name, bind="query-params")


def day(name: str, title: str, *, default: date | None = None, hint: str | None = None) -> date | None:
    """A day, or None where it does not matter."""
    chosen = st.date_input(
        title, value=default, key=name, format="YYYY-MM-DD", bind="query-params",
        min_value=date(1900, 1, 1), max_value=date(9999, 12, 31), help=hint,
    )  # fmt: skip
    return chosen if isinstance(chosen, date) else None


def no_days(*names: str) -> list[str]:
    """What stands in the address under these names and is no day; a picker would pass over it without a word."""
    given = [str(st.query_params.get(name, "")) for name in names]
    return [text for text in given if text and not _is_day(text)]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def page_number(name: str, pages: int) -> int:
    """Which page of several, from 1 on; nothing is shown where there is but one."""
    return int(st.pagination(pages, key=name, bind="query-params")) if pages > 1 else 1
