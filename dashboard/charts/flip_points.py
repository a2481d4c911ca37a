"""How many decisions turn when a feature alone is changed: a point and its interval for each change."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, shown
from dashboard.domain.model_flips import Flips
from dashboard.services.try_feature import Flipped

ROW, MOST = 32, 12


def flip_points(found: Flipped, colours: Palette) -> go.Figure:
    """All changes together on top, then those that turn most, at most twelve; the table has all."""
    rows = [found.all, *sorted(found.each, key=lambda one: -one.share)[:MOST]]
    built = figure(colours, height=ROW * len(rows) + 56, margin={"l": 0, "r": 24, "t": 8, "b": 24, "pad": 6})
    built.add_scatter(
        x=[100 * one.share for one in rows], y=[shown(one.label, limit=30) for one in rows], mode="markers",
        marker={"size": 10, "color": [colours.ink, *[colours.muted] * (len(rows) - 1)]},
        error_x={
            "array": [100 * (one.high - one.share) for one in rows],
            "arrayminus": [100 * (one.share - one.low) for one in rows], "color": colours.muted, "thickness": 2,
        },
        text=[_said(one) for one in rows], hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    built.update_yaxes(autorange="reversed", type="category", tickfont={"color": colours.ink, "size": 13})
    built.update_xaxes(rangemode="tozero", ticksuffix=" %", showgrid=True, nticks=6)
    return built


def _said(one: Flips) -> str:
    return f"{one.flips:,} of {one.n:,}, {100 * one.share:.1f} % ({100 * one.low:.1f} to {100 * one.high:.1f})"
