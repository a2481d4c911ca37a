"""A public entry from the choice of its words to the approval, clicked on the real pages by two people."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.slow
WORDS = "Write to slots@company.example. A person answers."


def acting(desk: Visitor, title: str) -> None:
    """Choose who acts; the role switch of the local mode."""
    desk.page.get_by_role("combobox", name="Acting as").click()
    desk.page.get_by_role("option", name=title, exact=True).click()
    desk.rest()


def write(desk: Visitor, label: str, words: str) -> None:
    """Fill in a field of a form."""
    desk.page.get_by_label(label, exact=True).fill(words)


def press(desk: Visitor, name: str) -> None:
    """Press a button and wait for the page."""
    desk.page.get_by_role("button", name=name, exact=True).click()
    desk.rest()


def shown(page: Page, text: str) -> None:
    """The page says it."""
    page.get_by_text(text).first.wait_for()


def test_words_are_chosen_asked_for_and_approved_by_somebody_else(desk: Visitor) -> None:
    """The team lead writes and asks, the officer grants, and the register says that it is public as it is now."""
    page = desk.open("reports?section=Public+register&entry=Technician+slots")
    acting(desk, "Team lead Service")
    shown(page, "Nothing is public about it.")
    page.get_by_text("Choose what is public, and write it in plain words").click()
    desk.rest()
    page.get_by_role("button", name="Remove Who made it").click()
    write(desk, "How you complain: your words", WORDS)
    assert desk.violations() == []
    press(desk, "Keep this choice")
    shown(page, "Kept. Nothing is public by it: ask for publication next.")
    write(desk, "Why it is to be published", "People ask who chose their slot.")
    press(desk, "Ask for publication")
    shown(page, "A request to publish it waits for a ruling on the page of the use case.")
    desk.open("use-case?id=technician-slots")
    acting(desk, "Chief AI ethics officer")
    shown(page, WORDS)
    write(desk, "Why", "The words were tried.")
    press(desk, "Grant")
    shown(page, "Granted.")
    desk.open("reports?section=Public+register&entry=Technician+slots")
    shown(page, "and nothing differs.")
    assert desk.complaints == []
