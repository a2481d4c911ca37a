"""Review items, people, reports and one person's work on a past day; forms say that it is only read."""

import pytest

from dashboard.adapters.database import Database
from tests.two_days import item_about
from tests.views.conftest import Opened, seen
from tests.views.test_review_items import as_person


def test_one_item_of_a_past_day(two_days: Database, opened: Opened) -> None:
    """Whose it was, and the entries until then with the sentence of the assessment; the comment came a day later."""
    number = item_about(two_days, "u", "T-01").id
    app = opened("review_items", as_of="2026-11-13", item=str(number))

    assert not app.exception
    assert seen(app).startswith("U: T-01 A team")
    assert [one.value for one in app.metric] == ["Open", "Lead", "no days", "20 Nov 2026"]
    said = seen(app)
    assert "The dashboard opened" in said.replace("*", "")
    assert "purpose" in said.lower()
    assert "We look into it" not in said
    assert [one.label for one in app.main.button] == ["Back to today"]
    assert not app.main.text_area
    assert "We look into it" in seen(opened("review_items", item=str(number)))


def test_an_item_that_was_not_there(two_days: Database, opened: Opened) -> None:
    """A number that nobody had opened, and one that is none."""
    for number in ("999", "x"):
        app = opened("review_items", as_of="2026-11-13", item=number)
        assert app.title[0].value == "There was no such review item on 13 Nov 2026"


def test_people_of_a_past_day(two_days: Database, opened: Opened) -> None:
    """Titles and teams of then; nobody was at the door yet."""
    app = opened("people", as_of="2026-11-13")
    table = app.dataframe[0].value
    assert app.title[0].value == "4 of 4 people active, 0 of them with an account"
    assert list(zip(table["Who"], table["Team"], strict=True))[-1] == ("Lead", "Voice")


@pytest.mark.parametrize(("day", "packs"), [("2026-11-13", "No packs"), ("2026-11-14", "1 pack")])
def test_reports_of_a_past_day(two_days: Database, opened: Opened, day: str, packs: str) -> None:
    """The pack of the 14th with the digest of its file, not a day earlier."""
    app = opened("reports", as_of=day)
    head = app.title[0].value
    assert head == f"{packs} had been made, no use cases stood in the public register"
    assert [list(one.value["File"]) for one in app.dataframe] == ([["board.html"]] if packs == "1 pack" else [])


def test_the_work_of_a_past_day(two_days: Database, opened: Opened) -> None:
    """What the lead ran, their items, and a request that was asked for on the 14th."""
    app = as_person(opened("my_work", as_of="2026-11-13"), "lead")
    assert app.title[0].value.startswith("2 use cases, ")
    assert list(app.dataframe[0].value["Use case"]) == ["U", "V"]
    assert len(app.dataframe) == 2
    later = as_person(opened("my_work", as_of="2026-11-14"), "lead")
    assert list(later.dataframe[2].value["What"]) == ["Publication in register"]
    assert list(later.dataframe[2].value["Stood"]) == ["waiting"]


def test_being_told_on_a_past_day(two_days: Database, opened: Opened) -> None:
    """Nobody had chosen anything, and no letter was written."""
    app = opened("being_told", as_of="2026-11-13")
    assert app.title[0].value.endswith("was told nothing by mail; no letters until then")


@pytest.mark.parametrize(("view", "title"), [("new_use_case", "New use case"), ("onboarding", "Onboarding")])
def test_forms_are_filled_in_today(two_days: Database, opened: Opened, view: str, title: str) -> None:
    """They say so; the button leads back to the form."""
    app = opened(view, as_of="2026-11-13")
    assert app.title[0].value == f"{title} is filled in today, not on 13 Nov 2026"
    app.button(key="back-to-today").click().run()
    assert not app.exception
    assert "filled in today" not in app.title[0].value


def test_past_sentences_are_quoted(two_days: Database, opened: Opened) -> None:
    """What the assessment said when it opened the item, with its day; without an item there is no sentence."""
    app = opened("use_case", as_of="2026-11-14", id="u")
    said = app.dataframe[0].value.set_index("Clause")["Last said, and of which day"]
    assert said["T-01"].startswith("13 Nov 2026: ")
    assert "purpose" in said["T-01"].lower()
