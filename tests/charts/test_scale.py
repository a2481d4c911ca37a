"""Ticks of ratios: numbers that people know, and finer ones where all values lie close together."""

from math import log10

import pytest

from dashboard.charts.scale import ratio_ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.6, 1.3, [0.7, 0.8, 0.9, 1.0, 1.1, 1.25]),
        (0.93, 1.08, [0.95, 1.0, 1.05]),
        (0.985, 1.035, [0.99, 1.0, 1.01, 1.02, 1.03]),
        (0.999, 1.004, [1.0]),
    ],
)
def test_an_axis_of_ratios_has_ticks_to_read_it_by(low: float, high: float, ticks: list[float]) -> None:
    """Three at least, 1 among them, unless nothing but 1 is round in so short a range."""
    assert ratio_ticks(log10(low), log10(high))["tickvals"] == ticks
