"""One group's treatment by month: line with ribbon, the charter's line, bars of decisions, numbered events."""

import math

import plotly.graph_objects as go

from dashboard.charts.palette import Palette, faded, group_colours
from dashboard.charts.scale import axis_range, ratio_ticks
from dashboard.charts.theme import Part, drawing, end_label, shown
from dashboard.charts.watching import looks, marks
from dashboard.domain.wording import day
from dashboard.services.screens.trend import Event, Point, Trend
from dashboard.services.screens.watching import Watching
from dashboard.services.screens.words import count


def trend(series: Trend, colours: Palette, *, watched: Watching | None = None, every_look: bool = False) -> go.Figure:
    """Two plots over one time axis: the metric above, the group's decisions below; gaps where nothing is known.

    Args:
        series: of months.
        colours: the theme's palette.
        watched: marks the weeks in which a disparity began and became real.
        every_look: also draw what all looks so far say together, as a thin band.
    """
    ink = group_colours((series.group, *series.every_group), colours)[series.group]
    margin = {"l": 0, "r": 64, "t": 34, "b": 24, "pad": 4}
    thin = looks(watched, colours) if watched and every_look else []
    ribbons = [_ribbon(run, ink, colours) for run in _runs(series.points)]
    lines, words = marks(watched, colours, since=series.points[0].month) if watched else ([], [])
    boxes = [_event_box(event, colours) for event in series.events]
    return drawing(
        [*ribbons, *thin, _line(series, ink), _bars(series, colours)], colours,
        height=400, margin=margin, hovermode="x unified", yaxis=_value_axis(series),
        yaxis2={"domain": [0, 0.15], "visible": False, "fixedrange": True, "anchor": "x"},
        xaxis={"anchor": "y2", "nticks": 6, "tickformat": "%b %Y", "hoverformat": "%b %Y"},
        shapes=[*_thresholds(series, colours), *(_event_line(event, colours) for event in series.events), *lines],
        annotations=[*_labels(series, colours, log=series.ratio), *boxes, *words],
    )  # fmt: skip


def _value_axis(series: Trend) -> Part:
    low, high = _range(series)
    ticks = ratio_ticks(low, high, most=5) if series.ratio else {"nticks": 4}
    kind = "log" if series.ratio else "linear"
    return {"domain": [0.24, 1], "type": kind, "range": [low, high], "showgrid": True} | ticks


def _range(series: Trend) -> tuple[float, float]:
    known = [point for point in series.points if point.value is not None]
    limits = [limit for limit in (series.lower, series.upper) if limit is not None]
    lows, highs = [point.low or 0.0 for point in known], [point.high or 0.0 for point in known]
    return axis_range(lows, highs, limits, ratio=series.ratio, ideal=series.ideal)


def _runs(points: tuple[Point, ...]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _ribbon(run: list[Point], ink: str, colours: Palette) -> Part:
    months = [point.month for point in run]
    return {
        "type": "scatter", "mode": "lines", "x": [*months, *reversed(months)],
        "y": [*(point.high for point in run), *(point.low for point in reversed(run))], "fill": "toself",
        "fillcolor": faded(ink, colours.ribbon_opacity), "line": {"width": 0}, "hoverinfo": "skip",
    }  # fmt: skip


def _line(series: Trend, ink: str) -> Part:
    figures = series.figures
    known = (f"{figures.number(point.value)} ({figures.span(point.low, point.high)})" for point in series.points)
    said = [
        point.why_not if point.value is None else figures.with_unit(numbers)
        for point, numbers in zip(series.points, known, strict=True)
    ]
    return {
        "type": "scatter", "mode": "lines+markers", "x": [point.month for point in series.points],
        "y": [point.value for point in series.points], "marker": {"size": 4, "color": ink},
        "line": {"width": 2.5, "color": ink}, "connectgaps": False, "customdata": said,
        "hovertemplate": f"{shown(series.group)} %{{customdata}}<extra></extra>",
    }  # fmt: skip


def _bars(series: Trend, colours: Palette) -> Part:
    return {
        "type": "bar", "x": [point.month for point in series.points], "y": [point.n for point in series.points],
        "yaxis": "y2", "marker": {"color": colours.neutral, "line": {"width": 0}},
        "hovertemplate": "n %{y:,}<extra></extra>",
    }  # fmt: skip


def _thresholds(series: Trend, colours: Palette) -> list[Part]:
    """The charter's line, dotted; a step where a new version moved it."""
    style = {"width": 1.5, "dash": "dot", "color": colours.tone("compliant").text}
    return [
        {"type": "line", "yref": "y", "y0": limit, "y1": limit, "line": style} | ends
        for lower, upper, ends in _spans(series)
        for limit in (lower, upper)
        if limit is not None
    ]


def _spans(series: Trend) -> list[tuple[float | None, float | None, Part]]:
    if not series.lines:
        return [(series.lower, series.upper, {"xref": "paper", "x0": 0, "x1": 1})]
    starts = [min(series.points[0].month, series.lines[0].since), *(line.since for line in series.lines[1:])]
    ends = [*(line.since for line in series.lines[1:]), series.points[-1].month]
    first, last = series.points[0].month, series.points[-1].month
    return [
        (line.lower, line.upper, {"xref": "x", "x0": max(start, first), "x1": min(end, last)})
        for line, start, end in zip(series.lines, starts, ends, strict=True)
        if max(start, first) <= min(end, last)
    ]


def _labels(series: Trend, colours: Palette, *, log: bool) -> list[Part]:
    def place(value: float) -> float:
        return math.log10(value) if log and value > 0 else value

    green = colours.tone("compliant").text
    said = [
        end_label(series.figures.number(limit), y=place(limit), colour=green)
        for limit in (series.lower, series.upper)
        if limit
    ]
    known = [point for point in series.points if point.value is not None]
    if known and known[-1].value is not None:
        last = known[-1].value
        outside = (series.lower is not None and last < series.lower) or (
            series.upper is not None and last > series.upper
        )
        ink = colours.tone("non_compliant").text if outside else colours.ink
        said.append(end_label(f"<b>{series.figures.number(last)}</b>", y=place(last), colour=ink))
    bars = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": 0.08, "yref": "paper", "showarrow": False}
    said.append(bars | {"text": f"n {count(series.points[-1].n)}", "font": {"color": colours.muted, "size": 12}})
    return said


def _event_line(event: Event, colours: Palette) -> Part:
    return {
        "type": "line", "xref": "x", "x0": event.on, "x1": event.on, "yref": "paper", "y0": 0.24, "y1": 1,
        "layer": "below", "line": {"width": 1, "color": colours.border},
    }  # fmt: skip


def _event_box(event: Event, colours: Palette) -> Part:
    return {
        "text": f"<b>{event.number}</b>", "xref": "x", "x": event.on, "yref": "paper", "y": 1, "yanchor": "bottom",
        "yshift": 6, "showarrow": False, "bgcolor": colours.ground, "bordercolor": colours.muted, "borderpad": 3,
        "font": {"size": 12, "color": colours.ink}, "hovertext": f"{shown(event.text)}, {day(event.on)}",
    }  # fmt: skip
