"""What a draft is held against is read beside its page: lines are moved meanwhile, and it can be cancelled."""

import time
from typing import Any

import pytest

from dashboard.domain.actors import Actor, Role
from dashboard.domain.effort import go_on
from dashboard.services.screens.charter_drafts import load_charter_draft
from dashboard.ui import cache, large, long_work
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, labels
from tests.views.test_charter_drafts import clicked, draft, title_of
from tests.views.test_publication import file

__all__ = ["draft", "file"]  # fixtures
OFFICER, PATIENCE = Actor("the-officer", Role.OFFICER), 60.0
PLACE, AT_MOST = "charter-ground", "Prohibited practice screen: at most this old (days)"
NOT_YET = "What the draft 2026.3 would change is not worked out yet"


def endless(*_: Any) -> Any:
    """A store whose counts are read without end."""
    while True:
        go_on()
        time.sleep(0.01)


def reading_of(app: Any) -> long_work.Work:
    """The work of the page."""
    found: Any = app.session_state["long_works"][PLACE]
    assert isinstance(found, long_work.Work)
    return found


def over(app: Any) -> Any:
    """The page once the reading has ended."""
    assert reading_of(app).over.wait(PATIENCE)
    return app.run()


def test_lines_are_moved_while_it_is_read(
    draft: tuple[Any, str], opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moves are written and are no further work; cancelled it waits for a click, and then answers the newest text."""
    _, draft_id = draft
    monkeypatch.setattr(long_work, "AT_ONCE", 0.05)
    large._large.clear()
    large._practice.clear()
    with monkeypatch.context() as patch:
        patch.setattr(large, "read_practice", endless)
        app = as_person(opened("charter", draft=draft_id, line="ACC-01"), "the-officer")
        work = reading_of(app)
        for days in (30, 1):
            app = next(one for one in app.number_input if one.label == AT_MOST).set_value(days).run()
            assert not app.exception
            assert title_of(app) == NOT_YET
        assert reading_of(app) is work
        assert "Propose this draft" not in labels(app)
        app = over(clicked(app, "Cancel"))
    assert "Stopped, because it was cancelled" in " ".join(one.value for one in app.info)
    assert title_of(app) == NOT_YET
    page = load_charter_draft(cache.sources(), draft_id, OFFICER)
    assert page is not None
    assert "{evidence: prohibited_practice_screen, max_age: 1d}" in page.draft.text
    app = over(clicked(app, "Hold it against everything that is stored"))
    assert title_of(app).startswith("Held instead of 2026.2, the draft 2026.3 would change")
    assert "Propose this draft" in labels(app)


def test_it_is_read_once_for_everybody(draft: tuple[Any, str], opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second person with the address, and every further text, reads nothing again."""
    _, draft_id = draft
    monkeypatch.setattr(large, "read_practice", endless)  # whoever read again would wait for ever
    app = as_person(opened("charter", draft=draft_id, line="ACC-01"), "an-auditor")
    assert title_of(app).startswith("Held instead of 2026.2")
    app = as_person(opened("charter", draft=draft_id, line="ACC-01"), "the-officer")
    for days in range(10, 18):
        app = next(one for one in app.number_input if one.label == AT_MOST).set_value(days).run()
    assert title_of(app).startswith("Held instead of 2026.2")
