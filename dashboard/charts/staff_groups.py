"""Teams or roles under one requirement: a bar each, who has it, who lacks it, who is new, with the charter's icons."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, marker, shown
from dashboard.domain.wording import ICONS
from dashboard.services.screens.staff import Group

ROW = 50
_PARTS = (
    ("compliant", "have it", "having"), ("non_compliant", "lack it", "lacking"),
    ("not_assessed", "newcomers", "newcomers"),
)  # fmt: skip


def staff_groups(groups: Sequence[Group], colours: Palette) -> go.Figure:
    """Stacked bars of people, one row a group, its name and denominator above it."""
    built = figure(
        colours, height=ROW * len(groups) + 8, barmode="stack", margin={"l": 0, "r": 0, "t": 4, "b": 4, "pad": 0}
    )
    for status, words, field in _PARTS:
        counts = [int(getattr(one, field)) for one in groups]
        tone = colours.tone(status)
        built.add_bar(
            x=counts, y=[-row for row in range(len(groups))], orientation="h", width=0.42,
            marker=marker(status, colours) | {"line": {"width": 2, "color": colours.ground}},
            text=[f"{ICONS[status]} {count}" if count else "" for count in counts], textposition="inside",
            insidetextanchor="middle", textangle=0, constraintext="none",
            insidetextfont={"color": tone.on_fill, "size": 12},
            customdata=[f"{shown(one.name)}: {count}" for one, count in zip(groups, counts, strict=True)],
            hovertemplate=f"%{{customdata}} {words}<extra></extra>",
        )  # fmt: skip
    built.update_xaxes(visible=False, rangemode="tozero")
    built.update_yaxes(visible=False, range=[-len(groups) + 0.7, 0.68])
    built.update_layout(annotations=[_name(one, -row, colours) for row, one in enumerate(groups)])
    return built


def _name(group: Group, y: float, colours: Palette) -> dict[str, object]:
    return {
        "text": f"<b>{shown(group.name)}</b> {group.having} of {group.counted}", "xref": "paper", "x": 0,
        "xanchor": "left", "y": y + 0.24, "yanchor": "bottom", "showarrow": False, "font": {"color": colours.ink},
    }  # fmt: skip
