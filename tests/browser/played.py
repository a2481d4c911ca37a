"""A window onto a story's own server, and what is done behind its pages, for the test that tells it."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page

from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import Conflict, NotPermitted
from dashboard.services.approve import DecideUseCase, decide_use_case
from dashboard.services.assess import run_assessment
from dashboard.services.drafts import BeginDraft, SaveAnswers, begin_draft, save_answers
from dashboard.services.ledger import make_checkpoint
from dashboard.services.sources import checkpoints_of, open_database, read_intake, read_promises
from dashboard.services.stored_facts import DecisionStore
from dashboard.settings import load_settings
from tests.browser.conftest import Visitor
from tests.registrations import ASSISTANT

LEAD = Actor("lead", Role.TEAM_LEAD)
PEOPLE = (
    User("officer", "The officer", Role.OFFICER), User("deputy", "The deputy", Role.DEPUTY),
    User("lead", "The lead", Role.TEAM_LEAD), User("auditor", "The auditor", Role.AUDITOR),
)  # fmt: skip
PAGE = "use-case?id=refund-chat-assistant"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@dataclass
class Played:
    """A window onto the story's own server."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        """The window."""
        return self.visitor.page

    def come(self, title: str, path: str = PAGE) -> Page:
        """Open a page as somebody."""
        self.visitor.open(path)
        switch = self.page.get_by_role("combobox", name="Acting as")
        if switch.input_value() != title:
            switch.click()
            self.page.get_by_role("option", name=title).click()
            self.visitor.rest()
        return self.page

    def click(self, button: str) -> None:
        """Press a button and wait until the page rests."""
        self.page.get_by_role("button", name=button, exact=True).click()
        self.visitor.rest()

    def unfold(self, title: str) -> None:
        """Open what is folded."""
        self.page.get_by_text(title, exact=True).click()
        self.visitor.rest()

    def choose(self, box: str, option: str) -> None:
        """Choose in a box."""
        field = self.page.get_by_role("combobox", name=box, exact=True)
        field.fill(option)
        field.press("ArrowDown")
        self.page.get_by_role("option", name=option, exact=True).click()

    def why(self, words: str, *, field: str = "Why") -> None:
        """Say why, in the last field of that name."""
        self.page.get_by_role("textbox", name=field, exact=True).last.fill(words)
        self.page.keyboard.press("Tab")

    def pick(self, field: str, day: date) -> None:
        """Type a day into a date field."""
        self.page.get_by_role("spinbutton", name=f"day, {field}", exact=True).click()
        self.page.keyboard.type(f"{day:%d%m%Y}")
        self.page.keyboard.press("Tab")

    def sees(self, text: str) -> None:
        """The page says this."""
        self.page.get_by_text(re.compile(text)).locator("visible=true").first.wait_for()


def draft() -> str:
    """The lead's answers, typed in before."""
    settings = load_settings()
    store, (charter, _) = open_database(settings), read_promises(settings)
    made = begin_draft(store, BeginDraft(), LEAD)
    save_answers(store, read_intake(settings), charter, SaveAnswers(made, 1, ASSISTANT), LEAD)
    store.close()
    return made


def assess() -> None:
    """What the server does within half a minute, now."""
    settings = load_settings()
    store, (charter, _) = open_database(settings), read_promises(settings)
    folder = DecisionStore(settings.decision_store)
    with suppress(Conflict):  # the server itself has assessed what is newer still
        run_assessment(store, charter, as_of=date.today(), actor=SYSTEM, store=folder)  # noqa: DTZ011
    make_checkpoint(store, checkpoints_of(settings))
    store.close()


def refused_approval() -> str:
    """The lead tries past the screen; the sentence that refuses it."""
    settings = load_settings()
    store, (charter, _) = open_database(settings), read_promises(settings)
    found = use_case_record(store, "refund-chat-assistant")
    assert found is not None
    today = date.today()  # noqa: DTZ011
    with pytest.raises(NotPermitted) as refused:
        decide_use_case(
            store, charter, DecideUseCase("refund-chat-assistant", found[1], "approved", "mine", today), LEAD
        )
    store.close()
    return str(refused.value)


def findings_on(day: date) -> dict[str, tuple[str, str | None]]:
    """Clause to status and reason, as the command line sees a day."""
    command = [sys.executable, "-m", "dashboard", "check", "--format", "json", "--as-of", day.isoformat()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {one["clause"]: (one["status"], one["reason_code"]) for one in json.loads(done.stdout)["findings"]}
