"""Attribute × month: fill and icon of the worst-off group in each cell; the whole cell can be clicked."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import Part, drawing, marker, shown
from dashboard.domain.wording import ICONS, WORDS
from dashboard.services.screens.month_heat import MonthHeat

_ROW = 34
_HEAD = 40


def month_heat_figure(heat: MonthHeat, colours: Palette) -> go.Figure:
    """Attributes from top to bottom, months from left to right; `customdata` is attribute and group."""
    statuses = ("non_compliant", "watch", "compliant", "not_assessed")
    last = len(heat.months) - 1
    step = 1 if last < 6 else 3  # a quarter, so that months fit on a phone
    places = [column for column in range(last + 1) if (last - column) % step == 0]
    return drawing(
        [trace for status in statuses for trace in _cells(heat, status, colours)], colours,
        height=_HEAD + _ROW * (len(heat.attributes) * 2), bargap=0, barmode="overlay", hovermode="closest",
        margin={"l": 0, "r": 0, "t": 4, "b": 4, "pad": 0}, barcornerradius=2,
        xaxis={
            "side": "top", "tickvals": places, "ticktext": [f"{heat.months[column]:%b %y}" for column in places],
            "range": [-0.5, last + 0.5], "tickangle": 0, "tickfont": {"color": colours.ink, "size": 12},
        },
        yaxis={"visible": False, "range": [2 * len(heat.attributes) - 0.5, -0.5]},
        annotations=[_name(row, name, colours) for row, name in enumerate(heat.attributes)],
    )  # fmt: skip


def _name(row: int, name: str, colours: Palette) -> Part:
    """Above its row, as in the portfolio: so it reads the same on a phone."""
    return {
        "text": shown(name.replace("_", " "), limit=44), "xref": "paper", "x": 0, "xanchor": "left", "y": 2 * row,
        "yshift": -6, "showarrow": False, "font": {"color": colours.ink, "size": 13},
    }  # fmt: skip


def _cells(heat: MonthHeat, status: str, colours: Palette) -> list[Part]:
    found = [
        (column, row, cell)
        for row, cells in enumerate(heat.cells)
        for column, cell in enumerate(cells)
        if cell.status == status
    ]
    if not found:
        return []
    said = [
        f"<b>{shown(heat.attributes[row].replace('_', ' '))}</b>, {heat.months[column]:%b %Y}<br>"
        f"{shown(cell.said, limit=90)}<br>{WORDS[status]}"
        for column, row, cell in found
    ]
    ink = colours.tone(status).on_fill
    same = {"marker": {"opacity": 1}}
    return [{
        "type": "bar", "x": [0.94] * len(found), "base": [column - 0.47 for column, *_ in found],
        "y": [2 * row + 1 for _, row, _ in found], "orientation": "h", "width": 0.86,
        "marker": marker(status, colours), "name": WORDS[status], "text": [ICONS[status]] * len(found),
        "textposition": "inside", "insidetextanchor": "middle", "textangle": 0,
        "textfont": {"color": ink, "size": 13}, "constraintext": "none", "hovertext": said,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [[heat.attributes[row], cell.group] for _, row, cell in found],
        "selected": same, "unselected": same,
    }]  # fmt: skip
