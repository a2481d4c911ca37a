"""Versions, ages and coverage: small figures that say exactly what their numbers say."""

import math
from datetime import date

import pandas as pd

from dashboard.charts.contacts import contacts_by_month
from dashboard.charts.coverage import coverage
from dashboard.charts.group_times import group_times
from dashboard.charts.palette import DARK, LIGHT
from dashboard.charts.review_ages import review_ages
from dashboard.charts.versions import versions
from dashboard.services.screens.coverage import Coverage
from dashboard.services.screens.item_ages import AgeBand
from dashboard.services.screens.times import GroupTime, Times
from dashboard.services.screens.use_case_record import ModelSpan


def test_a_serving_version_ends_today() -> None:
    """A version without a last day is drawn up to the date of the page, in colour."""
    spans = (
        ModelSpan("scorer", "v1", date(2026, 1, 1), date(2026, 1, 31)),
        ModelSpan("scorer", "v2", date(2026, 1, 31), None),
    )
    bar = versions(spans, LIGHT, as_of=date(2026, 2, 10)).data[0]

    assert [length / 86_400_000 for length in bar.x] == [30, 10]
    assert list(bar.marker.color) == [LIGHT.neutral, LIGHT.groups[0]]


def test_only_overdue_items_have_colour() -> None:
    """The overdue part is red and says so in words; the rest is neutral."""
    drawn = review_ages((AgeBand("0–7 days", 6, 0), AgeBand("8–30 days", 4, 1)), LIGHT)

    assert [list(trace.x) for trace in drawn.data] == [[6, 3], [0, 1]]
    assert [trace.marker.color for trace in drawn.data] == [LIGHT.neutral, LIGHT.tone("non_compliant").fill]
    assert [("overdue" in note.text) for note in drawn.layout.annotations] == [False, True]


def test_coverage_parts_add_up_and_carry_icons() -> None:
    """A clause's parts fill its bar, and each part has icon and number, not colour alone."""
    drawn = coverage((Coverage("FAI-02", "Balanced <i>", (1, 0, 1, 0, 2, 0)),), DARK)

    assert sum(trace.x[0] for trace in drawn.data) == 1
    assert [trace.text[0] for trace in drawn.data] == ["✕ 1", "◷ 1", "✓ 2"]
    assert "<i>" not in drawn.layout.annotations[0].text


def test_a_clause_held_against_nothing_says_so() -> None:
    """No use case means a sentence, not an empty bar that looks like success."""
    drawn = coverage((Coverage("PRV-01", "t", (0, 0, 0, 0, 0, 0)),), LIGHT)

    assert "not held against any use case" in drawn.layout.annotations[0].text
    assert len(drawn.data) == 0


def test_waits_stand_by_group_against_the_line() -> None:
    """A point with its interval, and the line; one without end runs to the edge; too few are left out."""
    groups = (
        GroupTime("", "Everyone", 60, 50, 70, 900, 0, 0), GroupTime("Language", "tr", 180, 150, math.inf, 90, 9, 0),
        GroupTime("Language", "fi", math.nan, math.nan, math.nan, 0, 0, 0),
    )  # fmt: skip
    drawn = group_times(Times("", "", None, groups, 180.0, ""), LIGHT)

    assert list(drawn.layout.yaxis.ticktext) == ["<b>Everyone</b>", "Language: tr"]
    assert list(drawn.data[2].x) == [150, drawn.layout.xaxis.range[1]]
    assert drawn.layout.shapes[0].x0 == 180


def test_contacts_are_stacked_by_channel() -> None:
    """One bar a month; a channel without any in a month counts as none."""
    months = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 1)]
    counted = pd.DataFrame({"Month": months, "Channel": ["voice", "voice", "web"], "Contacts": [2, 5, 1]})

    drawn = contacts_by_month(counted, LIGHT)
    assert [(bar.name, list(bar.y)) for bar in drawn.data] == [("voice", [2, 5]), ("web", [0, 1])]
