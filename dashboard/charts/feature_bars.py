"""How often each value of a feature occurs: bars in the order given, for numbers of about equally many decisions."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, shown
from dashboard.domain.feature_overview import Bar

ROW = 28


def feature_bars(bars: Sequence[Bar], colours: Palette) -> go.Figure:
    """A bar a value."""
    built = figure(colours, height=ROW * max(len(bars), 1) + 50, margin={"l": 0, "r": 60, "t": 8, "b": 24, "pad": 6})
    built.add_bar(
        x=[bar.rows for bar in bars], y=[shown(bar.label, limit=28) for bar in bars], orientation="h",
        marker={"color": colours.muted}, text=[f"{bar.rows:,}" for bar in bars], textposition="outside",
        cliponaxis=False, hovertemplate="%{y}: %{x:,}<extra></extra>",
    )  # fmt: skip
    built.update_yaxes(autorange="reversed", type="category", tickfont={"color": colours.ink, "size": 13})
    built.update_xaxes(rangemode="tozero", showgrid=True, nticks=5)
    return built
