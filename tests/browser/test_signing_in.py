"""Company mode in a real browser against a real provider on this machine: first officer, team lead, strangers."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.settings import load_settings
from tests.browser.company import WELL_KNOWN, Company, Liar, company_mode, provided
from tests.browser.conftest import Visitor, seeded, served
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NO_PAGE = "The page that you have requested does not seem to exist"  # what Streamlit says of a page not built
DOOR = "You are signed in, but not known here"


@pytest.fixture(scope="module")
def company(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A server and a provider on this machine, and the seeded store without anybody's account."""
    live, port = tmp_path_factory.mktemp("company"), free_port()
    shutil.copytree(seeded(tmp_path_factory), live, dirs_exist_ok=True)
    with provided(live, free_port()) as at, pytest.MonkeyPatch.context() as patch:
        company_mode(patch, live, f"{at}{WELL_KNOWN}", port)
        for base in served(live, port):
            yield Company(base, at, browser)


def code() -> str:
    """What the administrator reads off the screen."""
    command = [sys.executable, "-m", "dashboard", "admin", "first-officer"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def choose(visitor: Visitor, box: str, option: str) -> None:
    """Pick an option of a select box."""
    closed = visitor.page.get_by_role("combobox", name=box, exact=True)
    closed.scroll_into_view_if_needed()  # scrolling would close it again
    visitor.rest()
    closed.click()
    visitor.page.get_by_role("option", name=option).click()
    visitor.rest()


def pages(visitor: Visitor) -> list[str]:
    """What the navigation offers."""
    return visitor.page.locator('[data-testid="stSidebarNavLink"]').all_inner_texts()


def test_the_story(company: Company) -> None:
    """Newcomer, first officer by code, team lead let in, refused when deciding, deactivated with an open page."""
    officer, lead = company.come("o-1", "Ethics"), company.come("l-1", "Bots")
    expect(officer.page.locator("h1")).to_have_text(DOOR)
    assert officer.violations() == []
    take_office(officer)
    lead.page.get_by_role("button", name="Ask to be let in").click()
    expect(lead.page.get_by_text("You are on the officer's list")).to_be_visible()

    let_in(officer)
    lead.open("")
    assert any("Review items" in one for one in pages(lead))
    assert not any("People" in one for one in pages(lead))
    expect(lead.page.get_by_text("Signed in · Team lead")).to_be_visible()
    cannot_decide(lead)

    deactivated_with_an_open_page(officer, lead)
    assert [one for one in officer.complaints + lead.complaints if NO_PAGE not in one] == []
    assert officer.outside == lead.outside == set()

    lead.page.get_by_role("button", name="Sign out").click()
    lead.page.get_by_role("button", name="End session").click()  # the provider's own page
    expect(lead.page.get_by_role("button", name="Sign in")).to_be_visible()
    leave(company, officer)
    assert last_by_a_person(("authenticated", "kind", "role")) == (True, "user.saved", "officer")


def leave(company: Company, officer: Visitor) -> None:
    """A file's address opens nothing without the cookie, and a copy of the cookie nothing after signing out."""
    officer.open("use-cases")
    with officer.page.expect_download() as saved:
        officer.page.get_by_role("button", name="Download CSV").first.click()
    copied = company.profile()
    assert copied.request.get(saved.value.url).status == 401
    copied.add_cookies(officer.page.context.cookies())  # type: ignore[arg-type]  # what one context gives the other takes
    assert copied.request.get(saved.value.url).status == 200
    officer.page.get_by_role("button", name="Sign out").click()
    officer.page.get_by_role("button", name="End session").click()
    expect(officer.page.get_by_role("button", name="Sign in")).to_be_visible()

    assert copied.request.get(saved.value.url).status == 401
    copy = company.visitor(copied)
    copy.open("use-cases")
    expect(copy.page.locator("h1")).to_have_text("Sign in")


def take_office(officer: Visitor) -> None:
    """Enter the code that the administrator printed; a double click is one office."""
    officer.page.get_by_text("I have the first officer's code").click()
    officer.page.get_by_role("textbox", name="Code").fill(code())
    officer.page.get_by_role("button", name="Take the office").dblclick()
    expect(officer.page.get_by_role("link", name="People")).to_be_visible()
    officer.rest()
    assert count("first_officer.claimed") == 1


def let_in(officer: Visitor) -> None:
    """Say who the newcomer is, in a role."""
    officer.open("people")
    assert officer.violations() == []
    officer.page.get_by_role("textbox", name="Title, if new").fill("Team lead, Bots")
    choose(officer, "Role, if new", "Team lead")
    officer.page.get_by_role("button", name="Let in").click()
    expect(officer.page.get_by_text("Let in.", exact=True)).to_be_visible()
    officer.rest()


def cannot_decide(lead: Visitor) -> None:
    """No form to decide with, and no page of people by its address."""
    lead.open("use-case?id=complaint-triage")
    assert lead.page.get_by_role("button", name="Record decision").count() == 0
    lead.open("people")
    assert lead.page.get_by_text("with an account").count() == 0


def deactivated_with_an_open_page(officer: Visitor, lead: Visitor) -> None:
    """The lead's page is open; after the officer's click their next command writes nothing."""
    lead.open("review-items?item=1")
    lead.page.get_by_role("textbox", name="Say something about it").fill("Mine.")
    officer.open("people")
    choose(officer, "Person", "Team lead, Bots")
    officer.page.get_by_text("Active", exact=True).last.click()
    officer.rest()
    officer.page.get_by_role("button", name="Save").click()
    expect(officer.page.get_by_text("Saved.")).to_be_visible()
    lead.page.get_by_role("button", name="Add comment").click()
    expect(lead.page.locator("h1")).to_have_text("You are no longer active here")


def count(kind: str) -> int:
    """How many events of a kind the store holds."""
    database = Database.open(load_settings().database_url)
    found = len(database.frame(text("SELECT seq FROM events WHERE kind = :kind"), {"kind": kind}))
    database.close()
    return found


def last_by_a_person(names: tuple[str, ...]) -> tuple[object, ...]:
    """Columns of the newest event that a person made; the server's own tasks may write one at any time."""
    newest = "SELECT authenticated, kind, role FROM events WHERE role <> 'system' ORDER BY seq DESC LIMIT 1"
    database = Database.open(load_settings().database_url)
    row = database.frame(text(newest)).iloc[0]
    database.close()
    return tuple(bool(row[name]) if name == "authenticated" else row[name] for name in names)


@pytest.mark.parametrize("path", ["", "people", "use-case?id=complaint-triage", "reports"])
def test_a_stranger_gets_nothing_but_the_door(company: Company, path: str) -> None:
    """Under every address one button, no word of the portfolio, no violation and nothing in the console."""
    visitor = company.visitor(company.profile())
    visitor.open(path)

    expect(visitor.page.locator("h1")).to_have_text("Sign in")
    assert pages(visitor) == []
    assert "Complaint" not in visitor.page.locator("body").inner_text()
    assert visitor.violations() == []
    assert visitor.complaints == []


@pytest.mark.parametrize("how", ["forged", "tampered", "other secret"])
def test_a_made_up_cookie_opens_nothing(company: Company, how: str) -> None:
    """A cookie of one's own, one changed in a character, and one signed with another secret are no sign-in."""
    profile = company.come("c-1", "Curious").page.context
    genuine = next(one for one in profile.cookies() if one["name"] == "_streamlit_user")
    value = genuine["value"]
    if how == "forged":
        value = json.dumps({"is_logged_in": True, "iss": company.provider, "sub": "o-1", "origin": company.base})
    elif how == "tampered":
        at = len(value) // 3
        value = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
    else:
        value = signed_with("f" * 64, value)
    other = company.profile()
    other.add_cookies([{"name": genuine["name"], "value": value, "url": company.base}])
    visitor = company.visitor(other)
    visitor.open("people")

    expect(visitor.page.locator("h1")).to_have_text("Sign in")


def signed_with(secret: str, cookie: str) -> str:
    """The content of a cookie under the signature of somebody who does not know the secret."""
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value  # noqa: PLC0415

    content = json.dumps({"is_logged_in": True, "sub": "o-1", "from": re.sub(r"\W", "", cookie)[:20]})
    return create_signed_value(secret, "_streamlit_user", content).decode()


@pytest.mark.parametrize("subject", ["x" * 250, "a'b\"c<script>", "../../etc", "%00"])
def test_odd_subjects_are_only_text(company: Company, subject: str) -> None:
    """Long subjects and ones with markup are shown as they are, and open nothing."""
    visitor = company.visitor(company.profile())
    visitor.open("")
    company.sign_in(visitor, subject)

    expect(visitor.page.locator("h1")).to_have_text(DOOR)
    assert subject in visitor.page.locator("code").first.inner_text()
    assert not visitor.sideways()


def test_a_token_of_another_issuer_opens_nothing(company: Company, tmp_path: Path) -> None:
    """Where the provider's description names another issuer than its tokens do, nobody is signed in."""
    Liar.provider, port = company.provider, free_port()
    liar = ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    Thread(target=liar.serve_forever, daemon=True).start()
    shutil.copytree(load_settings().live, tmp_path, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        company_mode(patch, tmp_path, f"http://localhost:{liar.server_port}/", port)
        for base in served(tmp_path, port):
            visitor = Company(base, company.provider, company.browser).come("o-1", "Ethics")
            expect(visitor.page.locator("h1")).to_have_text("Sign in")
    liar.shutdown()
    liar.server_close()
    assert "invalid_claim" in (tmp_path / "server.log").read_text().lower().replace("invalid claim", "invalid_claim")
