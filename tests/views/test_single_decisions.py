"""The page of single decisions: shown to whom it concerns, each look asked for with a click and recorded."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of
from dashboard.adapters.reviews_store import attached_to
from dashboard.settings import load_settings
from tests.featured import DAY, ROWS, allowing, taken
from tests.services.test_reviews import assess
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, click, text_of

ASK = "Find it and its nearest counterfactual"


@pytest.fixture
def featured(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A store with five decisions and their features."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    use_case = allowing("age", "job", title="Churn *now*")
    taken(empty_store, DecisionStore(load_settings().decision_store), live, ROWS, use_case=use_case)
    return empty_store


def asked(opened: Opened, person: str, decision: str) -> Any:
    """The page after somebody asked for a decision."""
    app = as_person(opened("single_decisions"), person)
    app.text_input(key="look-id").set_value(decision)
    return click(app, ASK)


def looks(database: Database) -> int:
    """How many looks the ledger has."""
    return len(events_of(database, "single_decisions", "churn"))


def test_a_decision_stands_beside_its_nearest(featured: Database, opened: Opened) -> None:
    """One click is one look; drawing the page again is none, and a second click is a second one."""
    app = asked(opened, "lead", "a")
    assert not app.exception
    said = text_of(app) + " ".join(one.value for one in app.subheader)
    assert "the nearest of 2 that went the other way differs in 2 of 2 features" in said
    assert app.dataframe[0].value["Feature"].tolist() == ["age", "job"]
    assert app.dataframe[0].value["Nearest that went the other way"].tolist() == ["30", "nurse"]
    app = app.run()
    assert (len(app.dataframe), looks(featured)) == (1, 1)
    assert looks(featured) == 1
    click(app, ASK)
    assert looks(featured) == 2


def test_nobody_else_sees_what_was_found(featured: Database, opened: Opened) -> None:
    """The next person at the same browser finds the form and no row; a reader has no such page."""
    app = asked(opened, "lead", "a")
    app = as_person(app, "officer")
    assert (len(app.dataframe), looks(featured)) == (0, 1)
    app = as_person(app, "other-lead")
    assert "No use case that you may look at keeps features" in text_of(app)
    assert not app.text_input


def test_an_id_that_is_not_there_is_told(featured: Database, opened: Opened) -> None:
    """A sentence, and the try is recorded; an empty field asks nothing."""
    app = asked(opened, "auditor", "nobody")
    assert "has no decision `nobody` whose features are kept" in " ".join(one.value for one in app.error).replace(
        "\\", ""
    )
    assert looks(featured) == 1
    asked(opened, "auditor", "  ")
    assert looks(featured) == 1


def test_overview_and_consistency_are_asked_for(featured: Database, opened: Opened) -> None:
    """Nothing is read before a click; each click is a look, and an answer that cannot be given is a sentence."""
    app = as_person(opened("single_decisions"), "lead")
    assert (len(app.dataframe), looks(featured)) == (0, 0)
    app = click(app, "Look at all features")
    assert not app.exception
    assert app.dataframe[0].value["Feature"].tolist() == ["age", "job"]
    assert looks(featured) == 1
    app = click(app, "Compare with neighbours")
    assert "3 decisions of version 1 are not enough" in " ".join(one.value for one in app.error)
    assert looks(featured) == 1


def test_consistency_is_attached_to_an_item_without_anybody_in_it(
    empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch, opened: Opened
) -> None:
    """Value, interval and number of decisions; the command that asks again; no row of anybody."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    rows = "".join(f"d{number},{DAY},1,{number % 2},1,0.9,F,{20 + number},clerk\n" for number in range(40))
    taken(empty_store, DecisionStore(load_settings().decision_store), live, rows)
    assess(empty_store)
    app = click(as_person(opened("single_decisions", use_case="churn"), "lead"), "Compare with neighbours")
    app.text_area(key="attach-words-consistency").set_value("Alike is not treated alike")
    app = click(app, "Attach")
    assert not app.exception
    with empty_store.read() as connection:
        [stored] = [row["attached"] for row in attached_to(connection, 1)]
    assert stored["kind"] == "consistency"
    assert stored["command"] == "python -m dashboard features consistency churn --model-version 1 --as lead"
    assert stored["result"]["value"]["decisions"] == 40
    assert "d1" not in str(stored)


def test_the_use_case_leads_there_where_features_are_kept(featured: Database, opened: Opened) -> None:
    """The page of a use case has the link for those who may look; a store without leave says what to do."""
    assert featured
    links = [link.label for link in as_person(opened("use_case", id="churn"), "lead").get("page_link")]
    assert any("Look at single decisions" in label for label in links)
    links = [link.label for link in as_person(opened("use_case", id="churn"), "reader").get("page_link")]
    assert not any("Look at single decisions" in label for label in links)


def test_without_leave_the_page_says_what_to_do(store: Database, opened: Opened) -> None:
    """No use case of this store keeps features."""
    assert store
    assert "kept_features" in text_of(as_person(opened("single_decisions"), "ethics-officer")).replace("\\", "")
