"""On the charter's page a draft is begun, moved, edited, answered, attached and proposed."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.charters_store import waiting_proposal
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.services.charter_drafts import SaveCharterDraft, save_charter_draft
from dashboard.services.screens.answers import load_attached
from dashboard.services.screens.charter_drafts import load_charter_draft
from dashboard.ui import cache
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, labels, text_of
from tests.views.test_publication import file

__all__ = ["file"]
OFFICER = Actor("the-officer", Role.OFFICER)


def clicked(app: Any, label: str) -> Any:
    """The page after a click on a button."""
    return next(button for button in app.button if button.label == label).click().run()


def title_of(app: Any) -> str:
    """The headline as it reads."""
    return str(app.title[0].value).replace("\\", "")


@pytest.fixture
def draft(store: Database, file: Path, opened: Opened) -> tuple[Any, str]:
    """A draft of the officer's, begun from the charter in force, and its id."""
    app = clicked(as_person(opened("charter"), "the-officer"), "Begin a draft from the charter in force")
    assert not app.exception
    found = app.query_params["draft"]
    return app, found if isinstance(found, str) else found[0]


def again(opened: Opened, draft_id: str, user: str = "the-officer", **query: str) -> Any:
    """The page of the draft, as somebody."""
    return as_person(opened("charter", draft=draft_id, **query), user)


def test_a_draft_of_what_is_in_force_changes_nothing(draft: tuple[Any, str]) -> None:
    """The headline says so, with the version that follows; it can be moved, edited and proposed."""
    app, _ = draft
    assert title_of(app).startswith("Held instead of 2026.2, the draft 2026.3 would change no finding")
    assert {"Throw the draft away", "Propose this draft"} <= set(labels(app))


def test_a_moved_number_is_written_and_answered(draft: tuple[Any, str], store: Database, opened: Opened) -> None:
    """A document that may be 1 day old is no longer enough for whoever had one; the text differs in one line."""
    _, draft_id = draft
    app = again(opened, draft_id, line="ACC-01")
    box = next(one for one in app.number_input if one.label == "Prohibited practice screen: at most this old (days)")
    assert box.value == 365
    app = box.set_value(1).run()
    assert not app.exception
    assert "Prohibited practice screen: at most this old (days) moved" in " ".join(
        one.value for one in app.success
    ).replace("\\", "")
    page = load_charter_draft(cache.sources(), draft_id, OFFICER)
    assert page is not None
    assert page.draft.revision == 2
    assert "{evidence: prohibited_practice_screen, max_age: 1d}" in page.draft.text


def test_problems_stand_by_line_and_nothing_is_answered(
    draft: tuple[Any, str], store: Database, opened: Opened
) -> None:
    """A misspelt severity: one problem with its line, what it reads and what would do; no answer, no proposal."""
    _, draft_id = draft
    app = again(opened, draft_id)
    app.session_state[f"edit-{draft_id}"] = True
    app = app.run()
    area = next(one for one in app.text_area if one.key == f"text-{draft_id}")
    app = area.set_value(str(area.value).replace("severity: critical", "severity: critcal", 1)).run()
    assert not app.exception
    assert title_of(app) == "The draft is no charter yet: 1 problem to be put right first"
    table = next(frame.value for frame in app.dataframe if "Reads" in frame.value)
    assert table.iloc[0][["Reads", "Found"]].tolist() == ["severity: critcal", "`critcal`"]
    assert "critical" in table.iloc[0]["Expected"]
    assert "Propose this draft" not in labels(app)


