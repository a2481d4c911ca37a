"""The guided form in the page itself: what is asked, saved, told, and registered once."""

from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.drafts_store import draft_in, drafts_of
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import Actor, Role
from dashboard.domain.triage import Answer
from dashboard.services.drafts import BeginDraft, SaveAnswers, begin_draft, save_answers
from dashboard.ui import cache
from dashboard.ui.navigation import ENTRIES
from tests.registrations import ASSISTANT, DECIDES
from tests.views.conftest import Opened

LEAD = Actor("lead-0", Role.TEAM_LEAD)


def as_person(app: Any, user_id: str) -> Any:
    """The same page, acting as somebody else."""
    switch = next(box for box in app.selectbox if box.label == "Acting as")
    return switch.set_value(user_id).run()


def text_of(app: Any) -> str:
    """All plain text, captions and boxes of the page."""
    kinds = ("title", "header", "markdown", "caption", "warning", "error", "success", "info")
    return " ".join(str(one.value) for kind in kinds for one in getattr(app, kind))


def click(app: Any, label: str) -> Any:
    """Press a button of the page."""
    return next(button for button in app.button if button.label == label).click().run()


def draft_of(store: Database, answers: dict[str, Answer]) -> str:
    """A draft of the lead with these answers."""
    draft = begin_draft(store, BeginDraft(), LEAD)
    save_answers(store, cache.intake(), cache.sources().charter, SaveAnswers(draft, 1, answers), LEAD)
    return draft


def answers_of(store: Database, draft: str) -> dict[str, Answer]:
    """What is stored."""
    with store.read() as connection:
        found = draft_in(connection, draft, "lead-0")
    assert found is not None
    return dict(found.answers)


def form(opened: Opened, draft: str, step: str) -> Any:
    """A step of the form, as the lead sees it."""
    app = as_person(opened("new_use_case", draft=draft), "lead-0")
    app.session_state["draft_step"] = step
    return app.run()


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_not_register_has_no_such_page(role: Role) -> None:
    """The form is built for those who may register and for nobody else."""
    titles = {entry.title for entry in ENTRIES if role in entry.roles}
    people = role in {Role.OFFICER, Role.DEPUTY, Role.TEAM_LEAD}

    assert ("New use case" in titles, "My work" in titles) == (people, people)


def test_each_answer_is_stored_as_it_is_given(store: Database, opened: Opened) -> None:
    """A new draft knows the team; a title and a choice are in the database before anybody clicks on."""
    app = click(as_person(opened("new_use_case"), "lead-0"), "Begin a new registration")
    with store.read() as connection:
        draft = drafts_of(connection, "lead-0")[0].id
    app.text_input(key=f"draft.{draft}.title").set_value("Refund bot").run()
    app.selectbox(key=f"draft.{draft}.acceptable_use").set_value("answer").run()

    assert not app.exception
    assert answers_of(store, draft) == {"team": "Service", "title": "Refund bot", "acceptable_use": "answer"}
    assert "Refund bot" in text_of(app)


def test_a_draft_opens_on_another_device(store: Database, opened: Opened) -> None:
    """A fresh session shows the stored answers in the fields."""
    draft = draft_of(store, ASSISTANT)
    app = form(opened, draft, "questions-1")

    assert app.radio(key=f"draft.{draft}.speaks").value == "yes"
    assert app.button_group(key=f"draft.{draft}.used_for").value == ["answer"]


def test_none_of_these_gives_way(store: Database, opened: Opened) -> None:
    """Whoever picks a prohibited use beside `None of these` has named one."""
    draft = draft_of(store, {"ruled_out": ("none",)})
    app = form(opened, draft, "purpose")
    app.button_group(key=f"draft.{draft}.ruled_out").set_value(["none", "secret_ai"]).run()

    assert answers_of(store, draft)["ruled_out"] == ("secret_ai",)
    assert "Prohibited tier" in text_of(app)


