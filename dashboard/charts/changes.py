"""What changes from champion to challenger, a row a group: a dot with its interval against the line of no change."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import Part, drawing, shown
from dashboard.services.screens.words import decimal, percent, span

ROW = 34


@dataclass(frozen=True, slots=True)
class Changed:
    """One group's rate with both models and the change; NaN limits where it has no interval."""

    group: str
    champion: float
    challenger: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """Challenger minus champion."""
        return self.challenger - self.champion

    @property
    def proven(self) -> bool:
        """Whether the interval lies on one side of no change."""
        return self.low > 0 or self.high < 0


def changes(rows: Sequence[Changed], colours: Palette) -> go.Figure:
    """Filled where the change is proven, hollow where it is not; in points."""
    known = [one for one in rows if not math.isnan(one.change)]
    ends = [100 * side for one in known for side in (one.low, one.high, one.change) if not math.isnan(side)]
    most = max([abs(side) for side in ends] + [1.0]) * 1.1
    traces = [trace for row, one in enumerate(known) for trace in _traces(one, -row, colours)]
    zero: Part = {
        "type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
        "line": {"width": 1.5, "dash": "dot", "color": colours.muted},
    }  # fmt: skip
    key: Part = {
        "text": "● proven   ○ not proven", "xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": 1,
        "yanchor": "bottom", "showarrow": False, "font": {"color": colours.muted, "size": 13},
    }  # fmt: skip
    return drawing(
        traces, colours, height=ROW * max(len(known), 1) + 62, margin={"l": 0, "r": 12, "t": 26, "b": 24, "pad": 6},
        hovermode="closest", shapes=[zero], annotations=[key],
        xaxis={"range": [-most, most], "tickformat": "+.1~f", "nticks": 6, "showgrid": True},
        yaxis={"tickvals": [-row for row in range(len(known))], "range": [-len(known) + 0.4, 0.6],
               "ticktext": [shown(one.group, limit=20) for one in known],
               "tickfont": {"color": colours.ink, "size": 13}},
    )  # fmt: skip


def _traces(one: Changed, y: int, colours: Palette) -> list[Part]:
    ink = colours.groups[0] if one.proven else colours.muted
    sure = "" if math.isnan(one.low) else f" ({span(100 * one.low, 100 * one.high, 1)})"
    said = (
        f"<b>{shown(one.group)}</b><br>{percent(one.champion)} → {percent(one.challenger)}<br>"
        f"{decimal(100 * one.change, 1)} points{sure}"
    )
    line: Part = {
        "type": "scatter", "mode": "lines", "x": [100 * one.low, 100 * one.high], "y": [y, y], "hoverinfo": "skip",
        "line": {"width": 3, "color": ink},
    }  # fmt: skip
    point: Part = {
        "type": "scatter", "mode": "markers", "x": [100 * one.change], "y": [y], "name": shown(one.group),
        "hovertext": [said], "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False,
        "marker": {"size": 11, "color": ink if one.proven else colours.ground, "line": {"width": 2, "color": ink}},
    }  # fmt: skip
    return [point] if math.isnan(one.low) else [line, point]
