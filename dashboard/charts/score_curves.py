"""Scores by group: how well they rank (ROC) and how true they are (calibration), a line a group."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette, group_colours
from dashboard.charts.theme import Part, drawing, shown
from dashboard.services.screens.scores import GroupScores, Scores
from dashboard.services.screens.words import count, decimal, percent

_MOST = 200  # points of a curve: more than a screen can show


def roc_figure(scores: Scores, colours: Palette) -> go.Figure:
    """Share rightly selected over share wrongly selected; the dotted line is chance."""
    curves = [_curve(one, ink) for one, ink in _groups(scores, colours)]
    return _square(curves, colours, ("wrongly selected", "rightly selected"))


def _curve(one: GroupScores, ink: str) -> Part:
    curve = one.roc.iloc[:: max(len(one.roc) // _MOST, 1)]
    said = f"<b>{shown(one.group)}</b><br>AUC {decimal(one.auc.value, 3)}, n {count(one.n)}"
    return {
        "type": "scatter", "mode": "lines", "x": curve["false_positive_rate"].tolist(),
        "y": curve["true_positive_rate"].tolist(), "line": {"width": 2, "color": ink},
        "hovertemplate": f"{said}<extra></extra>", "name": shown(one.group, limit=22),
    }  # fmt: skip


def calibration_figure(scores: Scores, colours: Palette) -> go.Figure:
    """What came true over what was predicted, with intervals; on the dotted line both are the same."""
    held = [_held(one, ink) for one, ink in _groups(scores, colours)]
    return _square(held, colours, ("predicted", "came true"))


def _held(one: GroupScores, ink: str) -> Part:
    found = one.calibration
    said = [
        f"<b>{shown(one.group)}</b><br>predicted {percent(mean)}, came true {percent(share)}<br>n {count(n)}"
        for mean, share, n in found[["mean_score", "share", "n"]].to_numpy(float)
    ]
    above, below = (found["high"] - found["share"]).tolist(), (found["share"] - found["low"]).tolist()
    return {
        "type": "scatter", "mode": "lines+markers", "x": found["mean_score"].tolist(), "y": found["share"].tolist(),
        "hovertext": said, "line": {"width": 2, "color": ink}, "marker": {"size": 7, "color": ink},
        "name": shown(one.group, limit=22), "hovertemplate": "%{hovertext}<extra></extra>",
        "error_y": {"type": "data", "array": above, "arrayminus": below, "symmetric": False, "width": 0, "color": ink},
    }  # fmt: skip


def _square(traces: list[Part], colours: Palette, titles: tuple[str, str]) -> go.Figure:
    axes = [
        {"title": {"text": title, "font": {"size": 13, "color": colours.muted}}, "range": [-0.02, 1.02],
         "tickformat": ".0%", "nticks": 5}
        for title in titles
    ]  # fmt: skip
    key = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "itemclick": False,
           "itemdoubleclick": False, "font": {"size": 13, "color": colours.ink}}  # fmt: skip
    line = {"width": 1, "dash": "dot", "color": colours.muted}
    return drawing(
        traces, colours, height=380, margin={"l": 0, "r": 8, "t": 8, "b": 40, "pad": 4}, hovermode="closest",
        shapes=[{"type": "line", "x0": 0, "y0": 0, "x1": 1, "y1": 1, "line": line}],
        showlegend=True, legend=key, xaxis=axes[0], yaxis=axes[1] | {"showgrid": True},
    )  # fmt: skip


def _groups(scores: Scores, colours: Palette) -> list[tuple[GroupScores, str]]:
    inks = group_colours([*(one.group for one in scores.groups), *scores.withheld], colours)
    return [(one, inks[one.group]) for one in scores.compared if one.auc.undefined is None]
