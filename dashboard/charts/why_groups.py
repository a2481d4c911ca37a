"""The picture inside a *Why*: every group with its interval, the breaching ones coloured, the reference hollow."""

import math

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.scale import axis_range, ratio_ticks
from dashboard.charts.theme import Part, drawing, shown
from dashboard.domain.wording import ICONS
from dashboard.services.screens.figures import Figures
from dashboard.services.screens.group_plot import GroupDot, GroupPlot
from dashboard.services.screens.words import count

_STATUS = {"non_compliant": "non_compliant", "point_over": "watch"}


def why_groups(plot: GroupPlot, colours: Palette) -> go.Figure:
    """Groups from top to bottom against the tinted range that the charter allows."""
    dots = [dot for dot in plot.dots if dot.value is not None]
    rows = [*dots, *([_reference(plot)] if plot.reference else [])]
    traces = [
        trace
        for row, dot in enumerate(rows)
        for trace in _traces(dot, -row, plot.figures, colours, reference=dot.group == plot.reference)
    ]
    ends = _ends(plot, dots)
    shapes, words = _range(plot, ends, colours)
    return drawing(
        traces, colours, height=44 * max(len(rows), 1) + 66, margin={"l": 0, "r": 8, "t": 28, "b": 24, "pad": 6},
        xaxis={"type": "log" if plot.ratio else "linear", "range": list(ends)}
        | (ratio_ticks(*ends) if plot.ratio else {"nticks": 5}),
        yaxis=_names(plot, rows, colours), shapes=shapes, hovermode="closest",
        annotations=[*words, *_values(plot, rows, colours)],
    )  # fmt: skip


def _ends(plot: GroupPlot, dots: list[GroupDot]) -> tuple[float, float]:
    lows, highs = [dot.low or 0.0 for dot in dots], [dot.high or 0.0 for dot in dots]
    limits = [limit for limit in (plot.lower, plot.upper) if limit is not None]
    return axis_range(lows, highs, limits, ratio=plot.ratio)


def _names(plot: GroupPlot, rows: list[GroupDot], colours: Palette) -> Part:
    names = [shown(dot.group, limit=22) + (" (reference)" if dot.group == plot.reference else "") for dot in rows]
    return {
        "tickvals": [-row for row in range(len(rows))], "ticktext": names, "range": [-len(rows) + 0.4, 0.6],
        "tickfont": {"color": colours.ink, "size": 13},
    }  # fmt: skip


def _reference(plot: GroupPlot) -> GroupDot:
    ideal = 1.0 if plot.ratio else 0.0
    return GroupDot(str(plot.reference), ideal, ideal, ideal, 0, "reference")


def _traces(dot: GroupDot, y: int, figures: Figures, colours: Palette, *, reference: bool) -> list[Part]:
    ink = _ink(dot, colours)
    marker = {"size": 11, "color": colours.ground if _open(dot) else ink, "line": {"width": 2, "color": ink}}
    said = figures.with_unit(f"{figures.number(dot.value)} ({figures.span(dot.low, dot.high)})")
    hover = (
        f"<b>{shown(dot.group)}</b><br>the others are held against it"
        if reference
        else f"<b>{shown(dot.group)}</b><br>{said}<br>n {count(dot.n)}"
    )
    line: Part = {
        "type": "scatter", "x": [dot.low, dot.high], "y": [y, y], "mode": "lines", "hoverinfo": "skip",
        "line": {"width": 3, "color": ink},
    }  # fmt: skip
    point: Part = {
        "type": "scatter", "x": [dot.value], "y": [y], "mode": "markers", "marker": marker,
        "hovertemplate": f"{hover}<extra></extra>",
    }  # fmt: skip
    return [point] if reference else [line, point]


def _open(dot: GroupDot) -> bool:
    return dot.verdict in ("reference", "undecided", "point_over", "too_few")


def _ink(dot: GroupDot, colours: Palette) -> str:
    return colours.tone(_STATUS[dot.verdict]).text if dot.verdict in _STATUS else colours.muted


def _range(plot: GroupPlot, ends: tuple[float, float], colours: Palette) -> tuple[list[Part], list[Part]]:
    if plot.lower is None and plot.upper is None:
        return [], []
    tone = colours.tone("compliant")
    floor, ceiling = (10 ** ends[0], 10 ** ends[1]) if plot.ratio else ends
    low, high = plot.lower if plot.lower is not None else floor, plot.upper if plot.upper is not None else ceiling
    span_y: Part = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    band = {"type": "rect", "x0": low, "x1": high, "fillcolor": tone.tint, "line": {"width": 0}} | span_y
    edges = [
        {"type": "line", "x0": limit, "x1": limit, "line": {"width": 1.5, "dash": "dot", "color": tone.text}} | span_y
        for limit in (plot.lower, plot.upper)
        if limit is not None
    ]
    said = plot.figures.with_unit(
        " to ".join(plot.figures.number(limit) for limit in (plot.lower, plot.upper) if limit is not None)
    )
    word = {
        "text": f"charter's range {said}", "xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": 1,
        "yanchor": "bottom", "showarrow": False, "font": {"color": tone.text, "size": 13},
    }  # fmt: skip
    return [band, *edges], [word]


def _values(plot: GroupPlot, rows: list[GroupDot], colours: Palette) -> list[Part]:
    """On a log axis annotations, unlike traces and shapes, are placed by the power of ten."""
    return [
        {
            "text": f"<b>{ICONS[_STATUS[dot.verdict]]} {plot.figures.number(dot.value)}</b>",
            "x": math.log10(max(dot.value or 0.0, 1e-9)) if plot.ratio else dot.value, "y": -row, "yshift": 16,
            "showarrow": False, "font": {"color": _ink(dot, colours)},
        }
        for row, dot in enumerate(rows)
        if dot.verdict in _STATUS
    ]  # fmt: skip
