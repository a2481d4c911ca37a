"""The whole story in a real browser, on SQLite and PostgreSQL: from a registration to a ledger verified elsewhere."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.domain.actors import SYSTEM
from dashboard.services.people import AddUsers, add_users
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from tests.browser.conftest import Visitor, point, profile, served
from tests.browser.played import PDF, PEOPLE, Played, assess, draft, findings_on, refused_approval
from tests.databases import BOTH
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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
