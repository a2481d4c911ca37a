"""My work: a team lead sees what they run, what is missing there, their items, and who has their requests."""

from typing import Any

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.drafts import BeginDraft, begin_draft
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.screens.my_work import load_my_work
from dashboard.ui import cache
from tests.clock import today
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, text_of

LEAD, OFFICER = Actor("lead-0", Role.TEAM_LEAD), Actor("ethics-officer", Role.OFFICER)


def submitted(store: Database) -> None:
    """A use case of the lead that waits for an approval."""
    record = UseCase(id="new-bot", title="New bot", owner="lead-0", risk_tier="minimal")
    register_use_case(store, RegisterUseCase(record), LEAD)
    submit_use_case(store, SubmitUseCase("new-bot", 1, today()), LEAD)


def page(opened: Opened, person: str = "lead-0") -> Any:
    """The page as this person sees it."""
    return as_person(opened("my_work"), person)


def test_what_i_run_and_what_is_missing(store: Database, opened: Opened) -> None:
    """Five use cases of the lead with the breached clause and its reason; nobody else's."""
    app = page(opened)
    text = text_of(app)

    assert not app.exception
    assert "1 of your 5 use cases breaches the charter" in text
    assert "What I run: 5 use cases" in text
    assert "No person reached in 6\\.2 % of 3,110 hand\\-offs" in text
    found = load_my_work(cache.sources(), "lead-0")
    others = load_my_work(cache.sources(), "lead-1")
    assert {one.id for one in found.use_cases} & {one.id for one in others.use_cases} == set()
    assert len(found.table) == sum(len(one.gaps) for one in found.use_cases) > 0


def test_items_come_by_due_date(store: Database, opened: Opened) -> None:
    """The soonest due item stands first, undated ones last, and overdue ones are counted."""
    found = load_my_work(cache.sources(), "lead-0")
    dates = [one.due for one in found.items]

    assert dates == sorted(dates, key=lambda due: (due is None, due))
    assert len(found.items) > 0
    assert f"My items: {len(found.items)} open" in text_of(page(opened))


def test_a_request_says_with_whom_it_is(store: Database, opened: Opened) -> None:
    """A submission waits with the officer and the deputy; decided, it says how, by whom and why."""
    submitted(store)
    waiting = text_of(page(opened))
    found = use_case_record(store, "new-bot")
    assert found is not None
    decide_use_case(store, cache.sources().charter, _decision(found[1]), OFFICER)
    answered = text_of(page(opened))

    assert "My requests: 1 waits" in waiting
    assert "with Deputy officer, Chief AI Ethics Officer" in waiting.replace("\\", "")
    assert "My requests: 0 wait" in answered
    assert "Changes requested" in answered
    assert "Say who watches it" in answered


def _decision(revision: int) -> DecideUseCase:
    return DecideUseCase("new-bot", revision, "changes_requested", "Say who watches it", today())


def test_drafts_are_listed_for_their_owner_alone(store: Database, opened: Opened) -> None:
    """A draft is on its owner's page and on nobody else's."""
    begin_draft(store, BeginDraft({"title": "Half a thought"}), LEAD)

    assert "My drafts: 1" in text_of(page(opened))
    assert "My drafts" not in text_of(page(opened, "lead-1"))


def test_somebody_new_is_told_what_to_do(store: Database, opened: Opened) -> None:
    """Nothing yet: each part says how it is filled, and the way to a first registration is offered."""
    add_users(store, AddUsers((User("lead-new", "New lead", Role.TEAM_LEAD),)), SYSTEM)
    text = text_of(page(opened, "lead-new"))

    assert "You run no use case yet" in text
    assert "Register one, or ask the officer to hand one over to you" in text
    assert "No item is open" in text
    assert "You have asked for nothing lately" in text