def test_a_stale_device_is_told_and_loses_nothing(store: Database, opened: Opened) -> None:
    """The other device renames it; here the answer is kept until somebody decides, and then both are stored."""
    draft = draft_of(store, {"title": "Old"})
    app = form(opened, draft, "purpose")
    save_answers(store, cache.intake(), cache.sources().charter, SaveAnswers(draft, 2, {"title": "New"}), LEAD)
    app.text_area(key=f"draft.{draft}.purpose").set_value("Mine").run()
    assert "has changed since you opened it" in text_of(app)
    assert answers_of(store, draft) == {"title": "New"}
    app = click(app, "Keep my answer and take the rest")

    assert answers_of(store, draft) == {"title": "New", "purpose": "Mine"}
    assert app.text_input(key=f"draft.{draft}.title").value == "New"
    assert "has changed since" not in text_of(app)


def test_the_guide_proposes_and_a_person_chooses(store: Database, opened: Opened) -> None:
    """The proposal stands with its reason; nothing is chosen before somebody chooses."""
    draft = draft_of(store, {**DECIDES, "not_collected_by": "lead-0"})
    save_answers(store, cache.intake(), cache.sources().charter, SaveAnswers(draft, 2, {"fairness_metric": None}), LEAD)
    app = form(opened, draft, "fairness")

    assert "Fits best: Equal shares" in text_of(app)
    assert app.radio(key=f"draft.{draft}.fairness_metric").value is None


def test_registering_twice_makes_one_use_case(store: Database, opened: Opened) -> None:
    """After the click the page says where it is; the same click again changes nothing."""
    draft = draft_of(store, ASSISTANT)
    app = form(opened, draft, "check")
    app = click(app, "Register use case")

    assert not app.exception
    assert "Refund chat assistant is registered" in text_of(app)
    found = use_case_record(store, "refund-chat-assistant")
    assert found is not None
    assert (found[0].owner, found[1]) == ("lead-0", 1)


@pytest.mark.parametrize(("changes", "said"), [
    ({"persuades": "targets_vulnerable"}, "This is prohibited"),
    ({"emotion": "unsure"}, "Somebody has to look first"),
])  # fmt: skip
def test_what_stops_it_is_told_plainly(store: Database, opened: Opened, changes: dict[str, Answer], said: str) -> None:
    """Before registering, the applicant reads that it is prohibited or that the officer is asked first."""
    app = form(opened, draft_of(store, {**ASSISTANT, **changes}), "check")

    assert said in text_of(app)


def test_what_is_open_is_named_and_stops_registering(store: Database, opened: Opened) -> None:
    """Without an answer that the tier needs, the button waits and the question is named."""
    answers = {name: answer for name, answer in ASSISTANT.items() if name != "credit"}
    app = form(opened, draft_of(store, answers), "check")
    register = next(button for button in app.button if button.label == "Register use case")

    assert register.disabled
    assert "A limit, a deposit, instalments" in text_of(app)


def test_the_preview_says_what_would_fail_and_what_to_bring(store: Database, opened: Opened) -> None:
    """Beside the form: the clause that would breach with its reason, and the evidence with its terms."""
    app = form(opened, draft_of(store, ASSISTANT), "check")
    figures = {metric.label: metric.value for metric in app.metric}

    assert figures["Would breach"] == "1"
    assert figures["Evidence missing"] == "6"
    assert "reference in the record of processing is not filled in" in text_of(app).lower()
    assert "A good one: not older than 183 days" in text_of(app)


def test_a_duplicate_is_shown_before_it_is_made(store: Database, opened: Opened) -> None:
    """A draft that sounds like a use case that exists names it, and says why."""
    draft = draft_of(store, {"title": "Refund fraud holds", "purpose": "Hold refunds that look like fraud"})
    app = form(opened, draft, "purpose")

    assert "already exist" in text_of(app)
    assert "shares the words" in text_of(app)
