"""ROC and calibration by group: every group a line in its colour, with what it says in words."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.palette import LIGHT, Palette, group_colours
from dashboard.charts.score_curves import calibration_figure, roc_figure
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.score_histograms import Estimate, missing
from dashboard.services.screens.scores import GroupScores, Scores

AUC = Estimate(0.812, 0.79, 0.83)
ROC = pd.DataFrame({"threshold": [1.0, 0.5], "false_positive_rate": [0.0, 1.0], "true_positive_rate": [0.0, 1.0]})
TRUE = pd.DataFrame(
    {"from": [0.1], "to": [0.2], "n": [50], "mean_score": [0.15], "share": [0.2], "low": [0.11], "high": [0.33]}
)
SCORES = Scores(
    tuple(GroupScores(name, 900, AUC, AUC, AUC, 0.02, ROC, TRUE, 0.0) for name in ("F", "<b>M")),
    withheld=("X",),
    least=10,
)


def test_each_group_has_a_roc_line() -> None:
    """From nobody to everybody selected, with AUC and n in the box; a group's name is text."""
    drawn = roc_figure(SCORES, LIGHT).data

    assert [list(line.x) for line in drawn] == [[0.0, 1.0], [0.0, 1.0]]
    assert "AUC 0.812, n 900" in drawn[0].hovertemplate
    assert "&lt;b&gt;M" in drawn[1].hovertemplate


@pytest.mark.parametrize("figure", [roc_figure, calibration_figure])
def test_lines_are_named_above_the_picture(figure: Callable[[Scores, Palette], go.Figure]) -> None:
    """The key stands above the data; the same colours as everywhere, withheld groups counted in; names are text."""
    drawn = figure(SCORES, LIGHT)

    inks = group_colours(["F", "<b>M", "X"], LIGHT)
    assert [(line.name, line.line.color) for line in drawn.data] == [("F", inks["F"]), ("&lt;b&gt;M", inks["<b>M"])]
    assert drawn.layout.showlegend
    assert (drawn.layout.legend.y, drawn.layout.legend.yanchor) == (1.02, "bottom")


@pytest.mark.parametrize("figure", [roc_figure, calibration_figure])
def test_who_is_not_recorded_is_not_drawn(figure: Callable[[Scores, Palette], go.Figure]) -> None:
    """A line of people without a known group would lead nobody anywhere; without an outcome there is none either."""
    lost = replace(SCORES.groups[0], group=NOT_RECORDED)
    blind = replace(SCORES.groups[0], group="Z", auc=missing("no actual outcome"))
    more = replace(SCORES, groups=(lost, *SCORES.groups, blind))

    assert [line.name for line in figure(more, LIGHT).data] == ["F", "&lt;b&gt;M"]


def test_calibration_shows_what_came_true_with_its_interval() -> None:
    """0.15 predicted and 0.2 true, from 0.11 to 0.33."""
    one = calibration_figure(SCORES, LIGHT).data[0]

    assert (one.x[0], one.y[0]) == (0.15, 0.2)
    assert (round(one.error_y.array[0], 2), round(one.error_y.arrayminus[0], 2)) == (0.13, 0.09)
    assert "predicted 15.0 %, came true 20.0 %" in one.hovertext[0]
