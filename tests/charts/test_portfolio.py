"""The portfolio chart draws what its strips say: whom, how sure, against which line."""

import math
from dataclasses import replace

from dashboard.charts.palette import LIGHT
from dashboard.charts.portfolio import MOST, portfolio
from dashboard.services.screens.portfolio import Strip, headline, severity

BREACH = Strip(
    "lead-scoring", "Lead scoring", "FAI-02", "selection_rate_ratio", "age_band", "65+", "25-34",
    0.71, 0.68, 0.74, 12_410, "non_compliant", proven=True, lower=0.8, upper=1.25,
)  # fmt: skip
OPEN = replace(
    BREACH, use_case="refunds", title="Refunds", value=0.78, low=0.7, high=0.86, status="watch", proven=False
)
FINE = replace(
    BREACH, use_case="loyalty", title="Loyalty", value=0.97, low=0.95, high=0.99, status="compliant", proven=True
)


def test_filled_means_proven() -> None:
    """A dot whose interval crosses the line is open, one whose interval does not is filled."""
    drawn = portfolio((BREACH, OPEN), LIGHT, ratio=True)

    dots = next(trace.marker for trace in drawn.data if trace.mode == "markers")
    assert list(dots.color) == [LIGHT.tone("non_compliant").text, LIGHT.ground]
    assert list(dots.line.color) == [LIGHT.tone("non_compliant").text, LIGHT.tone("watch").text]


def test_ratios_stand_on_a_log_axis() -> None:
    """0.80 and 1.25 lie equally far from 1, and both are inside the picture."""
    axis = portfolio((BREACH,), LIGHT, ratio=True).layout.xaxis

    assert axis.type == "log"
    assert axis.range[0] < math.log10(0.68)
    assert axis.range[1] > math.log10(1.25)


def test_every_strip_shows_the_charters_line() -> None:
    """Each row has the allowed range and both its edges; a line that the charter does not set is not drawn."""
    both = portfolio((BREACH,), LIGHT, ratio=True).layout.shapes
    low_only = portfolio((replace(BREACH, upper=None),), LIGHT, ratio=True).layout.shapes

    assert [shape.type for shape in both] == ["rect", "line", "line"]
    assert [shape.type for shape in low_only] == ["rect", "line"]


def test_names_are_text() -> None:
    """A use case's name cannot become markup, neither in the label nor in the hover box."""
    drawn = portfolio((replace(BREACH, title="<script>x</script>"),), LIGHT, ratio=True)

    hovers = [text for trace in drawn.data for text in (trace.hovertext if trace.hovertext is not None else ())]
    said = [note.text for note in drawn.layout.annotations] + hovers
    assert hovers
    assert not any("<script" in text for text in said)
    assert any("&lt;script&gt;" in text for text in said)


def test_status_is_colour_icon_and_number() -> None:
    """The right label carries the icon, the value and its interval."""
    notes = portfolio((BREACH,), LIGHT, ratio=True).layout.annotations

    assert notes[1].text == "<b>✕ 0.71</b> 0.68–0.74"
    assert notes[1].font.color == LIGHT.tone("non_compliant").text


def test_at_most_thirty_are_drawn() -> None:
    """A large portfolio stays legible."""
    drawn = portfolio(tuple(replace(FINE, title=str(at)) for at in range(40)), LIGHT, ratio=True)

    assert len(next(trace.x for trace in drawn.data if trace.mode == "markers")) == MOST


def test_a_whole_row_can_be_clicked() -> None:
    """Over each row lies an unseen bar from end to end that knows use case, attribute and group."""
    rows = portfolio((BREACH, OPEN), LIGHT, ratio=True).data[-1]

    assert [list(one) for one in rows.customdata] == [
        ["lead-scoring", "age_band", "65+"],
        ["refunds", "age_band", "65+"],
    ]
    assert list(rows.y) == [0, -1]


def test_a_thousand_strips_are_few_traces() -> None:
    """One trace a status for the intervals, one for all dots, one for the rows."""
    drawn = portfolio(tuple(replace(FINE, title=str(at)) for at in range(1000)), LIGHT, ratio=True)

    assert len(drawn.data) == 3


def test_worst_comes_first() -> None:
    """Proven before unproven before fine, and within these by distance from equality."""
    assert sorted((FINE, OPEN, BREACH), key=severity) == [BREACH, OPEN, FINE]


def test_the_headline_counts_use_cases_with_their_denominator() -> None:
    """Waived ones are counted and named as waived; unproven ones are no breach."""
    waived = replace(BREACH, use_case="churn", status="waived")

    assert headline((BREACH, waived, OPEN, FINE)) == "2 of 4 use cases treat a group worse than allowed; 1 is waived"
    assert headline((OPEN, FINE)) == "No group is proven to be treated worse than allowed in 2 use cases"
    assert headline(()) == "No fairness has been measured yet"
