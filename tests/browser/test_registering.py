"""A team lead registers in a real browser: answers survive a reload, and a double click registers once."""

import csv
import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.domain.actors import Actor, Role
from dashboard.domain.triage import Answer
from dashboard.services.drafts import BeginDraft, SaveAnswers, begin_draft, save_answers
from dashboard.services.sources import open_database, read_intake, read_promises
from dashboard.settings import load_settings
from tests.browser.conftest import Visitor
from tests.registrations import ASSISTANT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LEAD = Actor("service-lead", Role.TEAM_LEAD)


def act_as(visitor: Visitor, title: str) -> None:
    """Switch the role."""
    visitor.page.get_by_role("combobox", name="Acting as").click()
    visitor.page.get_by_role("option", name=title).click()
    visitor.rest()


def name_field(page: Page) -> Locator:
    """Where its name is typed."""
    return page.get_by_role("textbox", name=re.compile("What do people call it"))


def a_draft() -> str:
    """A whole draft of the lead, but for its entry in the record of processing."""
    settings = load_settings()
    database, (charter, _) = open_database(settings), read_promises(settings)
    draft = begin_draft(database, BeginDraft(), LEAD)
    answers = {**ASSISTANT, "title": "Night refund assistant"}
    save_answers(database, read_intake(settings), charter, SaveAnswers(draft, 1, answers), LEAD)
    database.close()
    return draft


def test_answers_survive_a_reload(desk: Visitor) -> None:
    """What was typed is there after F5, and the tier follows from the next answer."""
    page = desk.open("new-use-case")
    act_as(desk, "Team lead Service")
    page.get_by_role("button", name="Begin a new registration").click()
    desk.rest()
    name_field(page).fill("Meter photo reader")
    page.keyboard.press("Tab")
    desk.rest()
    page.reload()
    page.wait_for_selector("h1")
    desk.rest()
    act_as(desk, "Team lead Service")

    expect(page.locator("h1")).to_have_text("Meter photo reader")
    expect(name_field(page)).to_have_value("Meter photo reader")
    page.get_by_role("button", name=re.compile("^Next: How it works")).click()
    desk.rest()
    page.get_by_role("radiogroup", name=re.compile("How does it come")).get_by_text("Unsure").click()
    desk.rest()
    expect(page.get_by_text("Needs review tier")).to_have_count(1)
    assert desk.violations() == []
    assert desk.complaints == []


def test_a_double_click_registers_once(desk: Visitor) -> None:
    """Two clicks on Register are one use case, and its page opens from there."""
    draft = a_draft()
    page = desk.open("new-use-case")
    act_as(desk, "Team lead Service")
    page.get_by_role("link", name="Night refund assistant").click()
    page.wait_for_url(f"**draft={draft}")
    desk.rest()
    page.get_by_role("radiogroup", name="Step").get_by_text("Check and register").click()
    desk.rest()
    page.get_by_role("button", name="Register use case").dblclick()
    page.get_by_role("heading", name="Night refund assistant is registered").wait_for()
    desk.rest()
    page.get_by_role("link", name="Open its page").click()
    page.wait_for_url("**/use-case?id=night-refund-assistant")
    desk.open("use-cases?q=night+refund")

    expect(page.get_by_text(re.compile(r"^[01] of 1,2\d\d use cases"))).to_have_count(1)
    assert desk.violations() == []


def as_csv(rows: list[dict[str, Answer]]) -> bytes:
    """A table with these rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: ";".join(one) if isinstance(one, tuple) else one for name, one in row.items()})
    return text.getvalue().encode()


def test_a_table_is_looked_at_before_it_is_registered(desk: Visitor) -> None:
    """The page lists what is wrong, and registers the good row only once that is chosen."""
    page = desk.open("new-use-case")
    act_as(desk, "Team lead Service")
    page.get_by_text("Register many from a table").click()
    desk.rest()
    rows = [{**ASSISTANT, "title": "Invoice explainer"}, {**ASSISTANT, "title": "B", "emotion": "angry"}]
    page.locator('input[type="file"]').set_input_files(
        {"name": "t.csv", "mimeType": "text/csv", "buffer": as_csv(rows)}
    )
    page.get_by_text("1 row can be registered").wait_for()
    desk.rest()
    ours = [one for one in desk.violations() if "stFileUploaderDropzone" not in one]  # Streamlit's own element
    assert ours == []
    assert page.get_by_role("button", name=re.compile("^Register all")).count() == 0
    page.get_by_role("button", name="Register only the good rows (1)").click()
    page.get_by_text("1 use case registered").wait_for()
    desk.open("use-case?id=invoice-explainer")

    expect(page.locator("h1")).to_contain_text("Invoice explainer")
    assert desk.complaints == []
