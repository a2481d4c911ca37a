"""The officer makes a token on the People page, sees it once, and ends it; nobody else sees any of it."""

from typing import Any

from dashboard.adapters.database import Database
from dashboard.services.screens.tokens import load_tokens
from tests.views.conftest import Opened
from tests.views.test_review_items import as_person


def _one(parts: Any, key: str) -> Any:
    return next(part for part in parts if part.key == key)


def _shown(app: Any) -> int:
    return sum(part.value.startswith("aied_") for part in app.code)


def _press(app: Any, label: str) -> Any:
    return next(button for button in app.button if button.label == label).click().run()


def test_a_token_is_made_shown_once_and_revoked(store: Database, opened: Opened) -> None:
    """The next run of the page shows it no more; revoked, it is listed as such."""
    app: Any = opened("people")
    assert "Make one for a pipeline below" in " ".join(part.value for part in app.main.markdown)
    _one(app.text_input, "token-name").set_value("Nightly pipeline")
    _one(app.selectbox, "token-user").set_value("lead-1")
    _one(app.multiselect, "token-scopes").set_value(["read"])
    app = _press(app, "Make token")

    assert _shown(app) == 1
    assert not app.exception
    assert _shown(app.run()) == 0
    app = _press(app, "Revoke")
    assert load_tokens(store).table["State"].iloc[0].startswith("Revoked on")
    assert not app.exception


def test_a_refusal_is_said_on_the_page(store: Database, opened: Opened) -> None:
    """A token for nothing is not made, and the page says what is missing."""
    app = _press(opened("people"), "Make token")

    assert "No token was made" in app.error[0].value
    assert load_tokens(store).table.empty


def test_the_deputy_sees_no_tokens(store: Database, opened: Opened) -> None:
    """Who may neither make nor revoke gets no form and no list."""
    app: Any = as_person(opened("people"), "deputy")

    assert [part.key for part in app.text_input if part.key == "token-name"] == []
