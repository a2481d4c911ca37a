"""Company mode: the page is built for whoever signed in, and who is not in finds the door under every address."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.identities_store import person_behind
from dashboard.adapters.queries.review_items import notes
from dashboard.adapters.repository import users
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.identities import Claims, Identity
from dashboard.domain.users import User
from dashboard.services.first_officer import print_code
from dashboard.services.identities import AskToEnter, LetIn, ask_to_enter, let_in
from dashboard.services.people import add_user
from tests.test_settings import WHOLE

ISSUER = "https://id.example"
ROLES = {Role.OFFICER: "ethics-officer", Role.DEPUTY: "deputy", Role.TEAM_LEAD: "lead-1"}


@pytest.fixture
def company(store: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Sign-in is set up; officer, deputy, team lead, auditor and reader have an account each, called as their role."""
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    for role in (Role.AUDITOR, Role.READER):
        add_user(store, User(role.value, role.value.title(), role), SYSTEM)
    for role in (*ROLES, Role.AUDITOR, Role.READER):
        let_in(store, LetIn(Identity(ISSUER, role.value), user_id=ROLES.get(role, role.value)), SYSTEM)
    return store


def come(root: Path, subject: str | None, view: str = "today", *, minutes: float = 1, **query: str) -> AppTest:
    """The page as whoever signed in with this subject sees it; None is nobody."""
    app = AppTest.from_file(str(root / "dashboard" / "app.py"), default_timeout=30)
    said: dict[str, Any] = {"is_logged_in": False}
    if subject is not None:
        said = {"is_logged_in": True, "iss": ISSUER, "sub": subject, "iat": int(time.time() - 60 * minutes)}
    app.user, app.secrets["auth"] = said, {"redirect_uri": "x", "cookie_secret": "x"}
    if view != "today":
        app.run().switch_page(f"views/{view}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def buttons(app: AppTest) -> list[str]:
    """What can be pressed."""
    return [button.label for button in app.button]


def press(app: AppTest, label: str) -> AppTest:
    """The page after a click."""
    return next(button for button in app.button if button.label == label).click().run()


def told(app: AppTest) -> list[str]:
    """Refusals on the page, without the escapes."""
    return [str(part.value).replace("\\", "") for part in app.error]


def test_who_is_not_signed_in_sees_the_door_alone(company: Database, root: Path) -> None:
    """Only a button; no table, no sidebar, no number of the portfolio, and no page can be switched to."""
    app = come(root, None)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page("views/use_cases.py")

    assert app.title[0].value == "Sign in"
    assert buttons(app) == ["Sign in"]
    assert not app.dataframe
    assert not app.sidebar.markdown


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPUTY, Role.AUDITOR])
def test_who_may_do_what_is_shown_to_who_minds_the_books(company: Database, root: Path, role: Role) -> None:
    """Officer, deputy and auditor read it; only the officer finds a form."""
    app = come(root, role.value, "people")

    assert not app.exception
    assert app.title[0].value.endswith(" active, 5 of them with an account")
    assert ("Save" in buttons(app)) is (role is Role.OFFICER)


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.READER])
def test_pages_are_built_per_role(company: Database, root: Path, role: Role) -> None:
    """For everybody else the page is not there at all."""
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        come(root, role.value, "people")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.TEAM_LEAD, Role.AUDITOR])
def test_the_sidebar_says_who_is_signed_in(company: Database, root: Path, role: Role) -> None:
    """Title and role instead of a switch, a way out, and no stamp of local mode."""
    app = come(root, role.value)
    person = next(user for user in users(company) if user.id == ROLES.get(role, role.value))

    assert f"**{person.title}**" in app.sidebar.markdown[0].value
    assert "Sign out" in buttons(app)
    assert not [box for box in app.selectbox if box.label == "Acting as"]
    assert "Local mode, unauthenticated" not in [part.value for part in app.caption]


def test_a_newcomer_is_told_who_they_are_and_asks(company: Database, root: Path) -> None:
    """Issuer and subject stand there to be passed on; asking puts them on the officer's page."""
    app = come(root, "new-1")
    assert app.title[0].value == "You are signed in, but not known here"
    assert f"issuer   {ISSUER}\nsubject  new-1" in [part.value for part in app.code]
    assert not app.dataframe

    press(app, "Ask to be let in")
    assert come(root, "officer", "people").title[0].value.endswith("1 newcomer at the door")


