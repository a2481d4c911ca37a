"""A few facts side by side: large where they are short, as text that wraps where a narrow screen would cut them."""

from collections.abc import Iterable

import streamlit as st

from dashboard.ui.status import quiet_badge
from dashboard.ui.text import plain

_FITS = 14  # characters of a figure that a column of 150 pixels holds


def facts(found: Iterable[tuple[str, str, str]], *, columns: int = 4, least: int = 150) -> None:
    """Name, value and note of each; `least` is how many pixels a column is wide at least."""
    with st.grid(columns, min_column_width=least):
        for name, value, note in found:
            if len(value) <= _FITS * least // 150:
                st.metric(plain(name), plain(value), delta=plain(note) or None, delta_color="off", delta_arrow="off")
            else:
                said = [f":small[{plain(name)}]", f"**{plain(value)}**", quiet_badge(plain(note)) if note else ""]
                st.markdown("  \n".join(part for part in said if part))