def test_what_was_typed_is_not_lost_when_the_draft_changed_elsewhere(
    draft: tuple[Any, str], store: Database, opened: Opened
) -> None:
    """The tab is told, keeps what was typed, and can save it over the other."""
    _, draft_id = draft
    app = again(opened, draft_id)
    app.session_state[f"edit-{draft_id}"] = True
    app = app.run()
    save_charter_draft(store, SaveCharterDraft(draft_id, 1, "elsewhere: 1"), OFFICER)
    area = next(one for one in app.text_area if one.key == f"text-{draft_id}")
    app = area.set_value("typed: here").run()
    assert "has changed since you opened it" in " ".join(one.value for one in app.error)
    assert next(one.value for one in app.text_area if one.key == f"text-{draft_id}") == "typed: here"
    app = clicked(app, "Save mine in its place")
    page = load_charter_draft(cache.sources(), draft_id, OFFICER)
    assert page is not None
    assert (page.draft.text, page.draft.revision) == ("typed: here", 3)


def test_somebody_else_reads_a_draft_and_its_answer(draft: tuple[Any, str], opened: Opened) -> None:
    """An auditor with the address sees whose it is and what it would do, and can change nothing."""
    _, draft_id = draft
    app = again(opened, draft_id, "an-auditor")
    assert not app.exception
    assert "A draft by Officer for bots, which you read" in text_of(app)
    assert not {"Throw the draft away", "Propose this draft"} & set(labels(app))
    assert all(one.disabled for one in app.number_input if str(one.key).startswith("limit-"))


def test_the_answer_is_attached_to_a_review_item(draft: tuple[Any, str], store: Database, opened: Opened) -> None:
    """With the draft's text, so that it can be asked again whatever becomes of the draft."""
    _, draft_id = draft
    app = again(opened, draft_id)
    app.text_area(key="attach-words-charter-answer").set_value("Nothing would change")
    number = app.selectbox(key="attach-item-charter-answer").value
    app = clicked(app, "Attach")
    assert not app.exception
    (found,) = load_attached(cache.sources(), number)
    assert found.said.startswith("Held instead of 2026.2")
    assert b"max_age: 365d" in found.file


def test_a_draft_is_proposed_and_published_by_somebody_else(
    draft: tuple[Any, str], store: Database, opened: Opened
) -> None:
    """The proposal waits on the charter's page; the same version with other content is refused afterwards."""
    _, draft_id = draft
    app = again(opened, draft_id)
    app.text_area(key=f"propose-draft-{draft_id}").set_value("A younger screening")
    app = clicked(app, "Propose this draft")
    assert "Somebody else publishes it" in " ".join(one.value for one in app.success)
    with store.read() as connection:
        waiting = waiting_proposal(connection)
    assert waiting is not None
    assert (waiting.version, waiting.note, waiting.proposed_by) == ("2026.3", "A younger screening", "the-officer")
    app = as_person(opened("charter"), "the-deputy")
    app.text_area(key=f"publish-reason-{waiting.id}").set_value("Agreed")
    app = next(one for one in app.button if one.label.startswith("Publish charter")).click().run()
    assert not app.exception
    assert "Published, and everything was assessed again under it" in " ".join(one.value for one in app.success)
    assert "version 2026.3" in text_of(app).replace("\\", "").lower()
    with store.read() as connection:
        newest = connection.execute(text("SELECT charter_version FROM assessments ORDER BY id DESC LIMIT 1"))
        assert newest.scalar_one() == "2026.3"
    app = again(opened, draft_id)
    app.text_area(key=f"propose-draft-{draft_id}").set_value("Once more")
    app = clicked(app, "Propose this draft")
    assert "is published already, word for word" in " ".join(one.value for one in app.error)


def test_an_address_without_a_draft_is_a_sentence(store: Database, opened: Opened) -> None:
    """A wrong link leads back to the charter."""
    app = opened("charter", draft="nothing")
    assert not app.exception
    assert title_of(app) == "There is no draft under this address"


def test_a_draft_is_thrown_away(draft: tuple[Any, str], opened: Opened) -> None:
    """The page goes back to the charter, and the address finds nothing any more."""
    app, draft_id = draft
    app = clicked(app, "Throw the draft away")
    assert not app.exception
    assert load_charter_draft(cache.sources(), draft_id, OFFICER) is None


