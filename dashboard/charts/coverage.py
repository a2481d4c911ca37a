"""How clauses are kept: a bar each of the use cases in service, parted by status, icon and number inside."""

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, marker, shown
from dashboard.domain.wording import ICONS, WORDS
from dashboard.services.screens.coverage import SHOWN, Coverage
from dashboard.services.screens.words import clause_no

ROW = 50


def coverage(clauses: tuple[Coverage, ...], colours: Palette) -> go.Figure:
    """Stacked bars, one row a clause or principle, its name above it; shares, so that rows compare."""
    built = figure(
        colours, height=ROW * len(clauses) + 8, barmode="stack", margin={"l": 0, "r": 0, "t": 4, "b": 4, "pad": 0}
    )
    for at, status in enumerate(SHOWN):
        if any(clause.counts[at] for clause in clauses):
            built.add_trace(_part(clauses, at, status, colours))
    built.update_xaxes(visible=False, range=[0, 1])
    built.update_yaxes(visible=False, range=[-len(clauses) + 0.7, 0.68])
    built.update_layout(annotations=[_name(clause, -row, colours) for row, clause in enumerate(clauses)])
    return built


def _part(clauses: tuple[Coverage, ...], at: int, status: str, colours: Palette) -> go.Bar:
    tone = colours.tone(status)
    look = marker(status, colours) | {"line": {"width": 2, "color": colours.ground}}
    if tone.fill is None:
        look["color"] = tone.tint
    counts = [clause.counts[at] for clause in clauses]
    shares = [n / clause.total if clause.total else 0.0 for n, clause in zip(counts, clauses, strict=True)]
    said = [
        f"{clause.clause or shown(clause.title)}: {n} of {clause.total}"
        for n, clause in zip(counts, clauses, strict=True)
    ]
    return go.Bar(
        x=shares,
        y=[-row for row in range(len(clauses))],
        orientation="h",
        width=0.42,
        marker=look,
        text=[f"{ICONS[status]} {n}" if share > 0.03 else "" for n, share in zip(counts, shares, strict=True)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        insidetextfont={"color": tone.text if status in ("waived", "not_applicable") else tone.on_fill, "size": 12},
        customdata=said,
        hovertemplate=f"%{{customdata}} {WORDS[status].lower()}<extra></extra>",
    )


def _name(clause: Coverage, y: float, colours: Palette) -> dict[str, Any]:
    return {
        "text": f"<b>{clause_no(clause.clause)}</b> {shown(clause.title)}"
        + ("" if clause.total else " · not held against any use case yet"),
        "xref": "paper", "x": 0, "xanchor": "left", "y": y + 0.24, "yanchor": "bottom", "showarrow": False,
        "font": {"color": colours.ink},
    }  # fmt: skip
