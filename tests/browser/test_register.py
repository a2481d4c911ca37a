"""The public register in a real browser, opened from the disk: whole at both widths, on paper, and silent."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.adapters.site_folder import write_site
from dashboard.domain.public_entry import Entry
from dashboard.domain.public_lines import said
from dashboard.reports.register_site import site
from tests.browser.conftest import WIDTHS, profile
from tests.reports.test_register_site import ALL, BOT, HOSTILE, published

Opened = tuple[Page, Path, list[str], list[str]]
EVIL = replace(BOT, use_case="evil", lines=dict.fromkeys(BOT.lines, (*HOSTILE[:4], "W" * 300)))

MIXED = Entry.of(
    "mixed",
    "nl",
    {
        "name": ("Bot",),
        "opt_out": (said("way_out", channel="web", how=HOSTILE[0]),),
        "not_tested": (said("not_collected", attributes=["shoe_size", "sex"]),),
    },
    {},
)


@pytest.fixture(params=list(WIDTHS))
def opened(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """A page, the folder of the site, what was asked for, and what the console said."""
    write_site(tmp_path / "site", site(published(BOT, EVIL, MIXED), ALL))
    context, asked, said = profile(browser, request.param), [], []
    page = context.new_page()
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    page.on("dialog", lambda one: (said.append("an alert"), one.dismiss()))
    yield page, tmp_path / "site", asked, said
    context.close()


def test_every_page_is_whole_and_silent(opened: Opened) -> None:
    """No violation, nothing runs, nothing is asked of anybody, no sideways scrolling, hostile words or not."""
    page, folder, asked, said = opened
    for path in ("index.html", "de/index.html", "nl/uses/bot.html", "fr/uses/evil.html", "fr/uses/mixed.html"):
        page.goto((folder / path).as_uri())
        assert [one["id"] for one in Axe().run(page).response["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert said == []
    assert {one.split(":")[0] for one in asked} == {"file"}


def test_a_keyboard_finds_the_entry_and_the_way_back(opened: Opened) -> None:
    """Skip link, languages and entries are reached by tab; the page's language follows the link."""
    page, folder, _, _ = opened
    page.goto((folder / "en" / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/de/index.html")
    page.get_by_role("link", name="Refund bot").click()
    page.wait_for_url("**/de/uses/bot.html")
    assert page.evaluate("document.documentElement.lang") == "de"
    page.get_by_role("link", name="Alle Einträge").click()
    page.wait_for_url("**/de/index.html")


def test_on_paper_navigation_is_gone_and_text_is_there(opened: Opened) -> None:
    """Print shows the entry without its links to elsewhere."""
    page, folder, _, _ = opened
    page.goto((folder / "en" / "uses" / "bot.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.get_by_text("write stop").is_visible()
