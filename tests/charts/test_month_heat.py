"""The heat map attribute × month: colour and icon by status, and whom a click opens."""

from datetime import date

from dashboard.charts.month_heat import month_heat_figure
from dashboard.charts.palette import LIGHT
from dashboard.services.screens.month_heat import MonthCell, MonthHeat

HEAT = MonthHeat(
    "Month by month", ("sex", "sex × <b>age"), (date(2026, 10, 1), date(2026, 11, 1)),
    (
        (MonthCell("compliant", "F", "F 0.98 (0.95 to 1.01), n 400"), MonthCell("non_compliant", "F", "F 0.61")),
        (MonthCell("not_assessed", "F × 65+", "F × 65+: withheld"), MonthCell("not_applicable", "", "no decisions")),
    ),
)  # fmt: skip


def test_a_cell_is_fill_and_icon() -> None:
    """Each status is one trace with its icon in every cell; a month without decisions stays empty."""
    drawn = month_heat_figure(HEAT, LIGHT)

    icons = {trace.name: list(trace.text) for trace in drawn.data}
    assert icons == {"Charter breach": ["✕"], "Meets charter": ["✓"], "Not assessed": ["?"]}
    assert drawn.layout.barmode == "overlay"


def test_a_click_knows_attribute_and_group() -> None:
    """What a picker would be turned to stands in the cell."""
    drawn = month_heat_figure(HEAT, LIGHT)

    assert [list(one) for one in drawn.data[0].customdata] == [["sex", "F"]]
    assert "0.61" in drawn.data[0].hovertext[0]


def test_names_are_text() -> None:
    """An attribute's name cannot become markup."""
    drawn = month_heat_figure(HEAT, LIGHT)

    assert any("&lt;b&gt;" in note.text for note in drawn.layout.annotations)
