"""Waits by group as points with intervals; one without end runs out of the picture."""

import math

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, shown
from dashboard.domain.lengths import length
from dashboard.services.screens.times import GroupTime, Times
from dashboard.services.screens.words import count

ROW = 34


def group_times(found: Times, colours: Palette) -> go.Figure:
    """Everyone and those who opted out on top, then every group; the charter's line dotted."""
    rows = [one for one in found.groups if not math.isnan(one.value)]
    built = figure(colours, height=ROW * max(len(rows), 1) + 56, margin={"l": 0, "r": 24, "t": 24, "b": 24, "pad": 6})
    finite = [side for one in rows for side in (one.value, one.high) if math.isfinite(side)]
    most = max([*finite, found.line or 0.0, 1.0]) * 1.12
    for row, one in enumerate(rows):
        for trace in _traces(one, -row, colours, most=most):
            built.add_trace(trace)
    built.update_xaxes(range=[0, most], nticks=6, ticksuffix=" s", showgrid=True)
    built.update_yaxes(
        tickvals=[-row for row in range(len(rows))], ticktext=[_name(one) for one in rows],
        range=[-len(rows) + 0.4, 0.6], tickfont={"color": colours.ink, "size": 13},
    )  # fmt: skip
    if found.line is not None:
        built.update_layout(**_line(found.line, colours))
    return built


def _name(one: GroupTime) -> str:
    name = shown(one.group, limit=20)
    return f"<b>{name}</b>" if not one.by else f"{one.by}: {name}"


def _traces(one: GroupTime, y: int, colours: Palette, *, most: float) -> list[go.Scatter]:
    low, value, high = (min(side, most) for side in (one.low, one.value, one.high))
    ink = colours.ink if not one.by else colours.muted
    said = f"{length(one.value, 's')} ({length(one.low, 's')} to {length(one.high, 's')})"
    hover = f"<b>{shown(one.group)}</b><br>{said}<br>n {count(one.n)}<extra></extra>"
    line = go.Scatter(x=[low, high], y=[y, y], mode="lines", line={"width": 3, "color": ink}, hoverinfo="skip")
    marker = {"size": 11, "color": ink, "line": {"width": 2, "color": colours.ground}}
    return [line, go.Scatter(x=[value], y=[y], mode="markers", marker=marker, hovertemplate=hover)]


def _line(line: float, colours: Palette) -> dict[str, object]:
    green = colours.tone("compliant").text
    shape = {
        "type": "line", "x0": line, "x1": line, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"width": 1.5, "dash": "dot", "color": green},
    }  # fmt: skip
    word = {
        "text": f"charter's line {length(line, 's')}", "x": line, "yref": "paper", "y": 1, "yanchor": "bottom",
        "xanchor": "right", "showarrow": False, "font": {"color": green, "size": 13},
    }  # fmt: skip
    return {"shapes": [shape], "annotations": [word]}
