"""Open review items by age; only what is overdue has colour."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure
from dashboard.services.screens.item_ages import AgeBand


def review_ages(bands: tuple[AgeBand, ...], colours: Palette) -> go.Figure:
    """Horizontal bars, youngest on top, the overdue part red and labelled."""
    names = [band.label for band in bands]
    built = figure(
        colours, height=30 * len(bands) + 16, barmode="stack", margin={"l": 0, "r": 0, "t": 4, "b": 4, "pad": 6}
    )
    late = colours.tone("non_compliant")
    parts = (
        ([band.items - band.overdue for band in bands], colours.neutral, "not overdue"),
        ([band.overdue for band in bands], late.fill, "overdue"),
    )
    for values, colour, word in parts:
        built.add_trace(
            go.Bar(
                y=names,
                x=values,
                orientation="h",
                width=0.62,
                marker={"color": colour},
                hovertemplate=f"%{{y}}: %{{x}} {word}<extra></extra>",
            )
        )
    most = max((band.items for band in bands), default=0)
    built.update_xaxes(visible=False, range=[0, max(most, 1) * 1.45])
    built.update_yaxes(autorange="reversed", tickfont={"color": colours.ink, "size": 13})
    built.update_layout(
        annotations=[
            {
                "x": band.items, "y": band.label, "xanchor": "left", "xshift": 6, "showarrow": False,
                "text": f"<b>{band.items}</b>"
                + (f" <span style='color:{late.text}'>· {band.overdue} overdue</span>" if band.overdue else ""),
            }
            for band in bands
        ]
    )  # fmt: skip
    return built
