"""How one clause is kept: one bar of use cases in service, parted by status, icon and number inside."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, marker
from dashboard.domain.wording import ICONS, WORDS
from dashboard.services.screens.coverage import SHOWN, Coverage


def coverage(counts: Coverage, colours: Palette) -> go.Figure:
    """A single stacked bar in the order of severity; parts too small for their label stay unlabelled."""
    built = figure(colours, height=34, barmode="stack", margin={"l": 0, "r": 0, "t": 2, "b": 2, "pad": 0})
    for status, n in zip(SHOWN, counts.counts, strict=True):
        if n == 0:
            continue
        tone = colours.tone(status)
        look = marker(status, colours) | {"line": {"width": 2, "color": colours.ground}}
        if tone.fill is None:
            look = {"color": tone.tint, "line": {"width": 2, "color": colours.ground}}
        built.add_trace(
            go.Bar(
                x=[n],
                y=[""],
                orientation="h",
                marker=look,
                text=f"{ICONS[status]} {n}",
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                insidetextfont={"color": colours.tone(status).text if status == "waived" else tone.on_fill, "size": 12},
                hovertemplate=f"{WORDS[status]}: {n} of {counts.total}<extra></extra>",
            )
        )
    built.update_xaxes(visible=False, range=[0, max(counts.total, 1)])
    built.update_yaxes(visible=False)
    return built
