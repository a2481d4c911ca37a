"""The trend shows every month that is known, gaps where nothing is, and what happened meanwhile."""

from dataclasses import replace
from datetime import date

from dashboard.charts.palette import LIGHT
from dashboard.charts.trend import trend
from dashboard.domain.metrics import METRICS
from dashboard.services.screens.charter_lines import CharterLine
from dashboard.services.screens.trend import Against, Event, Point, Trend, trend_table
from dashboard.services.screens.watching import Look, Run, Watching

POINTS = (
    Point(date(2026, 6, 1), 0.93, 0.89, 0.97, 410, ""),
    Point(date(2026, 7, 1), None, None, None, 0, "withheld: fewer than 10 decisions"),
    Point(date(2026, 8, 1), 0.84, 0.8, 0.88, 420, ""),
    Point(date(2026, 9, 1), 0.71, 0.68, 0.74, 430, ""),
)
EVENTS = (Event(1, date(2026, 7, 28), "version <v7> live", "model"),)
SERIES = Trend("65+", "65+ fell", "caption", ratio=True, lower=0.8, upper=1.25, points=POINTS, events=EVENTS)


def test_an_unknown_month_is_a_gap() -> None:
    """Line and ribbon stop before a month without a value and start again after it."""
    drawn = trend(SERIES, LIGHT)

    ribbons = [trace for trace in drawn.data if trace.type == "scatter" and trace.fill]
    line = next(trace for trace in drawn.data if trace.type == "scatter" and not trace.fill)
    assert [len(ribbon.x) for ribbon in ribbons] == [2, 4]
    assert line.y[1] is None
    assert line.connectgaps is False


def test_the_charters_line_crosses_the_plot() -> None:
    """Both limits are dotted lines, and the value at the end is red where it lies outside."""
    layout = trend(SERIES, LIGHT).layout

    assert [shape.y0 for shape in layout.shapes[:2]] == [0.8, 1.25]
    last = next(note for note in layout.annotations if note.text == "<b>0.71</b>")
    assert last.font.color == LIGHT.tone("non_compliant").text


def test_events_are_numbered_boxes_in_plain_text() -> None:
    """A model version is a box with its number; its name cannot become markup."""
    boxes = [note for note in trend(SERIES, LIGHT).layout.annotations if note.text == "<b>1</b>"]

    assert len(boxes) == 1
    assert "&lt;v7&gt;" in boxes[0].hovertext


def test_bars_count_the_groups_decisions() -> None:
    """The bars below are the decisions about the group, month by month."""
    bars = next(trace for trace in trend(SERIES, LIGHT).data if trace.type == "bar")

    assert list(bars.y) == [410, 0, 420, 430]


def test_the_table_holds_the_same_numbers() -> None:
    """Every month of the chart is a row, withheld ones with their reason."""
    table = trend_table(SERIES)

    assert table["n"].tolist() == [410, 0, 420, 430]
    assert table["Note"][1] == "withheld: fewer than 10 decisions"


def test_the_axis_of_a_rate_shows_its_drop() -> None:
    """A gap keeps 0 on its axis, where nobody differs; a rate that falls from 100 to 90 fills the picture."""
    points = (Point(date(2026, 10, 1), 99.9, 99.5, 100.0, 900, ""), Point(date(2026, 11, 1), 89.9, 88.0, 91.0, 900, ""))
    rate = replace(SERIES, ratio=False, lower=99.5, upper=None, points=points, events=())

    assert trend(rate, LIGHT).layout.yaxis.range[0] < 0
    low, high = trend(replace(rate, ideal=False), LIGHT).layout.yaxis.range
    assert 85 < low < 88
    assert 100 < high < 103


def test_a_new_charter_moves_the_line() -> None:
    """Each version's limit ends where the next begins."""
    lines = (CharterLine(date(2025, 1, 1), "1", 0.75, None), CharterLine(date(2026, 8, 1), "2", 0.8, None))

    drawn = trend(replace(SERIES, lines=lines), LIGHT).layout.shapes[:2]

    assert [(one.x0, one.x1, one.y0) for one in drawn] == [
        (date(2026, 6, 1), date(2026, 8, 1), 0.75), (date(2026, 8, 1), date(2026, 9, 1), 0.8),
    ]  # fmt: skip


def test_weekly_looks_are_marked_and_their_band_can_be_switched_on() -> None:
    """The weeks of began and real are upright lines with words; the two thin limits are there only when asked for."""
    looks = tuple(Look(date(2026, 7, day), 0.7, 0.6, 0.79, 50, 150) for day in (6, 13, 20))
    run = Run("7", looks, date(2026, 7, 20), date(2026, 7, 6))
    watched = Watching(Against("65+", "25-34"), METRICS["selection_rate_ratio"], 0.8, 0.95, 1, (run,))

    plain, banded = (trend(SERIES, LIGHT, watched=watched, every_look=on) for on in (False, True))

    words = [note.text for note in plain.layout.annotations]
    assert "▲ began" in words
    assert "✕ real" in words
    assert len(banded.data) - len(plain.data) == 2
    assert list(banded.data[2].y) == [0.6, 0.6, 0.6]
