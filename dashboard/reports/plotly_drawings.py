"""The drawings of a document as Plotly figures, in the JSON that plotly.js reads: the same numbers.

Text that people typed is escaped, because Plotly reads a little HTML in labels.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from dashboard.domain.wording import WORDS
from dashboard.reports import look
from dashboard.reports.paper import Drawing

Figure = dict[str, Any]
Data = Mapping[str, Any]
_ROW = 46
_LONGEST = 40


def figure(drawing: Drawing) -> Figure:
    """`data`, `layout` and, in `layout`, the height in pixels."""
    return _KINDS[drawing.kind](drawing.data)


def _base(height: int, **layout: Any) -> Figure:
    font = {"family": "system-ui, sans-serif", "size": 13, "color": look.INK}
    clear = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
    hover = {"bgcolor": "#FFFFFF", "bordercolor": look.BORDER, "align": "left"}
    margin = {"l": 0, "r": 0, "t": 6, "b": 6, "pad": 0}
    return {"height": height, "font": font, "margin": margin, "showlegend": False, "dragmode": False,
            "hoverlabel": hover, **clear, **layout}  # fmt: skip


def _short(text: str) -> str:
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    return escape(cut.replace("\n", " "), quote=False)


def _marker(status: str) -> dict[str, Any]:
    tone = look.TONES[status]
    if status != "waived":
        return {"color": tone["fill"], "line": {"width": 1, "color": "#FFFFFF"}}
    hatch = {"shape": "/", "size": 6, "solidity": 0.22, "fgcolor": tone["fill"], "bgcolor": tone["tint"],
             "fillmode": "replace"}  # fmt: skip
    return {"color": tone["tint"], "pattern": hatch, "line": {"width": 1, "color": "#FFFFFF"}}


def _status_bar(data: Data) -> Figure:
    bars, words, at, total = [], [], 0, max(data["total"], 1)
    for part in data["parts"]:
        tone, status = look.TONES[part["status"]], part["status"]
        said = f"{part['count']:,} of {total:,} use cases: {WORDS[status]}<extra></extra>"
        bars.append({"type": "bar", "orientation": "h", "x": [part["count"]], "y": [""], "marker": _marker(status),
                     "hovertemplate": said})  # fmt: skip
        if part["count"] / total >= 0.05:
            plate = status == "waived"
            words.append({"x": at + part["count"] / 2, "y": 0, "text": f"<b>{part['label']}</b>", "showarrow": False,
                          "font": {"size": 15, "color": tone["text"] if plate else tone["on"]},
                          "bgcolor": tone["tint"] if plate else "rgba(0,0,0,0)"})  # fmt: skip
        at += part["count"]
    axes = {"xaxis": {"visible": False, "range": [0, total], "fixedrange": True},
            "yaxis": {"visible": False, "fixedrange": True}}  # fmt: skip
    return {"data": bars, "layout": _base(54, barmode="stack", annotations=words, **axes)}


def _months(data: Data) -> Figure:
    names, bars = [bar["label"] for bar in data["bars"]], []
    for at, first in enumerate(data["bars"][0]["parts"] if data["bars"] else ()):
        counts = [bar["parts"][at]["count"] for bar in data["bars"]]
        bars.append({"type": "bar", "x": names, "y": counts, "name": WORDS[first["status"]], "hovertemplate": "%{y}",
                     "marker": _marker(first["status"])})  # fmt: skip
    grid = {"showgrid": True, "gridcolor": look.RULE, "nticks": 5, "rangemode": "tozero", "fixedrange": True}
    shown = names[:: max(1, -(-len(names) // 6))]
    ticks = {"tickvals": shown, "ticktext": [name.replace(" ", "<br>") for name in shown]}
    axes = {"yaxis": grid, "xaxis": {"fixedrange": True, "tickangle": 0, "type": "category", **ticks}}
    margin = {"l": 30, "r": 6, "t": 8, "b": 44, "pad": 4}
    layout = _base(260, barmode="stack", bargap=0.2, hovermode="x unified", **axes)
    return {"data": bars, "layout": layout | {"margin": margin}}


def _intervals(data: Data) -> Figure:
    rows, traces, shapes, words = data["rows"], [], [], []
    for at, row in enumerate(rows):
        ink = look.TONES[row["status"]]["text"]
        said = (
            f"<b>{_short(row['title'])}</b><br>{_short(row['group'])}<br>{_short(row['said'])} ({_short(row['span'])})"
        )
        traces += [
            {"type": "scatter", "mode": "lines", "x": [row["low"], row["high"]], "y": [-at, -at], "hoverinfo": "skip",
             "line": {"width": 3, "color": ink}},
            {"type": "scatter", "mode": "markers", "x": [row["at"]], "y": [-at], "hovertext": [said],
             "hovertemplate": "%{hovertext}<extra></extra>",
             "marker": {"size": 11, "color": ink if row["proven"] else "#FFFFFF", "line": {"width": 2, "color": ink}}},
        ]  # fmt: skip
        shapes += _allowed(row, -at)
        words += _row_words(row, -at, ink)
    ticks = {
        "tickvals": [one["at"] for one in data["ticks"]],
        "ticktext": [_short(one["label"]) for one in data["ticks"]],
    }
    quiet = {"fixedrange": True, "showgrid": False, "zeroline": False}
    axes = {"xaxis": {"range": [-0.01, 1.01], **ticks, **quiet},
            "yaxis": {"visible": False, "range": [-len(rows) + 0.45, 0.75], **quiet}}  # fmt: skip
    layout = _base(_ROW * len(rows) + 56, shapes=shapes, annotations=words, hovermode="closest", **axes)
    return {"data": traces, "layout": layout | {"margin": {"l": 0, "r": 0, "t": 16, "b": 28, "pad": 0}}}


def _allowed(row: Data, y: int) -> list[dict[str, Any]]:
    tone, height = look.TONES["compliant"], {"y0": y - 0.2, "y1": y + 0.2, "layer": "below"}
    band = {"type": "rect", "x0": row["from"], "x1": row["to"], "fillcolor": tone["tint"], "line": {"width": 0}}
    ends = [
        {"type": "line", "x0": limit, "x1": limit, "line": {"width": 1.5, "color": tone["text"]}}
        for limit in (row["from"], row["to"]) if 0 < limit < 1
    ]  # fmt: skip
    return [one | height for one in (band, *ends)]


def _row_words(row: Data, y: int, ink: str) -> list[dict[str, Any]]:
    base = {"xref": "paper", "y": y + 0.42, "showarrow": False, "yanchor": "middle"}
    name = f"<b>{_short(row['title'])}</b>"
    return [
        base | {"x": 0, "xanchor": "left", "text": name, "font": {"color": look.INK}},
        base
        | {
            "x": 1,
            "xanchor": "right",
            "text": f"<b>{_short(row['said'])}</b>  {_short(row['span'])}",
            "font": {"color": ink},
        },
    ]


def _coverage(data: Data) -> Figure:
    rows, words = data["rows"], []
    for at, row in enumerate(rows):
        words += _row_words(row | {"span": ""}, -at, look.TONES[row["status"]]["text"])
    lines = [-one for one in range(len(rows))]
    ground = {"type": "bar", "orientation": "h", "x": [1] * len(rows), "y": lines, "hoverinfo": "skip", "width": 0.3,
              "marker": {"color": look.RULE}}  # fmt: skip
    bars = {"type": "bar", "orientation": "h", "x": [row["part"] for row in rows], "y": lines, "width": 0.3,
            "marker": {"color": [look.TONES[row["status"]]["fill"] for row in rows]},
            "hovertext": [f"{_short(row['title'])}: {_short(row['said'])}" for row in rows],
            "hovertemplate": "%{hovertext}<extra></extra>"}  # fmt: skip
    axes = {"xaxis": {"visible": False, "range": [0, 1], "fixedrange": True},
            "yaxis": {"visible": False, "range": [-len(rows) + 0.6, 0.75], "fixedrange": True}}  # fmt: skip
    return {
        "data": [ground, bars],
        "layout": _base(_ROW * len(rows) + 16, barmode="overlay", annotations=words, **axes),
    }


_KINDS: dict[str, Callable[[Data], Figure]] = {
    "status_bar": _status_bar, "months": _months, "intervals": _intervals, "coverage": _coverage,
}  # fmt: skip
