"""Before and after, champion and challenger: small changes look small, and points are points."""

import math

import pytest

from dashboard.charts.before_after import before_after
from dashboard.charts.changes import Changed, changes
from dashboard.charts.palette import LIGHT
from dashboard.domain.remedies import Share
from dashboard.services.screens.remedies import Effect


def test_a_small_effect_is_drawn_small() -> None:
    """A tenth of a point on an axis of more than five points, so that its whole percents are different ones."""
    before, after = Share(399, 1000, 0.399, 0.39, 0.41), Share(400, 1000, 0.4, math.nan, math.nan)
    low, high = before_after([Effect("base_rate", "F", before, after)], LIGHT).layout.xaxis.range
    assert (high - low, (high + low) / 2) == (pytest.approx(0.056), pytest.approx(0.3995))


def test_a_change_is_drawn_in_points() -> None:
    """From 40 to 42 %: the dot is at 2, not at 0.02, and its interval too."""
    line, dot = changes([Changed("F", 0.4, 0.42, 0.01, 0.03)], LIGHT).data
    assert (list(line.x), list(dot.x)) == ([pytest.approx(1), pytest.approx(3)], [pytest.approx(2)])
