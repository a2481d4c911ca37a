"""A rate of every group before and after: hollow before, filled after, with the interval after."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import Part, drawing, shown
from dashboard.domain.remedies import Share
from dashboard.services.screens.remedies import EVERYBODY, Effect
from dashboard.services.screens.words import count, percent

ROW = 34
_LEAST = 0.05  # of an axis: what moves by less than a point looks as small as it is


def before_after(effects: Sequence[Effect], colours: Palette) -> go.Figure:
    """One rate, a row a group, all groups together last and bold."""
    known = [one for one in effects if not math.isnan(one.before.value) and not math.isnan(one.after.value)]
    traces = [trace for row, one in enumerate(known) for trace in _traces(one, -row, colours)]
    sides = [side for one in known for side in (one.before.value, one.after.value, one.after.low, one.after.high)]
    ends = [side for side in sides if not math.isnan(side)] or [0.0, 1.0]
    middle, half = (max(ends) + min(ends)) / 2, max(max(ends) - min(ends), _LEAST) * 0.56
    sure = any(not math.isnan(one.after.low) for one in known)
    return drawing(
        traces, colours, height=ROW * max(len(known), 1) + 62, margin={"l": 0, "r": 12, "t": 26, "b": 24, "pad": 6},
        hovermode="closest", annotations=[_key(colours, sure=sure)],
        xaxis={"range": [middle - half, middle + half], "tickformat": ".0%", "nticks": 6, "showgrid": True},
        yaxis={"tickvals": [-row for row in range(len(known))], "ticktext": [_name(one) for one in known],
               "range": [-len(known) + 0.4, 0.6], "tickfont": {"color": colours.ink, "size": 13}},
    )  # fmt: skip


def _name(one: Effect) -> str:
    name = shown(one.group, limit=20)
    return f"<b>{name}</b>" if one.group == EVERYBODY else name


def _traces(one: Effect, y: int, colours: Palette) -> list[Part]:
    ink = colours.groups[0] if one.group != EVERYBODY else colours.ink
    before, after = one.before, one.after
    way: Part = {
        "type": "scatter", "mode": "lines", "x": [before.value, after.value], "y": [y, y], "hoverinfo": "skip",
        "line": {"width": 1.5, "dash": "dot", "color": colours.muted},
    }  # fmt: skip
    sure: Part = {
        "type": "scatter", "mode": "lines", "x": [after.low, after.high], "y": [y, y], "hoverinfo": "skip",
        "line": {"width": 3, "color": ink},
    }  # fmt: skip
    points = [_point(one.group, side, y, (word, fill, ink))
              for side, word, fill in ((before, "before", colours.ground), (after, "after", ink))]  # fmt: skip
    return [way, *([] if math.isnan(after.low) else [sure]), *points]


def _point(group: str, side: Share, y: int, look: tuple[str, str, str]) -> Part:
    word, fill, ink = look
    interval = "" if math.isnan(side.low) else f" ({percent(side.low)} to {percent(side.high)})"
    said = f"<b>{shown(group)}</b>, {word}<br>{percent(side.value)}{interval}<br>of {count(round(side.bottom))}"
    return {
        "type": "scatter", "mode": "markers", "x": [side.value], "y": [y], "name": f"{shown(group)}, {word}",
        "hovertext": [said], "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False,
        "marker": {"size": 11, "color": fill, "line": {"width": 2, "color": ink}},
    }  # fmt: skip


def _key(colours: Palette, *, sure: bool) -> Part:
    words = "○ before   ● after, with its interval" if sure else "○ before   ● after"
    return {
        "text": words, "xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "bottom",
        "showarrow": False, "font": {"color": colours.muted, "size": 13},
    }  # fmt: skip
