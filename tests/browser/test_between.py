"""From a change between two days to the entry of the ledger that it rests on, in a real browser."""

import re

import pytest

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_change_leads_to_its_entry(desk: Visitor) -> None:
    """A selected row says why and offers its entries; the link lands on the ledger at that very entry."""
    page = desk.open("between?show=Every+finding")
    box = page.locator('[data-testid="stDataFrame"]').last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 52)  # the canvas lies under the layer that scrolls
    link = page.get_by_role("link", name=re.compile(r"Entry \d")).last
    link.wait_for()
    number = link.inner_text().removeprefix("Entry ").replace(",", "")
    link.click()
    page.wait_for_url(re.compile(rf"/reports\?.*about={number}\b"))
    page.get_by_text(re.compile(r"^[1-9] of [\d,]+ entries$")).wait_for()  # ids may have that number too
    desk.rest()

    assert page.get_by_label("Id or entry number").input_value() == number
    assert page.locator("h1").count() == 1
    assert desk.complaints == []
