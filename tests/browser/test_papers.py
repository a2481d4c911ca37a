"""A document as HTML, opened from the disk in a real browser: whole at both widths, on paper, and silent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.reports.paper_html import to_html
from tests.browser.conftest import WIDTHS, profile
from tests.reports.test_paper_html import EVIL
from tests.reports.test_paper_pdf import paper

Opened = tuple[Page, list[str], list[str]]


@pytest.fixture(params=list(WIDTHS))
def opened(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The page, what it asked for, and what its console said."""
    file = tmp_path / "pack.html"
    file.write_bytes(to_html(paper(EVIL, "W" * 300)))
    context, asked, said = profile(browser, request.param), [], []
    page = context.new_page()
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("dialog", lambda one: (said.append("an alert"), one.dismiss()))
    page.goto(file.as_uri())
    page.wait_for_selector(".main-svg")
    yield page, asked, said
    context.close()


def test_it_is_whole_and_silent(opened: Opened) -> None:
    """Charts are drawn, nothing typed runs, nothing is asked of anybody, no violation, no sideways scrolling."""
    page, asked, said = opened
    violations = [one["id"] for one in Axe().run(page).response["violations"]]

    assert violations == []
    assert said == []
    assert [one.split(":")[0] for one in asked] == ["file"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("img").count() == 0
