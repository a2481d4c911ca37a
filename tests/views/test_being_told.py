"""Being told: everybody chooses for themselves, and only the officer sets up services."""

from datetime import date

from dashboard.adapters.database import Database
from dashboard.adapters.letters_store import claim_next, mark_given_up, put_letter
from dashboard.adapters.telling_store import telling_of, webhooks
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.letters import Fact, Letter, LetterKind
from dashboard.domain.telling import Cadence, Wish
from dashboard.domain.users import User
from dashboard.services.feeds import reader_of
from dashboard.services.people import add_user
from dashboard.services.telling import ChooseTelling, choose_telling
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, click, text_of

HOOK = "https://hooks.example/services/secret-of-the-test"


def test_a_lead_chooses(store: Database, opened: Opened) -> None:
    """Address and rhythm are kept and shown; a bad address is told and nothing is lost."""
    app = as_person(opened("being_told"), "lead-0")
    assert "You are told nothing by mail" in text_of(app)
    assert "No mail server is set up here" in text_of(app)
    app.text_input(key="telling-address-lead-0").set_value("no address")
    app.selectbox(key="telling-lead-0-cadence").set_value("weekly")
    app = click(app, "Save")
    assert "what is no e\\-mail address" in text_of(app)
    app.text_input(key="telling-address-lead-0").set_value("lead@firm.example")
    app.checkbox(key="telling-lead-0-at-once").set_value(True)
    app = click(app, "Save")

    assert not app.exception
    assert "You are told weekly, on Monday; critical ones at once" in text_of(app)
    with store.read() as connection:
        assert telling_of(connection, "lead-0").address == "lead@firm.example"
        assert telling_of(connection, "lead-1").address == ""
    assert "Add" not in [button.label for button in app.button]


def test_the_officer_adds_and_removes_a_webhook(store: Database, opened: Opened) -> None:
    """Its host is shown and its secret never again, not even in the form."""
    app = as_person(opened("being_told"), "ethics-officer")
    app.text_input(key="webhook-name").set_value("Channel")
    app.selectbox(key="webhook-kind").set_value("slack")
    app.text_input(key="webhook-url").set_value(HOOK)
    app = click(app, "Add")

    assert not app.exception
    assert "Services: 1" in text_of(app)
    assert list(app.dataframe[0].value["Host"]) == ["hooks.example"]
    assert "secret-of-the-test" not in text_of(app) + str(app.dataframe[0].value) + str(app.text_input)
    app = click(app, "Remove")
    with store.read() as connection:
        assert webhooks(connection) == ()


def test_another_person_does_not_see_my_address(store: Database, opened: Opened) -> None:
    """The officer opens the page and finds their own empty field."""
    app = as_person(opened("being_told"), "lead-0")
    app.text_input(key="telling-address-lead-0").set_value("lead@firm.example")
    app = click(app, "Save")
    app = as_person(app, "ethics-officer")

    assert app.text_input(key="telling-address-ethics-officer").value == ""
    assert "lead@firm.example" not in text_of(app)


def test_both_lists_lead_there(store: Database, opened: Opened) -> None:
    """My work and Today have the link; whoever only reads has none."""
    for view, person in (("my_work", "lead-0"), ("today", "ethics-officer")):
        app = as_person(opened(view), person)
        assert "Be told by mail or calendar" in str([one.proto.label for one in app.get("page_link")])
    add_user(store, User("auditor", "Auditor", Role.AUDITOR), SYSTEM)
    app = as_person(opened("today"), "auditor")
    assert not app.exception
    assert "Be told by mail or calendar" not in str([one.proto.label for one in app.get("page_link")])


def test_the_officer_finds_what_could_not_be_delivered(store: Database, opened: Opened) -> None:
    """On Today and on Being told, in a sentence; a lead does not."""
    day, to = date(2026, 6, 1), "person:lead-0"
    wish = Wish(Cadence.DAILY)
    choose_telling(store, ChooseTelling("lead-0", "lead@firm.example", wish, day), SYSTEM)
    fact = Fact("f", "bot", "Bot", "t", "/", day, frozenset())
    with store.write(SYSTEM) as tx:
        put_letter(tx, Letter("k", to, LetterKind.DIGEST, day, (fact,)))
        claimed = claim_next(tx, tx.now)
        assert claimed is not None
        mark_given_up(tx, claimed.letter, "The mail server is down.")
    said = "could not be delivered\\: The mail server is down\\. What it told comes in the next one"
    for view in ("today", "being_told"):
        assert said in text_of(as_person(opened(view), "ethics-officer"))
        assert said not in text_of(as_person(opened(view), "lead-0"))
    choose_telling(store, ChooseTelling("lead-0", "", Wish(), day), SYSTEM)
    assert said not in text_of(as_person(opened("being_told"), "ethics-officer"))


def test_a_calendar_address_is_shown_once_and_ends(store: Database, opened: Opened) -> None:
    """Made, shown, gone at the next click; then ended by its owner."""
    app = as_person(opened("being_told"), "lead-0")
    assert "You have no calendar address" in text_of(app)
    app = click(app, "Make an address")
    assert not app.exception
    (shown,) = [one.value for one in app.code if "/calendar/" in one.value]
    assert shown.startswith("http://localhost:8501/calendar/")
    path = shown.removeprefix("http://localhost:8501/calendar/").removesuffix(".ics")
    found = reader_of(store, path)
    assert found is not None
    assert found.id == "lead-0"
    app = app.run()
    assert [one.value for one in app.code if "/calendar/" in one.value] == []
    app = click(app, "End it")
    assert reader_of(store, path) is None
    assert "You have no calendar address" in text_of(app)
