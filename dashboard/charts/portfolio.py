"""The portfolio's worst-off groups: one strip a use case, dot and interval against the charter's line."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.scale import clipped, ratio_ticks
from dashboard.charts.theme import Part, drawing, shown
from dashboard.domain.counts import CROSS
from dashboard.domain.wording import ICONS, label
from dashboard.services.screens.portfolio import Strip
from dashboard.services.screens.words import count

ROW = 46
MOST = 30


def portfolio(strips: tuple[Strip, ...], colours: Palette, *, ratio: bool, narrow: bool = False) -> go.Figure:
    """Strips from top to bottom in the order given; a filled dot is proven, an open one is not.

    Args:
        strips: at most MOST are drawn; all must hold the same metric.
        colours: the theme's palette.
        ratio: log axis, so that 0.80 and 1.25 lie equally far from equality.
        narrow: leave out the interval's numbers above each strip.
    """
    drawn = strips[:MOST]
    low, high = ends = _ends(drawn, ratio=ratio)
    intervals = [_intervals(drawn, status, colours) for status in dict.fromkeys(strip.status for strip in drawn)]
    rows = _rows(drawn, (10**low, 10**high) if ratio else ends)
    shapes = [shape for row, strip in enumerate(drawn) for shape in _allowed(strip, -row, ends, colours, ratio=ratio)]
    return drawing(
        [*intervals, _dots(drawn, colours), rows], colours, height=ROW * len(drawn) + 62,
        margin={"l": 0, "r": 0, "t": 26, "b": 28, "pad": 0}, hovermode="closest",
        xaxis={"type": "log" if ratio else "linear", "range": [low, high]} | (ratio_ticks(low, high) if ratio else {}),
        yaxis={"visible": False, "range": [-len(drawn) + 0.45, 0.75]},
        shapes=shapes, annotations=_words(drawn, colours, narrow=narrow),
    )  # fmt: skip


def _ends(strips: tuple[Strip, ...], *, ratio: bool) -> tuple[float, float]:
    lows, highs = [strip.low for strip in strips], [strip.high for strip in strips]
    return clipped(lows, [strip.value for strip in strips], highs, _limits(strips), ratio=ratio)


def _limits(strips: tuple[Strip, ...]) -> list[float]:
    return [limit for strip in strips for limit in (strip.lower, strip.upper) if limit is not None]


def _intervals(strips: tuple[Strip, ...], status: str, colours: Palette) -> Part:
    """All intervals of one status as one broken line: a trace a strip would take most of the page's time."""
    ends = [(strip.low, strip.high, -row) for row, strip in enumerate(strips) if strip.status == status]
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip",
        "x": [x for low, high, _ in ends for x in (low, high, None)],
        "y": [y for *_, row in ends for y in (row, row, None)],
        "line": {"width": 3, "color": colours.tone(status).text},
    }  # fmt: skip


def _dots(strips: tuple[Strip, ...], colours: Palette) -> Part:
    inks = [colours.tone(strip.status).text for strip in strips]
    fills = [ink if strip.proven else colours.ground for ink, strip in zip(inks, strips, strict=True)]
    same = {"marker": {"opacity": 1}}
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "x": [strip.value for strip in strips],
        "y": [-row for row in range(len(strips))], "selected": same, "unselected": same,
        "marker": {"size": 11, "color": fills, "line": {"width": 2, "color": inks}},
    }  # fmt: skip


def _rows(strips: tuple[Strip, ...], ends: tuple[float, float]) -> Part:
    """Unseen, over each whole row: what the pointer finds, and what a click chooses."""
    return {
        "type": "bar", "base": [ends[0]] * len(strips), "x": [ends[1] - ends[0]] * len(strips),
        "y": [-row for row in range(len(strips))], "orientation": "h", "width": 0.95,
        "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        "customdata": [[strip.use_case, strip.attribute, strip.group] for strip in strips],
        "hovertext": [_hover(strip) for strip in strips], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _hover(strip: Strip) -> str:
    proven = "" if strip.proven else ", interval crosses the line"
    return (
        f"<b>{shown(strip.title)}</b><br>{shown(strip.attribute)} {shown(strip.group)} against "
        f"{shown(strip.reference or 'all groups')}<br>{_said(strip)}"
        f"<br>n {count(strip.n)}<br>{label(strip.status)}{proven}"
    )


def _said(strip: Strip) -> str:
    numbers = f"{strip.figures.number(strip.value)} ({strip.figures.span(strip.low, strip.high)})"
    return shown(strip.figures.with_unit(numbers))


def _allowed(strip: Strip, y: float, ends: tuple[float, float], colours: Palette, *, ratio: bool) -> list[Part]:
    tone = colours.tone("compliant")
    floor, ceiling = (10 ** ends[0], 10 ** ends[1]) if ratio else ends
    low = floor if strip.lower is None else strip.lower
    high = ceiling if strip.upper is None else strip.upper
    height = {"y0": y - 0.2, "y1": y + 0.2}
    band = {"type": "rect", "layer": "below", "x0": low, "x1": high, "fillcolor": tone.tint, "line": {"width": 0}}
    edges = [
        {"type": "line", "layer": "below", "x0": limit, "x1": limit, "line": {"width": 1.5, "color": tone.text}}
        for limit in (strip.lower, strip.upper)
        if limit is not None
    ]
    return [shape | height for shape in (band, *edges)]


def _words(strips: tuple[Strip, ...], colours: Palette, *, narrow: bool) -> list[Part]:
    room = 18 if narrow else 26
    words = []
    for row, strip in enumerate(strips):
        group = shown(strip.group, limit=16)
        if CROSS not in strip.attribute:
            group = f"{shown(strip.attribute.replace('_', ' '), limit=12)} {group}"
        name = f"<b>{shown(strip.title, limit=room)}</b> {group}"
        figures = f"<b>{ICONS[strip.status]} {shown(strip.figures.told(strip.value))}</b>"
        if not narrow:
            figures += f" {strip.figures.span(strip.low, strip.high).replace(' to ', '–')}"
        base = {"xref": "paper", "y": -row + 0.42, "yref": "y", "showarrow": False, "yanchor": "middle"}
        words.append(base | {"x": 0, "xanchor": "left", "text": name, "font": {"color": colours.ink}})
        ink = colours.tone(strip.status).text
        words.append(base | {"x": 1, "xanchor": "right", "text": figures, "font": {"color": ink}})
    return words
