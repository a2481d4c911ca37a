"""Fairness in a real browser: a click in a chart opens what it shows, and the address brings the view back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLOTS = '[data-testid="stPlotlyChart"]'


def chosen(visitor: Visitor, name: str) -> str:
    """What a picker shows."""
    return visitor.page.get_by_role("combobox", name=name).input_value()


def test_a_row_of_the_portfolio_opens_its_use_case(desk: Visitor) -> None:
    """A click anywhere in the second row turns use case, attribute and group to what the row says."""
    page = desk.open("fairness")
    before = chosen(desk, "Use case")
    plot = page.locator(PLOTS).first
    plot.locator(".nsewdrag").first.wait_for(state="attached")  # it is drawn, and hears clicks
    box = plot.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + 26 + 46 * 1.6)
    page.wait_for_function(f"!location.search.includes('use_case={before}') && location.search.includes('use_case=')")
    desk.rest()

    expect(page.get_by_role("combobox", name="Use case")).not_to_have_value(before)
    assert desk.complaints == []
    assert desk.violations() == []


HEAT = ".st-key-chart-month-heat"
NEWEST = """plot => {
    const cells = plot.data.flatMap(trace => trace.y.map((y, at) => [y, trace.base[at], trace.customdata[at]]));
    const row = cells.filter(([y]) => y === Math.max(...cells.map(([one]) => one)));
    return row.sort((one, two) => two[1] - one[1])[0][2];
}"""


def test_a_cell_of_the_heat_map_opens_its_attribute_and_group(desk: Visitor) -> None:
    """A click in the last row's newest month turns attribute and group to that cell's: pickers, headings, address."""
    page = desk.open("fairness?use_case=retention-offers&attribute=age_band")
    page.locator(HEAT).scroll_into_view_if_needed()
    page.wait_for_selector(f"{HEAT} .barlayer .point")
    attribute, group = page.locator(f"{HEAT} .js-plotly-plot").evaluate(NEWEST)
    cells = [box for one in page.locator(f"{HEAT} .barlayer .point").all() if (box := one.bounding_box())]
    cell = max(cells, key=lambda box: (round(box["y"]), box["x"]))
    page.mouse.click(cell["x"] + cell["width"] / 2, cell["y"] + cell["height"] / 2)
    page.wait_for_function("!location.search.includes('attribute=age_band&')")
    desk.rest()

    assert attribute != "age_band"
    expect(page.get_by_role("combobox", name="Attribute")).to_have_value(attribute.replace("_", " "))
    expect(page.get_by_role("combobox", name="Group")).to_have_value(group)
    expect(page.get_by_text(f"Shown above now: {attribute.replace('_', ' ')} {group}")).to_be_visible()
    expect(page.get_by_role("heading", name=f"Groups by {attribute.replace('_', ' ')}")).to_be_visible()
    assert desk.complaints == []


def test_another_attribute_turns_the_group_with_it(desk: Visitor) -> None:
    """Group shows one of the attribute that is chosen: the one in the address, of which the page speaks."""
    page = desk.open("fairness?use_case=retention-offers&attribute=age_band&group=65%2B")
    page.get_by_role("combobox", name="Attribute").click()
    page.get_by_role("option", name="language", exact=True).click()
    page.wait_for_function("location.search.includes('attribute=language') && !location.search.includes('group=65')")
    desk.rest()
    group = re.search(r"group=(\w+)", page.url)

    assert group is not None
    expect(page.get_by_role("combobox", name="Group")).to_have_value(group[1])


def test_the_address_brings_the_view_back(desk: Visitor) -> None:
    """The address under *The same again*, opened in the browser, shows the same picture and says the same address."""
    page = desk.open("fairness?use_case=retention-offers&attribute=sex&looks=true&window=12+months")
    link = page.locator('[data-testid="stCode"]').first.inner_text().strip()
    headings = page.locator("h2").all_inner_texts()
    page.goto(link)
    page.wait_for_selector("h1")
    desk.rest()

    assert "attribute=sex" in link
    assert page.locator("h2").all_inner_texts() == headings
    assert page.locator('[data-testid="stCode"]').first.inner_text().strip() == link


def test_the_looks_of_every_week_can_be_switched_on(visitor: Visitor) -> None:
    """With the thin band on, the page still has no violation, no complaint and no sideways scroll, at both widths."""
    visitor.open("fairness?use_case=retention-offers&attribute=age_band&looks=true")

    assert visitor.complaints == []
    assert visitor.violations() == []
    assert not visitor.sideways()
