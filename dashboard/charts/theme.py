"""One Plotly look: transparent ground, no chrome, direct labels, text that cannot become markup."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.palette import Palette

FONT = "Source Sans, sans-serif"
Part = dict[str, Any]  # a trace, a shape, an annotation, as Plotly reads it
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def shown(text: str, *, limit: int = 60) -> str:
    """User text for a label: cut to `limit` characters, and never read as Plotly's HTML."""
    short = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    return escape(short.replace("\n", " "), quote=False)


def figure(colours: Palette, *, height: int, **layout: Any) -> go.Figure:
    """An empty figure in the house style; `layout` overrides single keys."""
    built = go.Figure(layout=go.Layout(_house(colours, height)))
    return built.update_layout(**layout)


def drawing(traces: Sequence[Part], colours: Palette, *, height: int, **layout: Any) -> go.Figure:
    """A whole figure in the house style; `layout` overrides single keys, as deep as they go.

    Plotly looks at each property only in tests: that takes ten times as long as the rest of a chart. Its own template,
    of which the house style leaves nothing to be seen, is not sent either.
    """
    return unchecked(traces, _over(_house(colours, height), layout))


def unchecked(traces: Sequence[Part], layout: Part) -> go.Figure:
    """Traces and layout as they are."""
    return go.Figure({"data": list(traces), "layout": layout | {"template": {"layout": {}}}}, _validate=False)


def _over(base: Part, more: Mapping[str, Any]) -> Part:
    return base | {
        name: _over(base[name], value) if isinstance(value, dict) and isinstance(base.get(name), dict) else value
        for name, value in more.items()
    }


def _house(colours: Palette, height: int) -> Part:
    axis = {
        "automargin": True, "fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "ticks": "",
        "tickfont": {"size": 13, "color": colours.muted}, "gridcolor": colours.rule,
    }  # fmt: skip
    hover = {"bgcolor": colours.ground, "bordercolor": colours.border, "align": "left"}
    return {
        "height": height,
        "font": {"family": FONT, "size": 13, "color": colours.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 8, "b": 24, "pad": 4},
        "dragmode": False,
        "showlegend": False,
        "barcornerradius": 2,
        "hoverlabel": hover | {"font": {"family": FONT, "size": 13, "color": colours.ink}},
        "xaxis": axis,
        "yaxis": axis,
    }


def waived_pattern(colours: Palette) -> dict[str, Any]:
    """The hatch of a waived finding: pale ground, so that it never reads as met or as breached."""
    tone = colours.tone("waived")
    return {
        "shape": "/", "size": 6, "solidity": 0.22, "fgcolor": tone.fill, "bgcolor": tone.tint, "fillmode": "replace",
    }  # fmt: skip


def marker(status: str, colours: Palette) -> dict[str, Any]:
    """The marker of a bar in a status."""
    if status == "waived":
        return {"color": colours.tone("waived").tint, "pattern": waived_pattern(colours), "line": {"width": 0}}
    return {"color": colours.tone(status).fill or "rgba(0,0,0,0)", "line": {"width": 0}}


def end_label(text: str, *, y: float, colour: str, size: int = 13) -> dict[str, Any]:
    """An annotation in the right margin, beside the last point of its series."""
    return {
        "text": text, "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": y, "yref": "y", "yanchor": "middle",
        "showarrow": False, "align": "left", "font": {"size": size, "color": colour},
    }  # fmt: skip
