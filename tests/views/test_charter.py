"""The charter is readable, searchable, and each clause says how it is kept."""

from dashboard.adapters.database import Database
from tests.views.conftest import Opened


def test_the_headline_counts_breached_clauses(store: Database, opened: Opened) -> None:
    """How many clauses are breached somewhere, of how many."""
    app = opened("charter")

    assert not app.exception
    assert app.title[0].value == "3 of 59 clauses are breached by at least one use case"


def test_a_clause_has_its_own_address(store: Database, opened: Opened) -> None:
    """`?clause=FAI-02` shows its rule in words, its laws, and every use case under it."""
    app = opened("charter", clause="FAI-02")

    said = "\n".join(part.value for part in app.markdown)
    assert app.title[0].value == "Balanced decisions in production"
    assert "The rule." in said
    laws, cases = app.dataframe[0].value, app.dataframe[1].value
    assert "binding law" in set(laws["Kind"])
    assert "aligned" in set(laws["Kind"])
    assert len(cases) == 24


def test_an_unknown_clause_shows_the_whole_charter(store: Database, opened: Opened) -> None:
    """A wrong link is told, and nothing is lost."""
    app = opened("charter", clause="XXX-99")

    assert not app.exception
    assert any("The charter has no clause" in part.value for part in app.markdown)


def test_search_narrows_the_clauses(store: Database, opened: Opened) -> None:
    """Every searched word must occur in the clause or its rule."""
    app = opened("charter", q="no such words here")

    assert any("No clause has these words" in part.value for part in app.markdown)


def test_an_empty_store_reads_as_a_charter(empty_store: Database, opened: Opened) -> None:
    """Before anything was assessed, the promise is there and nothing is claimed to be kept."""
    app = opened("charter")

    assert not app.exception
    assert app.title[0].value == "59 clauses, none of them decided yet"
