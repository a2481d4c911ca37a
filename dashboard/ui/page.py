"""The parts of every page: head, sections, charts with the same numbers as a table, empty states, source line."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.palette import Palette, palette
from dashboard.charts.theme import CONFIG
from dashboard.ui.tables import same_numbers


def colours() -> Palette:
    """The palette of the theme that the browser shows."""
    return palette(st.context.theme.type)


def main_button() -> Literal["primary", "secondary"]:
    """The type of the button that a page is about; in the dark, white on its colour could not be read."""
    return "secondary" if st.context.theme.type == "dark" else "primary"


def head(where: str, title: str) -> None:
    """Where we are, and the page's answer as one sentence with a number and its denominator.

    Both are ours or already escaped with `ui.text.plain`.
    """
    with st.container(gap=None):
        st.caption(where)
        st.title(title, anchor=False)


def section(title: str, caption: str | None = None, *, level: int = 2, anchor: str | None = None) -> None:
    """A heading that says the finding, and below it unit, denominator and dates; `anchor` is where links lead."""
    with st.container(gap=None):
        (st.header if level == 2 else st.subheader)(title, anchor=anchor or False)  # heading levels
        if caption:
            st.caption(caption)


def chart(figure: go.Figure, *, alt: str, key: str | None = None) -> None:
    """A figure in the house look; `alt` says in words what it shows."""
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, width="stretch", key=key)


def clickable(figure: go.Figure, *, alt: str, key: str, clicked: Callable[[], None]) -> None:
    """A figure whose marks can be clicked; `clicked` reads the selection of `key` and turns pickers.

    Whatever a click does, a picker must do as well: charts cannot be reached with a keyboard.
    """
    st.plotly_chart(
        figure, theme=None, config=CONFIG, alt=alt, width="stretch", key=key, on_select=clicked, selection_mode="points"
    )


def chart_with_numbers(
    figure: go.Figure, numbers: pd.DataFrame | Callable[[], pd.DataFrame], *, name: str, alt: str
) -> None:
    """A figure, and below it, closed, the same numbers as a table with a CSV download called `name`.

    A table that takes work is better given as a function: it is called only when somebody opens it.
    """
    chart(figure, alt=alt, key=f"chart-{name}")
    same_numbers(numbers, name=name)


def empty(what: str, do: str) -> None:
    """An empty state: what is not there, and what to do about it."""
    st.markdown(f"**{what}** {do}")


def source(parts: Sequence[str]) -> None:
    """The last line of a page: where its numbers come from."""
    st.caption("Source: " + " · ".join(part for part in parts if part))


@contextmanager
def row() -> Iterator[None]:
    """A line of badge, link and text that wraps well on a phone."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        yield
