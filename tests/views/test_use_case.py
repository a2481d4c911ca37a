"""The page of one use case says whether it is all right, why not, and what now; names are text."""

import pytest
from sqlalchemy import update

from dashboard.adapters.database import Database
from dashboard.adapters.repository import table
from dashboard.adapters.tables import UseCaseRow
from dashboard.domain.actors import SYSTEM
from tests.views.conftest import Opened

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) :red[z] $y$"


def words(app: object) -> str:
    """Everything that markdown, titles, headings and captions say."""
    parts = (*app.markdown, *app.title, *app.header, *app.caption)  # type: ignore[attr-defined]
    return "\n".join(str(part.value) for part in parts)


def test_the_headline_has_number_and_denominator(store: Database, opened: Opened) -> None:
    """A breach is told as a sentence with how many clauses could be decided at all."""
    app = opened("use_case", id="lead-scoring")

    assert not app.exception
    assert app.title[0].value.startswith("Lead scoring breaches the charter in 1 of ")
    assert app.title[0].value.endswith(" decided clauses")


def test_a_breach_opens_with_everything_behind_it(store: Database, opened: Opened) -> None:
    """Clause, rule, measured value, since, who acts by when, law, and the command that reproduces it."""
    said = words(opened("use_case", id="lead-scoring"))

    for part in ("The clause.", "The rule.", "Measured.", "Behind it", "Since", "Who acts, by when", "Law behind it"):
        assert f"**{part}**" in said


def test_the_organisation_has_a_page_of_its_own(store: Database, opened: Opened) -> None:
    """Clauses of the organisation are reached like a use case, explained, and hold no tier or model."""
    app = opened("use_case", id="organisation")

    said = words(app)
    assert not app.exception
    assert app.title[0].value.startswith("The organisation as a whole")
    assert "tier" not in said.lower()
    assert "Models" not in said


def test_the_command_names_use_case_and_date(store: Database, opened: Opened) -> None:
    """Anybody can reproduce the finding from the command line."""
    commands = [code.value for code in opened("use_case", id="lead-scoring").code]

    assert any(command.startswith("python -m dashboard check --use-case lead-scoring --as-of ") for command in commands)


def test_an_unknown_id_leads_back(store: Database, opened: Opened) -> None:
    """A wrong link says so in words and is no stack trace; the id itself is text."""
    app = opened("use_case", id="<b>nobody</b>")

    assert not app.exception
    assert app.title[0].value == "There is no use case under this address"
    assert "<b>" not in words(app)


def test_no_id_asks_to_choose(store: Database, opened: Opened) -> None:
    """The bare address is not an error."""
    assert opened("use_case").title[0].value == "No use case was chosen"


def test_imported_use_cases_are_not_judged(store: Database, opened: Opened) -> None:
    """An inventoried use case shows its record, and no verdict."""
    app = opened("use_case", id="lead-scoring-2")

    assert app.title[0].value == "Lead scoring 2 was imported and is not yet judged"
    assert "Charter breach" not in words(app)
    assert "Nothing has been judged here" in words(app)


def test_unknown_fields_are_shown_as_unknown(store: Database, opened: Opened) -> None:
    """A field that nobody filled in reads `unknown`, never no."""
    app = opened("use_case", id="lead-scoring")
    app.session_state["open-record"] = True
    frames = [frame.value for frame in app.run().dataframe]
    record = next(frame for frame in frames if "Field" in frame.columns and len(frame) > 30)

    assert record.set_index("Field")["Value"]["Special category"] == "unknown"


def test_the_status_filter_is_in_the_url(store: Database, opened: Opened) -> None:
    """Clauses of one status can be linked to."""
    app = opened("use_case", id="lead-scoring", status="✓ Meets charter")

    clauses = next(frame.value for frame in app.dataframe if "Promise" in frame.value.columns)
    assert {status[0] for status in clauses["Status"]} == {"✓ Meets charter"}


def test_any_clause_can_be_explained(store: Database, opened: Opened) -> None:
    """Also a clause that is met opens its explanation, by link."""
    app = opened("use_case", id="lead-scoring", why="FAI-02")

    assert not app.exception
    assert len(app.main.code) == 2


@pytest.mark.parametrize("view", ["use_case", "fairness", "review_items", "charter"])
def test_hostile_names_are_text(store: Database, opened: Opened, view: str) -> None:
    """A use case's name is never read as HTML, a link, a directive or a formula."""
    rows = table(UseCaseRow)
    with store.write(SYSTEM) as tx:
        tx.connection.execute(update(rows).where(rows.c.id == "lead-scoring").values(title=HOSTILE))
        tx.append("use_case.renamed", "portfolio", "hostile", {})
    query = {"use_case": {"id": "lead-scoring"}, "review_items": {"item": "1"}, "charter": {"clause": "FAI-02"}}

    app = opened(view, **query.get(view, {}))

    said = words(app)
    assert not app.exception
    assert "<script>" not in said.replace("\\<script\\>", "")
    assert "](javascript" not in said
    assert not any(char in said for char in (" :red[z", " $y$"))
