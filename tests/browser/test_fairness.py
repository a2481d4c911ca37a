"""Fairness in a real browser: a click in a chart opens what it shows, and the address brings the view back."""

import pytest

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
    box = page.locator(PLOTS).first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + 26 + 46 * 1.6)
    page.wait_for_function(f"!location.search.includes('use_case={before}') && location.search.includes('use_case=')")
    desk.rest()

    assert chosen(desk, "Use case") != before
    assert desk.complaints == []
    assert desk.violations() == []


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
