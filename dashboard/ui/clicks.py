"""A click in a chart turns pickers of its page, as choosing by hand would."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.ui.whole import whole


def turns(key: str, places: Callable[[dict[str, Any]], Mapping[str, str | None]]) -> Callable[[], None]:
    """The callback of a chart with this key: `places(point)` says which picker gets which value; None is none."""

    @whole
    def clicked() -> None:
        points: Sequence[dict[str, Any]] = st.session_state[key].selection.points
        for name, value in places(dict(points[0])).items() if points else ():
            st.session_state[f"pick_{name}"] = value

    return clicked
