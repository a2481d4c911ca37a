"""On the charter's page: the file is proposed by one person and published by another, with every difference shown."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.charters_store import publications, waiting_proposal
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from dashboard.settings import load_settings
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, labels, text_of

PEOPLE = (
    User("the-officer", "Officer for bots", Role.OFFICER), User("the-deputy", "Deputy for bots", Role.DEPUTY),
    User("an-auditor", "Auditor", Role.AUDITOR),
)  # fmt: skip


@pytest.fixture
def file(store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A charter file of its own, and people."""
    add_users(store, AddUsers(PEOPLE), SYSTEM)
    with store.writer.begin() as connection:  # what is planted names files of counts that are not there
        connection.execute(text("DELETE FROM count_sets"))
    path = tmp_path / "charter.yaml"
    path.write_bytes(load_settings().charter.read_bytes())
    monkeypatch.setenv("DASHBOARD_CHARTER", str(path))
    return path


def propose(opened: Opened, user: str, note: str = "First") -> Any:
    """Propose the file as somebody."""
    app = as_person(opened("charter"), user)
    app.text_area(key="propose-note").set_value(note)
    return next(button for button in app.button if button.label == "Propose the charter file").click().run()


def publish(store: Database, opened: Opened, user: str) -> Any:
    """Publish what waits as somebody."""
    with store.read() as connection:
        waiting = waiting_proposal(connection)
    assert waiting is not None
    app = as_person(opened("charter"), user)
    app.text_area(key=f"publish-reason-{waiting.id}").set_value("Agreed")
    return next(button for button in app.button if button.label.startswith("Publish charter")).click().run()


def test_one_proposes_and_another_publishes(store: Database, file: Path, opened: Opened) -> None:
    """The proposer gets no button to publish; afterwards a changed file changes nothing but what can be proposed."""
    app = propose(opened, "the-officer")
    assert not app.exception
    assert "You may not publish it, because you proposed it" in text_of(app)
    assert not [label for label in labels(app) if label.startswith("Publish charter")]
    app = publish(store, opened, "the-deputy")
    assert not app.exception
    with store.read() as connection:
        assert [one.published_by for one in publications(connection)] == ["the-deputy"]

    file.write_text(file.read_text().replace('version: "', 'version: "9'))
    app = as_person(opened("charter"), "the-officer")
    assert "The charter file says version 9" in text_of(app).replace("\\", "")
    assert "Propose the charter file" in labels(app)
    file.write_text("nonsense")
    app = as_person(opened("charter"), "the-officer")
    assert not app.exception
    assert "The charter file has problems" in text_of(app)


def test_blank_words_are_refused(store: Database, file: Path, opened: Opened) -> None:
    """Nothing is proposed without words."""
    app = propose(opened, "the-officer", " ")
    assert "found nothing but blanks" in text_of(app)
    with store.read() as connection:
        assert waiting_proposal(connection) is None


def test_an_auditor_reads_what_waits(store: Database, file: Path, opened: Opened) -> None:
    """Auditors see the proposal and have no form."""
    propose(opened, "the-officer")
    app = as_person(opened("charter"), "an-auditor")
    assert "proposed by Officer for bots" in text_of(app)
    assert not [label for label in labels(app) if label.startswith(("Propose", "Publish"))]


def test_today_says_that_a_charter_waits(store: Database, file: Path, opened: Opened) -> None:
    """For who may publish it, not for who proposed it."""
    propose(opened, "the-officer")
    links = {user: [one.proto.label for one in as_person(opened(), user).get("page_link")]
             for user in ("the-officer", "the-deputy")}  # fmt: skip
    assert not [label for label in links["the-officer"] if "Publication of charter" in label]
    assert [label for label in links["the-deputy"] if "Publication of charter" in label]
