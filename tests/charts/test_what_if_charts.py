"""Before and after, champion and challenger: small changes look small, and points are points."""

import math

import pytest

from dashboard.charts.before_after import before_after
from dashboard.charts.changes import Changed, changes
from dashboard.charts.clause_flips import MOST, clause_flips
from dashboard.charts.palette import LIGHT
from dashboard.domain.remedies import Share
from dashboard.services.screens.remedies import EVERYBODY, Effect


def test_a_small_effect_is_drawn_small() -> None:
    """A tenth of a point on an axis of more than five points, so that its whole percents are different ones."""
    before, after = Share(399, 1000, 0.399, 0.39, 0.41), Share(400, 1000, 0.4, math.nan, math.nan)
    low, high = before_after([Effect("base_rate", "F", before, after)], LIGHT).layout.xaxis.range
    assert (high - low, (high + low) / 2) == (pytest.approx(0.056), pytest.approx(0.3995))


def test_a_change_is_drawn_in_points() -> None:
    """From 40 to 42 %: the dot is at 2, not at 0.02, and its interval too."""
    line, dot = changes([Changed("F", 0.4, 0.42, 0.01, 0.03)], LIGHT).data
    assert (list(line.x), list(dot.x)) == ([pytest.approx(1), pytest.approx(3)], [pytest.approx(2)])


def share(value: float, *, sure: bool = True) -> Share:
    """Of a hundred people, five points either way."""
    low, high = (value - 0.05, value + 0.05) if sure else (math.nan, math.nan)
    return Share(100 * value, 100, value, low, high)


def test_intervals_are_promised_only_where_they_are_drawn() -> None:
    """Weighted rates have none, and the key does not speak of any; everybody is the last row, and bold."""
    rows = [Effect("base_rate", group, share(0.4), share(0.5, sure=False)) for group in ("F", EVERYBODY)]
    drawn = before_after(rows, LIGHT)
    assert drawn.layout.annotations[0].text == "○ before   ● after"
    assert list(drawn.layout.yaxis.ticktext) == ["F", f"<b>{EVERYBODY}</b>"]
    rows = [Effect("accuracy", "F", share(0.5), share(0.6)), Effect("accuracy", "X", share(math.nan), share(0.6))]
    drawn = before_after(rows, LIGHT)
    assert [trace.name for trace in drawn.data if trace.mode == "markers"] == ["F, before", "F, after"]
    assert drawn.layout.annotations[0].text.endswith("with its interval")


def test_only_proven_changes_are_filled() -> None:
    """A change whose interval holds 0 is hollow; the axis is the same on both sides of no change."""
    rows = [Changed("F", 0.5, 0.6, 0.02, 0.18), Changed("M", 0.5, 0.51, -0.04, 0.06), Changed("X", 0.5, math.nan, 0, 0)]
    drawn = changes(rows, LIGHT)
    dots = [trace for trace in drawn.data if trace.mode == "markers"]
    assert [dot.marker.color == LIGHT.ground for dot in dots] == [False, True]
    low, high = drawn.layout.xaxis.range
    assert low == -high
    assert list(drawn.layout.yaxis.ticktext) == ["F", "M"]


def test_flips_of_a_clause_are_parts_of_one_bar() -> None:
    """Three worse and one that drops out: told by sign and hatch; a click on a part, or beside, means something."""
    rows = [("FAI-02", "Even <i>", (3, 0, 0, 1)), ("TRN-01", "Told", (0, 2, 0, 0))]
    beside, worse, better, comes, drops = clause_flips(rows, LIGHT).data
    assert [list(part.x) for part in (worse, better, comes, drops)] == [[3, 0], [0, 2], [0, 0], [1, 0]]
    assert [part.marker.pattern.shape for part in (worse, better, comes, drops)] == [None, None, "+", "-"]
    assert ([list(one) for one in worse.customdata], list(beside.x)) == (
        [["FAI-02", "worse"], ["TRN-01", "worse"]],
        [4, 4],
    )
    assert [list(one) for one in beside.customdata] == [["FAI-02", None], ["TRN-01", None]]
    words = [note.text for note in clause_flips(rows, LIGHT).layout.annotations]
    assert "<i>" not in words[0]
    assert ("▼ 3" in words[1], "− 1" in words[1], "▲" in words[1], "▲ 2" in words[3]) == (True, True, False, True)


def test_no_more_clauses_are_drawn_than_can_be_read() -> None:
    """Of 31 clauses the first 30 stand in the chart, the table has them all."""
    rows = [(f"C-{number:02d}", "t", (1, 0, 0, 0)) for number in range(MOST + 1)]
    assert {len(trace.x) for trace in clause_flips(rows, LIGHT).data} == {MOST}


def test_a_row_is_as_high_however_many_there_are() -> None:
    """46 pixels each, so that a click finds its clause in a chart of one row as in one of thirty."""
    for many in (1, 2, 30):
        drawn = clause_flips([(f"C-{number:02d}", "t", (1, 0, 0, 0)) for number in range(many)], LIGHT).layout
        low, high = drawn.yaxis.range
        inner = drawn.height - drawn.margin.t - drawn.margin.b
        assert inner / (high - low) == pytest.approx(46, abs=0.5)
