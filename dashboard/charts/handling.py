"""One indicator by month for groups of customers: a line with its interval each, named at its end."""

from collections.abc import Sequence
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.charts.palette import Palette, faded, group_colours
from dashboard.charts.theme import end_label, figure, shown
from dashboard.domain.indicators import HANDLED
from dashboard.services.screens.indicators import IndicatorSeries
from dashboard.services.screens.trend import Point
from dashboard.services.screens.words import decimal, span

HEIGHT = 360
_LINE = 0.055  # of the height: two labels closer than this could not be read


def handling(series: Sequence[IndicatorSeries], colours: Palette) -> go.Figure:
    """Lines of all groups over one axis; a month without a value is a gap."""
    inks = group_colours(HANDLED.values(), colours)
    margin = {"l": 0, "r": 138, "t": 8, "b": 24, "pad": 4}
    built = figure(colours, height=HEIGHT, margin=margin, hovermode="x unified")
    for one in series:
        known = [point for point in one.points if point.low is not None]
        if len(known) > 1:
            built.add_trace(_ribbon(known, inks[one.name], colours))
    for one in series:
        built.add_trace(_line(one, inks[one.name]))
    built.update_layout(annotations=_ends(series, inks))
    built.update_yaxes(showgrid=True, nticks=6)
    built.update_xaxes(nticks=6, tickformat="%b<br>%Y", hoverformat="%b %Y")
    return built


def _ribbon(known: Sequence[Point], ink: str, colours: Palette) -> go.Scatter:
    months = [point.month for point in known]
    return go.Scatter(
        x=[*months, *reversed(months)],
        y=[*(point.high for point in known), *(point.low for point in reversed(known))],
        fill="toself", fillcolor=faded(ink, colours.ribbon_opacity), line={"width": 0}, hoverinfo="skip", mode="lines",
    )  # fmt: skip


def _line(one: IndicatorSeries, ink: str) -> go.Scatter:
    said = [
        point.why_not or f"{decimal(point.value, 1)} ({span(point.low, point.high, 1)}), n {point.n:,}"
        for point in one.points
    ]
    return go.Scatter(
        x=[point.month for point in one.points], y=[point.value for point in one.points], mode="lines+markers",
        marker={"size": 4, "color": ink}, line={"width": 2.5, "color": ink}, connectgaps=False, customdata=said,
        hovertemplate=f"{shown(one.name)} %{{customdata}}<extra></extra>",
    )  # fmt: skip


def _ends(series: Sequence[IndicatorSeries], inks: dict[str, str]) -> list[dict[str, object]]:
    """The last value and the name beside each line, pushed apart by at least one line of text."""
    everything = [value for one in series for point in one.points for value in (point.low, point.high, point.value)]
    known = [value for value in everything if value is not None]
    ends = sorted((one.points[-1].value, one.name) for one in series if one.points[-1].value is not None)
    if not known or not ends:
        return []
    least = (max(known) - min(known) or 1) * _LINE * 1.15
    places = [float(ends[0][0] or 0)]
    for (_, _), (value, _) in pairwise(ends):
        places.append(max(float(value or 0), places[-1] + least))
    return [
        end_label(f"<b>{decimal(value, 0)}</b> {shown(name)}", y=place, colour=inks[name])
        for place, (value, name) in zip(places, ends, strict=True)
    ]
