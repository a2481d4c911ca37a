"""On the page of a use case: a document is filed, accepted by somebody else, and downloaded unchanged."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.registry import Evidence
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from tests.adapters.test_evidence_files import LOCKED_PDF, PDF
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, click, labels, text_of

PEOPLE = (
    User("lead-bots", "Team lead, Bots", Role.TEAM_LEAD), User("the-officer", "Officer for bots", Role.OFFICER),
    User("an-auditor", "Auditor", Role.AUDITOR),
)  # fmt: skip
ASKING = "SELECT use_case_id FROM findings WHERE clause = 'FAI-01' AND status <> 'not_applicable' ORDER BY 1 LIMIT 1"


@pytest.fixture
def asked(store: Database) -> str:
    """A use case of which clause FAI-01 asks a fairness report, with people beside."""
    add_users(store, AddUsers(PEOPLE), SYSTEM)
    return str(store.frame(text(ASKING)).iloc[0, 0])


def form(app: Any, use_case: str) -> Any:
    """The page with the form unfolded and the fairness report chosen."""
    app.session_state[f"open-document-{use_case}"] = True
    app = app.run()
    return app.selectbox(key="document-type-0").set_value("fairness_report").run()


def fill(app: Any, data: bytes = PDF) -> Any:
    """A file, its day and two statements, sent."""
    app.file_uploader(key="document-file-0").set_value(("report.pdf", data, "application/pdf"))
    app.date_input(key="document-effective-0").set_value(date(2026, 11, 1))
    app.text_input(key="document-states-tool-0").set_value("Fairlearn 0.13")
    return click(app, "File document")


def papers(store: Database, use_case: str) -> list[Evidence]:
    """The fairness reports with a file."""
    found = use_case_record(store, use_case)
    assert found is not None
    return [one for one in found[0].evidence if one.size]


def test_a_document_is_filed_accepted_and_downloaded(store: Database, asked: str, opened: Opened, live: Path) -> None:
    """The form says what a good one states; the officer sees its facts, accepts it, and gets the same bytes."""
    app = form(as_person(opened("use_case", id=asked), "lead-bots"), asked)
    assert "A good one states: tool" in text_of(app)
    app = fill(app)
    assert not app.exception
    assert "It counts once somebody who is not involved accepts it" in text_of(app)
    (filed,) = papers(store, asked)
    assert (filed.uploaded_by, filed.accepted_by, filed.states) == ("lead-bots", None, {"tool": "Fairlearn 0.13"})
    assert (live / "evidence" / str(filed.sha256)[:2] / str(filed.sha256)).read_bytes() == PDF

    app = as_person(opened("use_case", id=asked), "the-officer")
    assert "Fairness report" in text_of(app)
    assert "States tool" in text_of(app)
    with store.read() as connection:
        (number,) = [one.id for one in waiting_requests(connection, asked)]
    app.text_area(key=f"rule-reason-{number}").set_value("Whole and recent")
    app = click(app, "Grant")
    assert papers(store, asked)[0].accepted_by == "the-officer"
    app = app.selectbox(key="document-download").set_value(filed.sha256).run()
    assert not app.exception
    assert app.download_button(key=f"download-{filed.sha256}").label == "Download"


def test_a_changed_file_is_said_and_not_offered(store: Database, asked: str, opened: Opened, live: Path) -> None:
    """Case 47: the sentence stands where the button would."""
    app = fill(form(as_person(opened("use_case", id=asked), "lead-bots"), asked))
    (filed,) = papers(store, asked)
    (live / "evidence" / str(filed.sha256)[:2] / str(filed.sha256)).write_bytes(b"other")
    app = app.selectbox(key="document-download").set_value(filed.sha256).run()

    assert "was changed on disk after it was filed" in text_of(app)
    assert f"download-{filed.sha256}" not in {button.key for button in app.get("download_button")}


def test_what_is_refused_is_said_and_stays_in_the_form(store: Database, asked: str, opened: Opened) -> None:
    """Case 51: an encrypted PDF is refused in a sentence; the statement typed is still there, and nothing is filed."""
    app = fill(form(as_person(opened("use_case", id=asked), "lead-bots"), asked), LOCKED_PDF)

    assert "found an encrypted PDF" in text_of(app)
    assert app.text_input(key="document-states-tool-0").value == "Fairlearn 0.13"
    assert papers(store, asked) == []


def test_auditors_read_and_file_nothing(store: Database, asked: str, opened: Opened) -> None:
    """They see and may download; there is no form."""
    fill(form(as_person(opened("use_case", id=asked), "lead-bots"), asked))
    app = as_person(opened("use_case", id=asked), "an-auditor")

    assert "File document" not in labels(app)
    assert any(box.label == "Download a document" for box in app.selectbox)
