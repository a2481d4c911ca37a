"""Open review items by age; only the overdue part is red, and labelled."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure
from dashboard.services.screens.waiting import AgeBucket


def ages_figure(buckets: Sequence[AgeBucket], colours: Palette) -> go.Figure:
    """One horizontal bar an age, youngest on top."""
    built = figure(colours, height=300, barmode="stack", bargap=0.4)
    names = [bucket.name for bucket in buckets]
    parts = (
        ("in time", [bucket.items - bucket.overdue for bucket in buckets], colours.neutral),
        ("overdue", [bucket.overdue for bucket in buckets], colours.tone("non_compliant").fill),
    )
    for name, values, colour in parts:
        built.add_bar(
            x=values, y=names, orientation="h", name=name, marker={"color": colour, "line": {"width": 0}},
            hovertemplate="%{x} " + name + "<extra></extra>",
        )  # fmt: skip
    longest = max((bucket.items for bucket in buckets), default=0) or 1
    built.update_layout(annotations=[_label(bucket, colours) for bucket in buckets])
    built.update_xaxes(visible=False, range=[0, longest * 1.45])
    built.update_yaxes(autorange="reversed", tickfont={"color": colours.ink})
    return built


def _label(bucket: AgeBucket, colours: Palette) -> dict[str, object]:
    red = colours.tone("non_compliant").text
    overdue = f" · <span style='color:{red}'>{bucket.overdue:,} overdue</span>" if bucket.overdue else ""
    return {
        "x": bucket.items, "y": bucket.name, "text": f"<b>{bucket.items:,}</b>{overdue}", "showarrow": False,
        "xanchor": "left", "xshift": 6, "font": {"size": 13, "color": colours.ink},
    }  # fmt: skip
