"""The share of known customers who opted out, by channel and month, each line named at its end."""

from collections.abc import Mapping
from datetime import date

import plotly.graph_objects as go

from dashboard.charts.palette import Palette, group_colours
from dashboard.charts.theme import figure, shown


def opted_out(shares: Mapping[str, tuple[tuple[date, float], ...]], colours: Palette) -> go.Figure:
    """A line a channel; shares in percent from zero on; the end of a month stands over its name."""
    built = figure(colours, height=240, hovermode="x unified", showlegend=len(shares) > 1)
    built.update_layout(legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 13}})
    inks = group_colours(shares, colours)
    for channel, points in sorted(shares.items()):
        built.add_scatter(
            x=[when.replace(day=1) for when, _ in points],
            y=[value * 100 for _, value in points], name=shown(channel, limit=24),
            mode="lines+markers", line={"color": inks[channel], "width": 2}, marker={"size": 5},
            hovertemplate="%{y:.2f} %",
        )  # fmt: skip
    built.update_yaxes(rangemode="tozero", ticksuffix=" %", showgrid=True, nticks=5)
    longest = max((len(points) for points in shares.values()), default=0)
    built.update_xaxes(tickformat="%b<br>%Y", dtick="M3" if longest > 8 else "M1")
    return built
