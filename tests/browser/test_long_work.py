"""Long work in a real browser: seen while it goes on, cancelled, left, and ended when the browser is gone.

The work is a model that never ends by itself, so no test here depends on how fast anything is.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from tests.browser.conftest import PATIENCE, Visitor, point, profile, served
from tests.exported import attached_endless, decided_by_model, workers
from tests.ports import free_port

pytest.importorskip("onnxruntime")
pytestmark = [pytest.mark.browser, pytest.mark.slow]
START, UNDER_WAY = "Draw its curve", "0 of 4,000 answers of the model"


@dataclass(frozen=True)
class Endless:
    """A server whose model of version 1 never ends."""

    base: str
    live: Path
    database: Database

    def workers(self, wanted: int) -> int:
        """How many processes ask the model, once they are as many as wanted or patience is over."""
        end = time.monotonic() + PATIENCE
        while len(found := workers(self.live)) != wanted and time.monotonic() < end:
            time.sleep(0.1)
        return len(found)

    def looks(self) -> int:
        """How many looks the ledger has."""
        return len(events_of(self.database, "single_decisions", "churn"))


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endless]:
    """A small store with a log that a model decided, and a server on it."""
    live = tmp_path_factory.mktemp("endless")
    with pytest.MonkeyPatch.context() as patch:
        point(patch, live)
        patch.setenv("DASHBOARD_READ_FROM", str(live))
        database, store = migrate(load_settings()), DecisionStore(load_settings().decision_store)
        decided_by_model(database, store, live)
        attached_endless(database, store)
        for base in served(live, free_port()):
            yield Endless(base, live, database)
        database.close()


@pytest.fixture
def window(browser: Browser, endless: Endless) -> Iterator[Callable[[str], Visitor]]:
    """Opens the page of single decisions as the lead of the team."""
    opened: list[Visitor] = []

    def open_window(size: str) -> Visitor:
        visitor = Visitor(profile(browser, size).new_page(), endless.base)
        visitor.page.on("console", visitor.heard)
        opened.append(visitor)
        page = visitor.open("single-decisions")
        if size == "phone":
            page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("combobox", name="Acting as").click()
        page.get_by_role("option", name="Lead", exact=True).click()
        visitor.rest()
        if size == "phone":
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        page.get_by_role("heading", name="Would the model say otherwise?").wait_for()
        visitor.rest()
        return visitor

    yield open_window
    for visitor in opened:
        visitor.page.context.close()


def begun(page: Page, numbers: str = UNDER_WAY) -> None:
    """Start it and wait for its numbers."""
    page.get_by_role("button", name=START).click()
    expect(page.get_by_text(numbers)).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_work_is_cancelled_and_can_begin_again(endless: Endless, window: Callable[[str], Visitor], size: str) -> None:
    """Numbers, one process, a sentence after the click, no process and no entry; the same once more."""
    visitor = window(size)
    page, before = visitor.page, endless.looks()
    for _ in range(2):
        begun(page)
        assert endless.workers(1) == 1
        assert not visitor.sideways()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("Stopped, because it was cancelled. Nothing was saved or recorded.")).to_be_visible()
        assert endless.workers(0) == 0
        expect(page.get_by_text(UNDER_WAY)).to_have_count(0)
    assert endless.looks() == before
    assert not visitor.violations()
    assert not visitor.complaints


def test_two_clicks_are_one_work(endless: Endless, window: Callable[[str], Visitor]) -> None:
    """A double click starts one process; another question in its place ends it and starts its own."""
    page = window("desk").page
    page.get_by_role("button", name=START).dblclick()
    expect(page.get_by_text(UNDER_WAY)).to_be_visible()
    assert len(workers(endless.live)) == 1
    page.get_by_role("textbox", name="And of this decision (its id)").fill("d3")
    page.get_by_role("textbox", name="And of this decision (its id)").press("Enter")
    assert endless.workers(0) == 0
    begun(page, "0 of 4,020 answers of the model")
    assert endless.workers(1) == 1
    page.get_by_role("button", name="Cancel").click()
    assert endless.workers(0) == 0


def test_work_ends_with_its_page_and_with_its_browser(endless: Endless, window: Callable[[str], Visitor]) -> None:
    """Another page ends it, which is said on return; so does a closed window, and no entry is written either way."""
    before, page = endless.looks(), window("desk").page
    begun(page)
    page.get_by_role("link", name="Use cases").click()
    assert endless.workers(0) == 0
    page.go_back()
    expect(page.get_by_text("Stopped, because its page was left.")).to_be_visible()
    begun(page)
    assert endless.workers(1) == 1
    page.close()
    assert endless.workers(0) == 0
    assert endless.looks() == before
