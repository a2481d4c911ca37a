"""Without sign-in every page says so, the history too, and a role taken away is refused in words."""

from dataclasses import replace

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import users
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.services.people import add_user
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.views.conftest import Opened
from tests.views.test_review_items import as_person


@pytest.mark.parametrize("view", ["today", "use_cases", "fairness", "review_items", "charter"])
def test_every_page_says_that_nobody_signed_in(store: Database, opened: Opened, view: str) -> None:
    """The stamp stands on the page itself, because the sidebar is closed on a phone."""
    app = opened(view)

    assert "Local mode, unauthenticated" in [part.value for part in app.main.caption]


def test_a_role_taken_away_is_refused_in_words(store: Database, opened: Opened) -> None:
    """A page opened before the change gets one sentence, and nothing is written (case 67)."""
    app = as_person(opened("review_items", item="1"), "lead-1")
    lead = next(user for user in users(store) if user.id == "lead-1")
    add_user(store, replace(lead, active=False), SYSTEM)
    before = store.data_version()
    next(area for area in app.text_area if area.key == "comment-1").set_value("Mine.")  # type: ignore[attr-defined]
    app = next(button for button in app.button if button.label == "Add comment").click().run()  # type: ignore[attr-defined]

    assert not app.exception
    assert [part.value.replace("\\", "") for part in app.error] == [
        f"{lead.title} is no longer active here. Nothing was saved."
    ]
    assert store.data_version() == before


def test_the_history_says_unauthenticated(store: Database, opened: Opened) -> None:
    """What a person did without sign-in is marked in the history, what they did signed in is not."""
    told: list[str] = []
    for signed in (False, True):
        actor, case = Actor("lead-1", Role.TEAM_LEAD, authenticated=signed), f"case-{signed}".lower()
        register_use_case(store, RegisterUseCase(UseCase(id=case, title="Bot")), actor)
        frames = [frame.value for frame in opened("use_case", id=case).dataframe]
        history = next(frame for frame in frames if "What happened" in frame.columns)
        told.append(str(history["What happened"].iloc[0]))

    assert ["unauthenticated" in words for words in told] == [True, False]
