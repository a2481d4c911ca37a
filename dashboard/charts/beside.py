"""An indicator above the compliance, on one time axis and each on its own scale: two plots, never two axes in one."""

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.palette import Palette, faded
from dashboard.charts.theme import end_label, figure
from dashboard.services.screens.beside import Beside
from dashboard.services.screens.words import decimal, percent, span


def beside(found: Beside, colours: Palette) -> go.Figure:
    """The indicator with its interval above, bars of the share that is met below."""
    margin = {"l": 0, "r": 96, "t": 8, "b": 24, "pad": 4}
    built = figure(colours, height=420, margin=margin, hovermode="x unified")
    known = [(month, point) for month, point in zip(found.months, found.shifted, strict=True) if point is not None]
    sure = [(month, point) for month, point in known if point.low is not None]
    ink = colours.groups[0]
    if len(sure) > 1:
        built.add_trace(_ribbon(sure, ink, colours))
    said = [point.why_not or f"{decimal(point.value, 1)} ({span(point.low, point.high, 1)}), n {point.n:,}"
            for _, point in known]  # fmt: skip
    built.add_scatter(
        x=[month for month, _ in known], y=[point.value for _, point in known], mode="lines+markers", customdata=said,
        marker={"size": 4, "color": ink}, line={"width": 2.5, "color": ink}, connectgaps=False,
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    built.add_trace(_bars(found, colours))
    built.update_layout(
        yaxis={"domain": [0.42, 1], "showgrid": True, "nticks": 5},
        yaxis2={"domain": [0, 0.3], "anchor": "x", "range": [0, 1], "tickformat": ".0%", "nticks": 3, "showgrid": True,
                "gridcolor": colours.rule, "automargin": True, "fixedrange": True, "zeroline": False,
                "tickfont": {"size": 13, "color": colours.muted}},
        xaxis={"anchor": "y2", "nticks": 6, "tickformat": "%b<br>%Y", "hoverformat": "%b %Y"},
        annotations=_labels(found, known, colours),
    )  # fmt: skip
    return built


def _ribbon(sure: list[tuple[Any, Any]], ink: str, colours: Palette) -> go.Scatter:
    months = [month for month, _ in sure]
    return go.Scatter(
        x=[*months, *reversed(months)], y=[*(p.high for _, p in sure), *(p.low for _, p in reversed(sure))],
        fill="toself", fillcolor=faded(ink, colours.ribbon_opacity), line={"width": 0}, hoverinfo="skip", mode="lines",
    )  # fmt: skip


def _bars(found: Beside, colours: Palette) -> go.Bar:
    known = [one for one in found.compliance if one is not None]
    return go.Bar(
        x=[one.month for one in known], y=[one.share for one in known], yaxis="y2",
        customdata=[f"{percent(one.share)}, {one.met:,} of {one.n:,}" for one in known],
        marker={"color": colours.tone("compliant").fill}, hovertemplate="met %{customdata}<extra></extra>",
    )  # fmt: skip


def _labels(found: Beside, known: list[tuple[Any, Any]], colours: Palette) -> list[dict[str, Any]]:
    labels = []
    if known and known[-1][1].value is not None:
        value = known[-1][1].value
        labels.append(
            end_label(f"<b>{decimal(value, 1)}</b> {found.indicator.unit}", y=value, colour=colours.groups[0])
        )
    last = next((one for one in reversed(found.compliance) if one is not None and one.share is not None), None)
    if last is not None and last.share is not None:
        text = f"<b>{percent(last.share, 0)}</b> met<br>{last.met:,} of {last.n:,}"
        labels.append(end_label(text, y=last.share, colour=colours.tone("compliant").text) | {"yref": "y2"})
    return labels
