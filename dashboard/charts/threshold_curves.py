"""Thresholds as pictures: both curves of every group with the chosen points, and the frontier of cost against gap."""

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.palette import Palette, group_colours
from dashboard.charts.theme import Part, drawing, shown
from dashboard.domain.threshold_ladders import Ladder, Whole
from dashboard.domain.thresholds import Chosen
from dashboard.services.screens.threshold_strategies import Strategies
from dashboard.services.screens.threshold_tables import threshold_words
from dashboard.services.screens.thresholds import Scored
from dashboard.services.screens.words import decimal, percent

_MOST = 200  # points of a curve: more than a screen can show
_KEY = 18  # pixels of a line of the key


def roc_points(scored: Scored, chosen: tuple[Chosen, ...], colours: Palette) -> go.Figure:
    """Share rightly over share wrongly selected, a line a group, with the chosen thresholds as marks."""
    return _curves(scored, chosen, colours, ("false_positive_rate", "true_positive_rate"), "right")


def precision_recall(scored: Scored, chosen: tuple[Chosen, ...], colours: Palette) -> go.Figure:
    """Of the selected who qualifies, over who was found among those who qualify."""
    return _curves(scored, chosen, colours, ("true_positive_rate", "precision"), "left")


_TITLES = {
    "false_positive_rate": "wrongly selected of those who do not qualify",
    "true_positive_rate": "found of those who qualify",
    "precision": "rightly selected of the selected",
}


def _curves(
    scored: Scored, chosen: tuple[Chosen, ...], colours: Palette, rates: tuple[str, str], side: str
) -> go.Figure:
    inks = group_colours([*(one.group for one in scored.ladders), *(name for name, _ in scored.left_out)], colours)
    at = {one.group: one for one in chosen}
    traces: list[Part] = []
    for one in scored.ladders:
        traces.append(_line(one, rates, inks[one.group]))
        if one.group in at:
            traces.append(_mark(one, at[one.group], rates, (inks[one.group], colours)))
    axes = [
        {"title": {"text": _TITLES[rate], "font": {"size": 13, "color": colours.muted}}, "range": [-0.02, 1.04],
         "tickformat": ".0%", "nticks": 5}
        for rate in rates
    ]  # fmt: skip
    return drawing(
        traces, colours, height=340, margin={"l": 0, "r": 8, "t": 8, "b": 40, "pad": 4}, hovermode="closest",
        annotations=_key(inks, scored, colours, side), xaxis=axes[0], yaxis=axes[1] | {"showgrid": True},
    )  # fmt: skip


def _line(one: Ladder, rates: tuple[str, str], ink: str) -> Part:
    known = _known(one, rates)
    keep = np.unique(np.linspace(0, len(known) - 1, min(len(known), _MOST)).astype(int))
    x, y = (one.shares(rate)[known][keep] for rate in rates)
    said = [f"<b>{shown(one.group)}</b><br>{threshold_words(at)}" for at in one.thresholds[known][keep]]
    return {
        "type": "scatter", "mode": "lines", "x": x.tolist(), "y": y.tolist(), "line": {"width": 2, "color": ink},
        "hovertext": said, "hovertemplate": "%{hovertext}<extra></extra>", "name": shown(one.group),
    }  # fmt: skip


def _known(one: Ladder, rates: tuple[str, str]) -> Whole:
    return np.flatnonzero(~np.isnan([one.shares(rate) for rate in rates]).any(axis=0))


def _mark(one: Ladder, at: Chosen, rates: tuple[str, str], inks: tuple[str, Palette]) -> Part:
    place = int(one.places(np.array([at.threshold]))[0])
    point = [float(one.shares(rate)[place]) for rate in rates]
    said = f"<b>{shown(one.group)}</b><br>{threshold_words(at.threshold)}<br>" + "<br>".join(
        f"{percent(value)} {_TITLES[rate]}" for rate, value in zip(rates, point, strict=True)
    )
    return {
        "type": "scatter", "mode": "markers", "x": [point[0]], "y": [point[1]], "hovertext": [said],
        "hovertemplate": "%{hovertext}<extra></extra>", "name": f"{shown(one.group)}, chosen", "cliponaxis": False,
        "marker": {"size": 13, "color": inks[0], "line": {"width": 2, "color": inks[1].ground}},
    }  # fmt: skip


def _key(inks: dict[str, str], scored: Scored, colours: Palette, side: str) -> list[Part]:
    """Who is which line, in the lower corner, which both curves leave empty."""
    names = [one.group for one in scored.ladders][::-1]
    return [
        {
            "text": f"<span style='color:{inks[name]}'>■</span> {shown(name, limit=22)}", "showarrow": False,
            "xref": "paper", "x": float(side == "right"), "xanchor": side, "yref": "paper", "y": 0.02,
            "yanchor": "bottom", "yshift": _KEY * row, "xshift": -4 if side == "right" else 8,
            "font": {"size": 13, "color": colours.ink},
        }
        for row, name in enumerate(names)
    ]  # fmt: skip


def frontier(
    points: tuple[tuple[float, float], ...], found: Strategies, shown_as: tuple[str, str], colours: Palette
) -> go.Figure:
    """Cost over the gap of a parity: no setting lies below the line; strategies are marks.

    Args:
        points: gap and cost of the frontier.
        found: the strategies.
        shown_as: the strategy that is named, and the parity whose gap it is.
        colours: of the theme.
    """
    strategy, parity = shown_as
    gaps, costs = ([float(part[at]) for part in sorted(points)] for at in (0, 1))
    line: Part = {
        "type": "scatter", "mode": "lines", "x": gaps, "y": costs,
        "line": {"width": 2, "color": colours.groups[0], "shape": "hv"}, "name": "frontier",
        "hovertemplate": "gap %{x:.1%}<br>cost %{y:,.0f}<extra>frontier</extra>",
    }  # fmt: skip
    marks = [(one.strategy, one.gaps[parity].value, one.setting.cost) for one in found.tried]
    dots: Part = {
        "type": "scatter", "mode": "markers+text", "x": [gap for _, gap, _ in marks], "y": [cost for *_, cost in marks],
        "text": [f"<b>{name}</b>" if name == strategy else "" for name, *_ in marks],
        "textposition": _sides([gap for _, gap, _ in marks]),
        "textfont": {"size": 13, "color": colours.ink}, "cliponaxis": False,
        "marker": {"size": 9, "color": colours.groups[1], "line": {"width": 1, "color": colours.ground}},
        "hovertext": [f"<b>{name}</b><br>gap {percent(gap)}<br>cost {decimal(cost, 1)}" for name, gap, cost in marks],
        "hovertemplate": "%{hovertext}<extra></extra>", "name": "strategies",
    }  # fmt: skip
    title = {"size": 13, "color": colours.muted}
    return drawing(
        [line, dots], colours, height=340, margin={"l": 0, "r": 8, "t": 24, "b": 40, "pad": 4}, hovermode="closest",
        xaxis={"title": {"text": f"gap of {parity}", "font": title}, "tickformat": ".1%", "nticks": 6,
               "rangemode": "tozero"},
        yaxis={"title": {"text": "cost", "font": title}, "tickformat": ",", "nticks": 5, "showgrid": True},
    )  # fmt: skip


def _sides(gaps: list[float]) -> list[str]:
    """Words towards the middle of the picture, so that none is cut off."""
    widest = max([*gaps, 1e-9])
    return ["top right" if gap <= widest / 2 else "top left" for gap in gaps]
