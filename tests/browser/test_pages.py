"""Every page in a real browser: at both widths, light and dark, with nothing loaded from elsewhere."""

import csv
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.adapters.repository import load_registry
from dashboard.services.sources import open_database
from dashboard.settings import load_settings
from tests.browser.conftest import INVENTORIED, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = {
    "today": "",
    "my-work": "my-work",
    "new-use-case": "new-use-case",
    "onboarding": "onboarding",
    "use-cases": "use-cases",
    "use-case": "use-case?id=complaint-triage",
    "organisation": "use-case?id=organisation",
    "fairness": "fairness",
    "customers": "customers",
    "customers-waiting": "customers?section=Waiting",
    "customers-choices": "customers?section=Choices+and+notices",
    "customers-contested": "customers?section=Contested+decisions",
    "customers-say": "customers?section=What+customers+say",
    "cases": "cases",
    "case": "cases?case=incident-13001",
    "review-items": "review-items",
    "review-item": "review-items?item=1",
    "charter": "charter",
    "staff": "staff",
    "reports": "reports",
    "reports-ledger": "reports?section=Ledger",
    "people": "people",
    "being-told": "being-told",
    "single-decisions": "single-decisions",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_is_whole(visitor: Visitor, path: str) -> None:
    """One heading, no error, no sideways scrolling, no request to another machine, no axe violation: wide, on a
    phone, and in the dark theme.
    """
    page = visitor.open(path)

    assert page.locator("h1").count() == 1
    assert page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]').count() == 0
    assert not visitor.sideways()
    assert visitor.outside == set()
    assert visitor.complaints == []
    assert visitor.violations() == []


def test_a_row_opens_its_page(desk: Visitor) -> None:
    """Selecting a row of Use cases leads to the page of that use case, by a link that can be shared."""
    page = desk.open("use-cases?q=complaint+triage")
    table = page.locator('[data-testid="stDataFrame"]').first
    table.locator('[role="gridcell"]').first.wait_for(state="attached")  # its rows are drawn
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 52)  # the canvas lies under the layer that scrolls
    page.wait_for_url("**/use-case?id=complaint-triage")

    assert "Complaint triage" in page.locator("h1").inner_text()


def held() -> int:
    """How many use cases the store holds now: tests that ran before in this process may have registered some."""
    database = open_database(load_settings())
    found = len(load_registry(database).use_cases)
    database.close()
    return found


def test_filters_stand_in_the_address(desk: Visitor) -> None:
    """What is chosen is in the URL, and the URL alone brings it back."""
    page = desk.open("use-cases")
    page.get_by_label("Search", exact=True).fill("triage")
    page.keyboard.press("Enter")
    desk.rest()
    assert "q=triage" in page.url

    page.reload()
    page.wait_for_selector("h1")
    desk.rest()
    expect(page.get_by_text(f"1 of {held():,} use cases")).to_have_count(1)


def test_thousands_of_rows_do_not_slow_the_table(desk: Visitor) -> None:
    """With the inventoried ones shown the table holds them all and the page stands."""
    page = desk.open("use-cases?inventoried=true")

    expect(page.get_by_text(f"{held():,} of {held():,} use cases")).to_have_count(1)
    expect(page.locator('[data-testid="stDataFrame"]')).to_have_count(1)
    assert held() >= INVENTORIED


def test_download_is_the_table(desk: Visitor, tmp_path: Path) -> None:
    """The CSV holds the filtered rows."""
    page = desk.open("use-cases?q=triage")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download CSV").click()
    started.value.save_as(tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))

    assert sorted(row["Use case"] for row in rows) == ["Complaint triage"]


def test_the_numbers_of_a_chart_can_be_opened(desk: Visitor) -> None:
    """Below each chart the same numbers open as a table with a download."""
    page = desk.open("")
    page.get_by_text("The same as a table").first.click()
    desk.rest()

    expect(page.locator('[data-testid="stDataFrame"]')).to_have_count(1)
    assert desk.violations() == []


def test_acting_as_somebody_else_changes_what_waits(desk: Visitor) -> None:
    """The role switch is visible and decides whose items are listed."""
    page = desk.open("")
    before = page.get_by_role("heading", name="Waiting for you").inner_text()
    page.get_by_role("combobox", name="Acting as").click()
    page.get_by_role("option", name="Team lead Retention").click()
    expect(page.get_by_role("heading", name="Waiting for you")).not_to_have_text(before)


def test_the_history_is_verified_and_carried_away(desk: Visitor, tmp_path: Path) -> None:
    """An auditor verifies on the page, and downloads a zip that holds its own verifier."""
    page = desk.open("reports?section=Ledger")
    page.get_by_role("button", name="Verify now").click()
    page.get_by_text("entries whole").wait_for()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the ledger").click()
    started.value.save_as(tmp_path / "ledger.zip")

    assert "ledger/verify_ledger.py" in zipfile.ZipFile(tmp_path / "ledger.zip").namelist()
    assert desk.violations() == []
