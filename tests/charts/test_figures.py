"""Figures show what their view model says, and user text in them is text."""

from datetime import date

import pytest

from dashboard.charts.ages import ages_figure
from dashboard.charts.heat_map import heat_map_figure
from dashboard.charts.months import months_figure
from dashboard.charts.palette import LIGHT
from dashboard.charts.status_bar import status_bar
from dashboard.charts.theme import drawing, shown
from dashboard.services.screens.heat import SHOWN_ROWS, HeatMap, HeatRow
from dashboard.services.screens.portfolio_statuses import COUNTED, Month
from dashboard.services.screens.waiting import AgeBucket


def test_status_bar_segments_add_up() -> None:
    """Every use case is in exactly one segment; a status with none has no segment."""
    figure = status_bar((("non_compliant", 3), ("watch", 0), ("compliant", 21)), LIGHT)

    assert [trace.x[0] for trace in figure.data] == [3, 21]


def test_heat_map_draws_every_applicable_cell() -> None:
    """Cells that do not apply stay empty but keep their dash; all others are drawn once."""
    rows = (
        HeatRow("", "Organisation as a whole", ("compliant", "not_applicable")),
        HeatRow("a", "A", ("waived", "watch")),
    )
    figure = heat_map_figure(HeatMap((("p", "Privacy"), ("f", "Fairness")), rows, "x"), LIGHT)

    bars = [trace for trace in figure.data if trace.type == "bar"]
    icons = next(trace for trace in figure.data if trace.type == "scatter")
    assert sum(len(trace.x) for trace in bars) == 3
    assert list(icons.text) == ["✓", "–", "◷", "▲"]


def test_heat_map_stays_legible() -> None:
    """With a thousand use cases the picture holds the organisation and the worst ones only."""
    rows = tuple(HeatRow(str(at), str(at), ("compliant",)) for at in range(1000))

    assert len(HeatMap((("p", "P"),), rows, "x").shown) == SHOWN_ROWS + 1


def test_months_name_every_series_beside_its_last_bar() -> None:
    """There is no legend: the last month's segments carry icon, number and word."""
    counts = tuple(zip(COUNTED, (3, 2, 2, 5, 12), strict=True))
    figure = months_figure([Month(date(2026, 11, 1), date(2026, 11, 23), counts, 24)], LIGHT)

    assert figure.layout.annotations[0].text == "<b>12</b> ✓ Meets charter"
    assert len(figure.layout.annotations) == 5
    assert figure.layout.showlegend is False


def test_overdue_items_are_labelled() -> None:
    """The red part says in words what it is."""
    figure = ages_figure([AgeBucket("0–7 days", 6, 0), AgeBucket("8–30 days", 4, 1)], LIGHT)

    assert "overdue" not in figure.layout.annotations[0].text
    assert "1 overdue" in figure.layout.annotations[1].text


def test_user_text_is_never_markup() -> None:
    """Plotly reads a little HTML; names must not be it."""
    assert shown("<a href='javascript:x'>y</a>", limit=100) == "&lt;a href='javascript:x'&gt;y&lt;/a&gt;"


@pytest.mark.parametrize(
    ("trace", "layout"),
    [
        ({"type": "bar", "colour": "red"}, {}),
        ({"type": "bar", "orientation": "up"}, {}),
        ({"type": "bar"}, {"xaxis": {"tick": 1}}),
    ],
    ids=["property", "value", "layout"],
)
def test_a_wrong_property_fails_in_tests(trace: dict[str, str], layout: dict[str, object]) -> None:
    """Charts from plain dicts are not checked where people wait for them, so every test checks them."""
    with pytest.raises(ValueError, match="nvalid"):
        drawing([trace], LIGHT, height=100, **layout)


def test_a_drawing_overrides_the_house_style_as_deep_as_it_goes() -> None:
    """One key of an axis is replaced, its neighbours stay; Plotly's own template is not sent."""
    layout = drawing([{"type": "bar", "x": [1]}], LIGHT, height=100, xaxis={"showgrid": True}).layout

    assert (layout.xaxis.showgrid, layout.xaxis.fixedrange, layout.yaxis.showgrid) == (True, True, False)
    assert layout.template.to_plotly_json() == {"layout": {}}