def test_the_officer_lets_the_chosen_newcomer_in(company: Database, root: Path) -> None:
    """Of two who wait it is the chosen one who comes in, and with the chosen role."""
    for subject in ("new-1", "new-2"):
        claims = Claims.read({"iss": ISSUER, "sub": subject, "iat": 1})
        ask_to_enter(company, AskToEnter(claims))
    app = come(root, "officer", "people")
    next(box for box in app.selectbox if box.key == "let-in-who").set_value(Identity(ISSUER, "new-2").digest)
    next(box for box in app.selectbox if box.key == "let-in-role").set_value(Role.AUDITOR)
    next(box for box in app.text_input if box.key == "let-in-title").set_value("Internal audit")
    app = press(app, "Let in")

    assert not app.exception
    with company.read() as connection:
        person, other = (person_behind(connection, Identity(ISSUER, one)) for one in ("new-2", "new-1"))
    assert person is not None
    assert (person.title, person.role, other) == ("Internal audit", Role.AUDITOR, None)


def test_the_code_makes_the_officer_on_the_page(company: Database, root: Path) -> None:
    """A wrong code is a sentence; the right one opens the officer's pages."""
    code, _ = print_code(company, another=True, lasts=timedelta(minutes=5))
    app = come(root, "new-1")
    next(box for box in app.text_input if box.key == "office-code").set_value("WRONG")
    app = press(app, "Take the office")
    assert told(app)[0].startswith("This code is not right")
    next(box for box in app.text_input if box.key == "office-code").set_value(code)
    press(app, "Take the office")

    assert come(root, "new-1", "people").title[0].value.endswith(" active, 6 of them with an account")


def test_a_sign_in_that_is_too_old_opens_nothing(company: Database, root: Path) -> None:
    """The cookie lives for 30 days, the sign-in for 12 hours."""
    app = come(root, "officer", minutes=13 * 60)

    assert app.title[0].value == "Sign in again"
    assert not app.dataframe


def test_a_command_after_the_sign_in_ended_is_refused(
    company: Database, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that stays open past the end of the sign-in writes nothing any more."""
    app, before = come(root, "team_lead", "review_items", minutes=90, item="1"), company.data_version()
    monkeypatch.setenv("DASHBOARD_SIGN_IN_HOURS", "1")
    next(area for area in app.text_area if area.key == "comment-1").set_value("Mine.")
    app = press(app, "Add comment")

    assert app.title[0].value == "Sign in again"
    assert company.data_version() == before


def test_a_deactivated_person_is_out_at_the_next_click(company: Database, root: Path) -> None:
    """The page was open; the click writes nothing and the door says why."""
    app = come(root, "team_lead", "review_items", item="1")
    lead = next(user for user in users(company) if user.id == "lead-1")
    add_user(company, replace(lead, active=False), SYSTEM)
    before = company.data_version()
    next(area for area in app.text_area if area.key == "comment-1").set_value("Mine.")
    app = press(app, "Add comment")

    assert app.title[0].value == "You are no longer active here"
    assert company.data_version() == before


def test_what_is_done_signed_in_is_recorded_so(company: Database, root: Path) -> None:
    """The event carries authenticated, and the person behind the account."""
    app = come(root, "team_lead", "review_items", item="1")
    next(area for area in app.text_area if area.key == "comment-1").set_value("Mine.")
    press(app, "Add comment")
    events = company.frame(text("SELECT actor, authenticated FROM events ORDER BY seq"))

    assert notes(company, 1)["by"].tolist() == ["lead-1"]
    assert tuple(events.iloc[-1]) == ("lead-1", True)


def test_a_stale_sign_in_is_asked_to_prove_it_again(company: Database, root: Path) -> None:
    """The officer is offered a fresh sign-in; until then a role does not change, in a sentence."""
    app, before = come(root, "officer", "people", minutes=60), company.data_version()
    assert "Sign in again to decide" in buttons(app)
    next(box for box in app.checkbox if box.label == "Active").set_value(False).run()
    app = press(app, "Save")

    assert told(app)[0].startswith("Sign in again to add or change people")
    assert company.data_version() == before
    assert "Sign in again to decide" not in buttons(come(root, "auditor", minutes=60))


def test_half_a_sign_in_shows_nothing(store: Database, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the program was started: with a part of the variables no page is shown, only what is missing."""
    monkeypatch.setenv("DASHBOARD_OIDC_CLIENT_ID", "dashboard")
    app = AppTest.from_file(str(root / "dashboard" / "app.py"), default_timeout=30).run()

    assert "DASHBOARD_OIDC_COOKIE_SECRET: found nothing" in told(app)[0]
    assert not app.dataframe
