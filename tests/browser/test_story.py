"""The whole story in a real browser, on SQLite and PostgreSQL: from a registration to a ledger verified elsewhere."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import Conflict, NotPermitted
from dashboard.services.approve import DecideUseCase, decide_use_case
from dashboard.services.assess import run_assessment
from dashboard.services.drafts import BeginDraft, SaveAnswers, begin_draft, save_answers
from dashboard.services.ledger import make_checkpoint
from dashboard.services.people import AddUsers, add_users
from dashboard.services.sources import checkpoints_of, open_database, read_intake, read_promises
from dashboard.services.start import migrate
from dashboard.services.stored_facts import DecisionStore
from dashboard.settings import load_settings
from tests.browser.conftest import Visitor, point, profile, served
from tests.databases import BOTH
from tests.ports import free_port
from tests.registrations import ASSISTANT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
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


@pytest.fixture(params=BOTH)
def story(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Played]:
    """A server on an empty store with four people, and a window of it."""
    with pytest.MonkeyPatch.context() as patch:
        point(patch, tmp_path)
        if request.param == "postgres":
            patch.setenv("DATABASE_URL", request.getfixturevalue("postgres_url"))
        store = migrate(load_settings())
        add_users(store, AddUsers(PEOPLE), SYSTEM)
        store.close()
        for base in served(tmp_path, free_port()):
            context = profile(browser)
            visitor = Visitor(context.new_page(), base)
            visitor.page.on("console", visitor.heard)
            yield Played(visitor)
            context.close()


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


def register_with_a_document(story: Played) -> None:
    """The lead registers, is told what is missing, files a document and submits."""
    story.come("The lead", f"new-use-case?draft={draft()}")
    story.page.get_by_role("radiogroup", name="Step").get_by_text("Check and register").click()
    story.visitor.rest()
    story.sees("documents? to bring")
    story.click("Register use case")
    story.sees("is registered")
    assess()
    story.come("The lead")
    story.unfold("File a document")
    story.page.locator("input[type=file]").first.set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    story.pick("Holds from", date.today())  # noqa: DTZ011
    for field in story.page.get_by_role("textbox", name=re.compile("^It states")).all():
        field.fill("yes")
    story.click("File document")
    story.sees("Filed\\. It counts once")
    story.click("Submit for approval")
    story.sees("Waits for a decision since")
    assert story.page.get_by_role("button", name="Record decision").count() == 0


def decide(story: Played, outcome: str, words: str, condition: str = "") -> None:
    """The officer decides."""
    story.come("The officer")
    story.choose("Decision", outcome)
    story.page.get_by_role("textbox", name="Why", exact=True).first.fill(words)
    if condition:
        story.unfold("Conditions, for an approval with conditions: 4 at most")
        story.page.get_by_role("textbox", name="Condition 1").fill(condition)
        story.page.keyboard.press("Tab")
    story.click("Record decision")
    story.sees(f"{outcome} on")


def change_materially(story: Played) -> None:
    """The lead answers the intake again: it now goes to another country as well."""
    story.come("The lead")
    story.unfold("Answer the intake questions again")
    story.page.get_by_role("button", name="United Kingdom", exact=True).click()
    story.visitor.rest()
    story.why("It goes to the UK as well", field="What changed")
    story.visitor.rest()
    story.click("Record the triage")
    story.sees("Changed since it was approved")


def waive(story: Played) -> str:
    """The lead asks for a waiver until tomorrow, the officer grants it; returns the clause."""
    story.come("The lead")
    story.unfold("Ask for a waiver")
    box = story.page.get_by_role("combobox", name="Clause", exact=True)
    clause = str(box.input_value()).split(" ", 1)[0]
    until = date.today() + timedelta(days=1)  # noqa: DTZ011
    label = str(story.page.get_by_role("group", name=re.compile("Last day")).get_attribute("aria-label"))
    story.pick(label, until)
    story.why("The vendor repairs it", field="Why the clause may be missed until then")
    story.why("A person looks at each case", field="What protects people meanwhile")
    story.click("Ask for the waiver")
    story.sees("You may not rule on it, because you")
    story.come("The officer")
    story.sees(f"A waiver of {clause}")
    card = story.page.get_by_test_id("stForm").filter(has=story.page.get_by_role("button", name="Grant"))
    card.last.get_by_role("textbox", name="Why").fill("Short and watched")
    card.last.get_by_role("button", name="Grant").click()
    story.visitor.rest()
    story.sees("Granted")
    return clause


def verify_elsewhere(story: Played, folder: Path) -> None:
    """The auditor carries the ledger away and verifies it with nothing of ours but the verifier."""
    assess()
    story.come("The auditor", "reports?section=Ledger")
    story.click("Verify now")
    story.sees("entries whole")
    with story.page.expect_download() as started:
        story.page.get_by_role("button", name="Download the ledger").click()
    started.value.save_as(folder / "ledger.zip")
    zipfile.ZipFile(folder / "ledger.zip").extractall(folder / "away")
    away = folder / "away" / "ledger"
    done = subprocess.run([sys.executable, "-I", "verify_ledger.py", "."], cwd=away, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_story(story: Played, tmp_path: Path) -> None:
    """Told what is missing, refused, sent back, approved on a condition, changed, waived, lapsed, verified offline."""
    register_with_a_document(story)
    assert "A team lead may not decide" in refused_approval()

    decide(story, "Changes requested", "Say more about the benefit")
    story.come("The lead")
    story.click("Submit for approval")
    decide(story, "Approved with conditions", "Useful and small", "Test the stop switch")
    story.come("The lead", "")
    story.sees("Test the stop switch")

    change_materially(story)
    assess()
    story.come("The lead", "")
    story.sees("The approval is out of date")

    clause, today = waive(story), date.today()  # noqa: DTZ011
    assert findings_on(today)[clause] == ("watch", "waived")
    assert findings_on(today + timedelta(days=2))[clause][0] == "non_compliant"

    verify_elsewhere(story, tmp_path)
    assert story.visitor.complaints == []