def test_two_charters_stand_side_by_side_in_words(draft: tuple[Any, str], store: Database, opened: Opened) -> None:
    """What is in force and the draft: the version and the moved age, and a download of all of it."""
    _, draft_id = draft
    box = again(opened, draft_id, line="ACC-01").number_input
    next(one for one in box if one.label.startswith("Prohibited practice screen")).set_value(180).run()
    assert "“prohibited practice screen”: the highest age goes from 365 to 180 days" in text_of(
        again(opened, draft_id)
    ).replace("\\", "")
    app = as_person(opened("charter", compare="true"), "the-officer")
    assert not app.exception
    said = text_of(app).replace("\\", "")
    assert "1 clause changed, 0 new, 0 gone; 1 change beside the clauses" in said
    assert "“prohibited practice screen”: the highest age goes from 365 to 180 days" in said


def test_a_number_that_moves_on_before_the_page_is_drawn_is_saved(draft: tuple[Any, str], opened: Opened) -> None:
    """The second move of a quick hand still knows the first one's revision; another tab's move is told."""
    _, draft_id = draft
    app = again(opened, draft_id, line="ACC-01")
    for value in (200, 100):
        box = next(one for one in app.number_input if one.label.startswith("Prohibited practice screen"))
        app = box.set_value(value).run()
    page = load_charter_draft(cache.sources(), draft_id, OFFICER)
    assert page is not None
    assert (page.draft.revision, "max_age: 100d" in page.draft.text) == (3, True)


def test_the_findings_of_one_clause_are_chosen_and_let_go(
    draft: tuple[Any, str], store: Database, opened: Opened
) -> None:
    """The address names clause and way; what is chosen can be taken back, and nothing chosen is all of them."""
    _, draft_id = draft
    page = load_charter_draft(cache.sources(), draft_id, OFFICER)
    assert page is not None
    shorter = re.sub(r"\n  - id: GOV-06\n.*?(?=\n  - id: )", "", page.draft.text, flags=re.DOTALL)
    save_charter_draft(store, SaveCharterDraft(draft_id, 1, shorter), OFFICER)
    app = again(opened, draft_id, of_clause="GOV-06", of_way="drops out")
    assert not app.exception
    picked = [app.selectbox(key=f"pick_{name}").value for name in ("of_clause", "of_way", "of")]
    assert picked == ["GOV-06", "drops out", None]
    assert "GOV‑06**: drops out" in text_of(app).replace("\\", "")
    app = app.selectbox(key="pick_of_way").set_value(None).run()
    assert app.selectbox(key="pick_of_way").value is None
    assert "of_way" not in app.query_params
    app = again(opened, draft_id, of_clause="GOV-06", of_way="worse")
    assert app.selectbox(key="pick_of_way").value is None  # nothing becomes worse: no option


def test_a_clause_of_many_lines_shows_one_and_says_what_was_moved(
    draft: tuple[Any, str], store: Database, opened: Opened
) -> None:
    """Of the 25 numbers of FAI-02 those of one line at a time; a moved one is told beside the one in force."""
    _, draft_id = draft
    app = again(opened, draft_id, line="FAI-02")
    lines = app.selectbox(key="pick_measure")
    assert (len(lines.options), lines.options[0]) == (12, "Selection rate ratio, in force 0.8 to 1.25")
    assert lines.options[-1].startswith("All else, in force window (days) 90; smallest group judged 200;")
    assert [one.label for one in app.slider] == ["Line, selection rate ratio, from"]
    app = app.slider[0].set_value(0.9).run()
    assert not app.exception
    said = "Selection rate ratio: 0.9 to 1.25, in force 0.8 to 1.25"
    assert app.selectbox(key="pick_measure").options[0] == "Selection rate ratio, in force 0.8 to 1.25"
    told = " ".join(one.value for one in app.caption).replace("\\", "")
    assert f"1 of 25 numbers of this clause differ from the charter in force. {said}" in told
    app = app.selectbox(key="pick_measure").set_value("accuracy gap").run()
    assert [one.label for one in app.slider] == [f"Line, accuracy gap, {end}" for end in ("from", "to")]
