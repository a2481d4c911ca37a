"""Groups of customers keep their colour, labels their distance, and an unknown month is a gap."""

from datetime import date

import pandas as pd

from dashboard.charts.beside import beside
from dashboard.charts.handling import handling
from dashboard.charts.palette import LIGHT
from dashboard.services.screens.beside import Beside, Met
from dashboard.services.screens.indicators import IndicatorSeries
from dashboard.services.screens.trend import Point

MONTHS = (date(2026, 7, 1), date(2026, 8, 1))


def series(name: str, *values: float | None) -> IndicatorSeries:
    """A series of two months."""
    points = tuple(
        Point(month, value, None if value is None else value - 5, None if value is None else value + 5, 100, "")
        for month, value in zip(MONTHS, values, strict=True)
    )
    return IndicatorSeries(f"nps|||{name}", name, "points", points)


def test_a_group_keeps_its_colour_whatever_else_is_drawn() -> None:
    """Colours hang on the name, so that a missing group moves nobody."""
    alone = handling([series("Opted out", -40, -45)], LIGHT)
    together = handling([series("AI-handled", 20, 30), series("Opted out", -40, -45)], LIGHT)

    def ink(drawn: object, name: str) -> str:
        return next(trace.line.color for trace in drawn.data if name in (trace.hovertemplate or ""))  # type: ignore[attr-defined]

    assert ink(alone, "Opted out") == ink(together, "Opted out")


def test_labels_of_close_ends_are_pushed_apart() -> None:
    """Two groups that end at the same score are both readable."""
    drawn = handling(
        [series("AI-handled", 20, 30), series("Human-handled", 35, 30), series("Opted out", 0, -60)], LIGHT
    )
    places = sorted(note.y for note in drawn.layout.annotations)

    assert len(places) == 3
    assert places[2] - places[1] > 4


def test_an_unknown_month_is_a_gap() -> None:
    """No line is drawn over a month without a value."""
    drawn = handling([series("AI-handled", 20, None)], LIGHT)

    assert drawn.data[-1].connectgaps is False
    assert drawn.data[-1].y[1] is None


def test_the_two_plots_share_the_months_and_nothing_else() -> None:
    """The indicator has its own scale, the share runs from nothing to all, and both ends say their numbers."""
    found = Beside(
        "t", "c", 1, MONTHS, series("AI-handled", 20, 30), series("AI-handled", 20, 30).points,
        (Met(MONTHS[0], 6, 10), Met(MONTHS[1], 9, 10)), "use cases", pd.DataFrame(),
    )  # fmt: skip
    drawn = beside(found, LIGHT)

    assert drawn.layout.yaxis2.range == (0, 1)
    said = [note.text for note in drawn.layout.annotations]
    assert "<b>30.0</b> points" in said
    assert "<b>90 %</b> met<br>9 of 10" in said
