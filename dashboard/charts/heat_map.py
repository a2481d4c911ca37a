"""Use case × principle: a cell is fill and icon; bars instead of a heatmap, because a heatmap cannot hatch."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, marker, shown
from dashboard.domain.wording import ICONS, SHOWN_ORDER, WORDS
from dashboard.services.screens.heat import HeatMap, HeatRow

_ROW = 26
_HEAD = 84
_HEAD_LETTERS = 18


def heat_map_figure(heat: HeatMap, colours: Palette) -> go.Figure:
    """Rows as in `heat.shown`: the organisation on top with a line below it, then the worst use case first."""
    rows = heat.shown
    built = figure(colours, height=_HEAD + _ROW * len(rows), barmode="overlay", bargap=0)
    built.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 4, "pad": 6}, barcornerradius=2)
    for status in SHOWN_ORDER:
        _cells(built, heat, status, colours)
    built.add_scatter(**_icons(rows, colours))
    _axes(built, heat, colours)
    if rows and rows[0].use_case == "":
        built.add_hline(y=0.5, line={"width": 1, "color": colours.muted})
    return built


def _cells(built: go.Figure, heat: HeatMap, status: str, colours: Palette) -> None:
    found = [
        (column, line) for line, row in enumerate(heat.shown) for column, cell in enumerate(row.cells) if cell == status
    ]
    if not found or status == "not_applicable":
        return
    names = [title for _, title in heat.principles]
    built.add_bar(
        x=[0.96] * len(found), base=[column - 0.48 for column, _ in found], y=[line for _, line in found],
        orientation="h", width=0.86, marker=marker(status, colours), name=WORDS[status],
        text=[f"{shown(heat.shown[line].title)}<br>{shown(names[column])}: {WORDS[status]}" for column, line in found],
        textposition="none", hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _icons(rows: Sequence[HeatRow], colours: Palette) -> dict[str, object]:
    cells = [(column, line, cell) for line, row in enumerate(rows) for column, cell in enumerate(row.cells)]
    inks = [colours.tone(cell).text if cell == "waived" else colours.tone(cell).on_fill for *_, cell in cells]
    return {
        "x": [column for column, *_ in cells],
        "y": [line for _, line, _ in cells],
        "text": [ICONS[cell] for *_, cell in cells],
        "mode": "markers+text",
        "marker": {
            "size": 18, "symbol": "square", "opacity": 1,
            "color": [colours.tone("waived").tint if cell == "waived" else "rgba(0,0,0,0)" for *_, cell in cells],
        },
        "textfont": {"size": 13, "color": inks},
        "hoverinfo": "skip",
    }  # fmt: skip


def _short(title: str) -> str:
    """A head that stands upright over its column; the table and the hover text have the whole title."""
    return shown(title if len(title) <= _HEAD_LETTERS else title.split(" and ", maxsplit=1)[0], limit=_HEAD_LETTERS)


def _axes(built: go.Figure, heat: HeatMap, colours: Palette) -> None:
    rows = heat.shown
    built.update_xaxes(
        side="top", tickvals=list(range(len(heat.principles))), ticktext=[_short(name) for _, name in heat.principles],
        range=[-0.5, len(heat.principles) - 0.5], autotickangles=[0, -90], tickfont={"color": colours.ink},
    )  # fmt: skip
    built.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=[shown(row.title, limit=26) for row in rows],
        range=[len(rows) - 0.5, -0.5], tickfont={"color": colours.ink},
    )  # fmt: skip
