"""Scores by group: how well they rank (ROC) and how true they are (calibration), a line a group."""

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.palette import Palette, group_colours
from dashboard.charts.theme import figure, shown
from dashboard.services.screens.scores import GroupScores, Scores
from dashboard.services.screens.words import count, decimal, percent

_MOST = 200  # points of a curve: more than a screen can show


def roc_figure(scores: Scores, colours: Palette) -> go.Figure:
    """Share rightly selected over share wrongly selected; the dotted line is chance."""
    built = _square(colours, "wrongly selected", "rightly selected")
    for one, ink in _groups(scores, colours):
        curve = one.roc.iloc[:: max(len(one.roc) // _MOST, 1)]
        said = f"<b>{shown(one.group)}</b><br>AUC {decimal(one.auc.value, 3)}, n {count(one.n)}"
        built.add_scatter(
            x=curve["false_positive_rate"].tolist(), y=curve["true_positive_rate"].tolist(), mode="lines",
            line={"width": 2, "color": ink}, hovertemplate=f"{said}<extra></extra>", name=shown(one.group),
        )  # fmt: skip
    built.update_layout(annotations=_key(scores, colours, (1, 0.02)))
    return built


def calibration_figure(scores: Scores, colours: Palette) -> go.Figure:
    """What came true over what was predicted, with intervals; on the dotted line both are the same."""
    built = _square(colours, "predicted", "came true")
    for one, ink in _groups(scores, colours):
        found = one.calibration
        said = [
            f"<b>{shown(one.group)}</b><br>predicted {percent(mean)}, came true {percent(share)}<br>n {count(n)}"
            for mean, share, n in found[["mean_score", "share", "n"]].to_numpy(float)
        ]
        above, below = (found["high"] - found["share"]).tolist(), (found["share"] - found["low"]).tolist()
        built.add_scatter(
            x=found["mean_score"].tolist(), y=found["share"].tolist(), mode="lines+markers", hovertext=said,
            line={"width": 2, "color": ink}, marker={"size": 7, "color": ink}, name=shown(one.group),
            error_y={"array": above, "arrayminus": below, "symmetric": False, "width": 0, "color": ink},
            hovertemplate="%{hovertext}<extra></extra>",
        )  # fmt: skip
    built.update_layout(annotations=_key(scores, colours, (0, 1)))
    return built


def _key(scores: Scores, colours: Palette, corner: tuple[float, float]) -> list[dict[str, Any]]:
    """Who is which line, in the corner that curves leave empty: at their ends they all meet."""
    x, y = corner
    down = y > 0.5
    groups = _groups(scores, colours)
    rows = groups if down else groups[::-1]
    return [
        {
            "text": f"<span style='color:{ink}'>■</span> {shown(one.group, limit=22)}", "showarrow": False,
            "xref": "paper", "x": x, "xanchor": "right" if x else "left", "yref": "paper", "y": y,
            "yanchor": "top" if down else "bottom", "yshift": (-18 if down else 18) * row,
            "xshift": -4 if x else 8, "font": {"size": 13, "color": colours.ink},
        }
        for row, (one, ink) in enumerate(rows)
    ]  # fmt: skip


def _square(colours: Palette, x: str, y: str) -> go.Figure:
    built = figure(colours, height=340, margin={"l": 0, "r": 8, "t": 8, "b": 40, "pad": 4}, hovermode="closest")
    built.add_shape(type="line", x0=0, y0=0, x1=1, y1=1, line={"width": 1, "dash": "dot", "color": colours.muted})
    axis: dict[str, Any] = {"range": [-0.02, 1.02], "tickformat": ".0%", "nticks": 5}
    built.update_xaxes(title={"text": x, "font": {"size": 13, "color": colours.muted}}, **axis)
    built.update_yaxes(title={"text": y, "font": {"size": 13, "color": colours.muted}}, showgrid=True, **axis)
    return built


def _groups(scores: Scores, colours: Palette) -> list[tuple[GroupScores, str]]:
    inks = group_colours([*(one.group for one in scores.groups), *scores.withheld], colours)
    return [(one, inks[one.group]) for one in scores.groups]
