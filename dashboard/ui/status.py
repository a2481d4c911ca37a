"""A status on screen is colour and icon and word, in text, in table cells and in data frames."""

import streamlit as st

from dashboard.domain.wording import SHOWN_ORDER, label, shown_status

COLOURS: dict[str, str] = {
    "non_compliant": "red",
    "watch": "orange",
    "waived": "orange",
    "not_assessed": "blue",
    "compliant": "green",
    "not_applicable": "gray",
    "inventoried": "gray",
    "task": "gray",
}


def badge(status: str, *, waived: bool = False, text: str | None = None) -> str:
    """Markdown of a status badge; `text` stands instead of icon and word, and must be ours."""
    shown = shown_status(status, waived=waived)
    return f":{COLOURS.get(shown, 'gray')}-badge[{text or label(shown)}]"


def counted_badge(status: str, count: int) -> str:
    """`✕ 3 Charter breach` as markdown."""
    icon, word = label(status).split(" ", 1)
    return f":{COLOURS.get(status, 'gray')}-badge[{icon} {count:,} {word}]"


def quiet_badge(text: str) -> str:
    """A gray badge for a fact that is no status; `text` is escaped by the caller."""
    return f":gray-badge[{text}]"


def status_column(title: str = "Status", *, width: int = 150) -> object:
    """Column configuration for `st.dataframe`: cells are one-element lists with `label(status)`."""
    names = [*SHOWN_ORDER, "inventoried", "task"]
    return st.column_config.MultiselectColumn(
        title, options=[label(name) for name in names], color=[COLOURS[name] for name in names], width=width
    )
