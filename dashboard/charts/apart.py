"""How far two decisions are apart, feature by feature: bars from the largest on."""

from collections.abc import Mapping

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, shown

ROW, MOST = 30, 12


def apart_bars(apart: Mapping[str, float], colours: Palette) -> go.Figure:
    """The features that differ, at most twelve; the table has all."""
    ordered = sorted(((name, far) for name, far in apart.items() if far > 0), key=lambda one: (-one[1], one[0]))[:MOST]
    built = figure(colours, height=ROW * max(len(ordered), 1) + 50, margin={"l": 0, "r": 40, "t": 8, "b": 24, "pad": 6})
    built.add_bar(
        x=[far for _, far in ordered], y=[shown(name, limit=28) for name, _ in ordered], orientation="h",
        marker={"color": colours.muted}, text=[f"{far:.2f}" for _, far in ordered], textposition="outside",
        cliponaxis=False, hovertemplate="%{y}: %{x:.3f}<extra></extra>",
    )  # fmt: skip
    built.update_yaxes(autorange="reversed", tickfont={"color": colours.ink, "size": 13})
    built.update_xaxes(rangemode="tozero", showgrid=True, nticks=5)
    return built
