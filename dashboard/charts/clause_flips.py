"""Findings that a draft of the charter would flip: one bar a clause, cut by which way; each part can be clicked.

Half of the parts have a hatch, and every count its sign, so that nothing rests on telling red from green.
"""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import Part, drawing, shown
from dashboard.domain.wording import plural

ROW = 46
MOST = 30
GLYPHS = {"worse": "▼", "better": "▲", "comes in": "+", "drops out": "−"}
_INKS = {"worse": "non_compliant", "better": "compliant", "comes in": "not_assessed", "drops out": "not_applicable"}

Row = tuple[str, str, Sequence[int]]  # clause, its title, and how many findings go each way in the order of GLYPHS


def clause_flips(rows: Sequence[Row], colours: Palette) -> go.Figure:
    """Bars from top to bottom in the order given, on one scale; at most MOST are drawn."""
    drawn = rows[:MOST]
    most = max((sum(counts) for *_, counts in drawn), default=1)
    parts = [_whole(drawn, most), *(_part(at, way, drawn, colours) for at, way in enumerate(GLYPHS))]
    return drawing(
        parts, colours, height=round(ROW * (len(drawn) + 0.25)) + 12, barmode="stack", hovermode="closest",
        margin={"l": 0, "r": 0, "t": 6, "b": 6, "pad": 0},
        xaxis={"visible": False, "range": [0, most]},
        yaxis={"visible": False, "range": [-len(drawn) + 0.5, 0.75]},
        annotations=[word for at, row in enumerate(drawn) for word in _words(row, -at, colours)],
    )  # fmt: skip


def _whole(rows: Sequence[Row], most: int) -> Part:
    """Unseen, below the parts and over each whole row: a click beside a short bar means its clause."""
    return {
        "type": "bar", "orientation": "h", "width": 0.95, "hoverinfo": "skip", "x": [most] * len(rows),
        "y": [0.12 - row for row in range(len(rows))], "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        "customdata": [[clause, None] for clause, *_ in rows],
    }  # fmt: skip


def _part(at: int, way: str, rows: Sequence[Row], colours: Palette) -> Part:
    """One way of all clauses."""
    same = {"marker": {"opacity": 1}}
    return {
        "type": "bar", "orientation": "h", "width": 0.4, "name": way,
        "x": [counts[at] for *_, counts in rows], "y": [-row - 0.12 for row in range(len(rows))],
        "marker": _fill(way, colours) | {"line": {"width": 2, "color": colours.ground}},
        "selected": same, "unselected": same, "customdata": [[clause, way] for clause, *_ in rows],
        "hovertext": [
            f"<b>{shown(clause)}</b> {shown(title)}<br>{plural(counts[at], 'finding')} {way}"
            for clause, title, counts in rows
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _fill(way: str, colours: Palette) -> Part:
    tone = colours.tone(_INKS[way])
    if way in {"worse", "better"}:
        return {"color": tone.fill}
    hatch = {"shape": "+" if way == "comes in" else "-", "size": 7, "solidity": 0.25, "fgcolor": tone.text}
    return {"color": tone.tint, "pattern": hatch | {"bgcolor": tone.tint, "fillmode": "replace"}}


def _words(row: Row, y: float, colours: Palette) -> list[Part]:
    clause, title, counts = row
    figures = [
        f"<span style='color:{colours.tone(_INKS[way]).text}'><b>{GLYPHS[way]} {count:,}</b></span>"
        for way, count in zip(GLYPHS, counts, strict=True)
        if count
    ]
    name = f"<b>{shown(clause)}</b> {shown(title, limit=26)}"
    base = {"xref": "paper", "y": y + 0.34, "yref": "y", "showarrow": False, "yanchor": "middle"}
    return [
        base | {"x": 0, "xanchor": "left", "text": name, "font": {"color": colours.ink}},
        base | {"x": 1, "xanchor": "right", "text": "  ".join(figures)},
    ]
