"""Contacts with AI after an opt-out by month, stacked by channel."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette, group_colours
from dashboard.charts.theme import figure, shown


def contacts_by_month(counted: pd.DataFrame, colours: Palette) -> go.Figure:
    """One bar a month; `counted` has Month (a day), Channel and Contacts."""
    channels = sorted(set(counted["Channel"]))
    inks = group_colours(tuple(channels), colours)
    built = figure(colours, height=240, barmode="stack", bargap=0.6, hovermode="x unified")
    built.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.12, "x": 0, "font": {"size": 13}})
    months = sorted(set(counted["Month"]))
    for channel in channels:
        held = counted[counted["Channel"] == channel].set_index("Month")["Contacts"]
        built.add_bar(
            x=[f"{month:%b %Y}" for month in months], y=[int(held.get(month, 0)) for month in months],
            name=shown(channel), marker={"color": inks[channel], "line": {"width": 0}}, hovertemplate="%{y:,}",
        )  # fmt: skip
    built.update_yaxes(showgrid=True, nticks=4, rangemode="tozero", tickformat=",d")
    built.update_xaxes(type="category")
    return built
