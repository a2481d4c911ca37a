"""A draft of the charter in a real browser: a slider moved, the answer read at both widths, proposed by one person and
published by another.
"""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visitor, point, seeded, served
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HELD = re.compile(r"^Held instead of 2026\.2, the draft 2026\.3 would change")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a copy of the seeded store of its own: a published charter would be another for every other test."""
    live = tmp_path_factory.mktemp("draft")
    shutil.copytree(seeded(tmp_path_factory), live, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        point(patch, live)
        yield from served(live, free_port())


@pytest.fixture
def window(contexts: Callable[[str, str], BrowserContext], own: str) -> Iterator[Callable[[str], Visitor]]:
    """Opens a window of a size."""
    pages: list[Page] = []

    def opened(size: str) -> Visitor:
        visitor = Visitor(contexts(size, "light").new_page(), own)
        visitor.page.on("console", visitor.heard)
        visitor.page.on("request", visitor.asked)
        pages.append(visitor.page)
        return visitor

    yield opened
    for page in pages:
        page.close()


def acting(visitor: Visitor, path: str, title: str) -> Page:
    """A page, as somebody."""
    page = visitor.open(path)
    switch = page.get_by_role("combobox", name="Acting as")
    if switch.input_value() != title:
        switch.click()
        page.get_by_role("option", name=title, exact=True).click()
        visitor.rest()
    return page


def test_a_line_is_moved_answered_proposed_and_published_by_somebody_else(window: Callable[[str], Visitor]) -> None:
    """The officer drags nothing but a key: the text follows, the answer with it; the deputy publishes what was read."""
    desk = window("desk")
    page = acting(desk, "charter", "Chief AI ethics officer")
    page.get_by_role("button", name="Begin a draft from the charter in force").click()
    page.get_by_role("heading", name=HELD).wait_for()
    desk.rest()
    draft = re.search(r"draft=(\w+)", page.url)
    assert draft is not None
    address = f"charter?draft={draft[1]}&line=FAI-02"
    page = acting(desk, address, "Chief AI ethics officer")
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    page.get_by_text("The line of selection rate ratio moves from 0.80–1.25 to 0.95–1.25").wait_for()
    desk.rest()
    assert re.search(r"would change \d+ findings?", page.get_by_role("heading", level=1).inner_text())
    assert (desk.violations(), desk.sideways(), desk.complaints, desk.outside) == ([], False, [], set())
    phone = window("phone")
    phone.open(address)
    assert (phone.violations(), phone.sideways(), phone.complaints) == ([], False, [])
    clause_clicked(desk)
    row_selected(phone)
    handed_over(desk)


WORSE = """plot => {
    const part = plot.data.findIndex(one => one.name === 'worse');
    return [part, plot.data[part].x[0]];
}"""


def clause_clicked(desk: Visitor) -> None:
    """A click on the first bar chooses its clause and way: pickers, address and reasons follow."""
    page = desk.page
    chart = page.locator(".st-key-chart-draft-clauses")
    chart.scroll_into_view_if_needed()
    page.wait_for_selector(".st-key-chart-draft-clauses .barlayer .point")
    desk.rest()
    part, worse = chart.locator(".js-plotly-plot").evaluate(WORSE)
    bar = chart.locator(".barlayer .trace").nth(part).locator(".point").first.bounding_box()
    assert bar is not None
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)  # Plotly looks where the pointer is
    page.locator(".st-key-chart-draft-clauses .hovertext").wait_for()
    page.mouse.down()
    page.mouse.up()
    chosen = "location.search.includes('of_clause=FAI-02') && location.search.includes('of_way=worse')"
    page.wait_for_function(chosen)
    expect(page.get_by_role("combobox", name="Which way")).to_have_value("worse", timeout=60_000)
    assert worse > 0
    expect(page.get_by_text(re.compile("FAI.02: worse"))).to_have_count(min(worse, 12), timeout=60_000)
    desk.rest()
    assert desk.complaints == []


def row_selected(phone: Visitor) -> None:
    """A row of the use cases leads to its page, on a phone as well."""
    page = phone.page
    grid = page.locator(".st-key-draft-use-cases canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 14, box["y"] + 34 * 1.5)
    page.wait_for_function("location.pathname.endsWith('use-case') && location.search.includes('id=')")
    phone.rest()
    assert phone.complaints == []


def handed_over(desk: Visitor) -> None:
    """Proposed by who drafted it, published by the deputy, and assessed."""
    page = desk.page
    page.get_by_role("textbox", name="What is new, in words").fill("A narrower line")
    page.get_by_role("button", name="Propose this draft").click()
    page.get_by_text("Somebody else publishes it on the charter").first.wait_for()
    desk.rest()
    page = acting(desk, "charter", "Deputy AI ethics officer")
    page.get_by_role("textbox", name="Why", exact=True).fill("Agreed")
    page.get_by_role("button", name="Publish charter 2026.3").click()
    page.get_by_text("Published, and everything was assessed again under it").wait_for()
    desk.rest()
    assert page.get_by_text("Charter 2026.3", exact=True).count() == 1
    assert (desk.violations(), desk.complaints) == ([], [])
