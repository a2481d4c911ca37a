"""Keeping features in the form and in the table of many: all three terms or nothing, and nothing without a yes."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.intake_file import load_intake
from dashboard.domain.actors import Role
from dashboard.domain.bulk_rows import BulkRow, bulk_columns, read_bulk
from dashboard.domain.draft_answers import accepted
from dashboard.domain.draft_form import asked_entries
from dashboard.domain.draft_record import Asked, record_of
from dashboard.domain.triage import Answer
from dashboard.domain.users import User
from dashboard.errors import InputRejected
from tests.registrations import ASSISTANT, DECIDES

ROOT = Path(__file__).resolve().parents[2]
CHARTER, INTAKE = load_charter(ROOT / "charter" / "charter.yaml"), load_intake(ROOT / "charter" / "intake.yaml")
ASKED = Asked(INTAKE, CHARTER, "lead", date(2026, 11, 28))
PEOPLE = [User("lead", "Lead", Role.TEAM_LEAD, "Service", active=True)]
TERMS: dict[str, Answer] = {
    "keeps_features": "yes", "kept_names": "age, tenure", "kept_reason": "Explain refusals", "kept_days": "90",
}  # fmt: skip


def row_of(answers: Mapping[str, Answer]) -> BulkRow:
    """A table of one row."""
    cells = {name: "; ".join(one) if isinstance(one, tuple) else one for name, one in answers.items()}
    [row] = read_bulk(ASKED, list(cells), [list(cells.values())], PEOPLE)
    return row


def test_the_terms_become_the_record() -> None:
    """Names, reason and days; the same from a row of a table; without a yes, or for who decides nothing, nothing."""
    kept = record_of(ASKED, {**DECIDES, **TERMS}).kept_features
    assert kept is not None
    assert (kept.names, kept.reason, kept.days) == (["age", "tenure"], "Explain refusals", 90)
    row = row_of({**DECIDES, **TERMS})
    assert row.problems == []
    assert record_of(ASKED, row.answers).kept_features == kept
    assert record_of(ASKED, {**DECIDES, **TERMS, "keeps_features": "no"}).kept_features is None
    assert record_of(ASKED, {**ASSISTANT, **TERMS}).kept_features is None


def test_the_terms_are_asked_after_a_yes() -> None:
    """Nobody is asked which features before they said that some shall be kept."""
    for said, count in (("yes", 3), ("no", 0)):
        asked = asked_entries(ASKED.form, {**DECIDES, "keeps_features": said}, INTAKE)["groups"]
        assert sum(entry.id.startswith("kept_") for entry in asked) == count


@pytest.mark.parametrize("left_out", ["kept_names", "kept_reason", "kept_days"])
def test_a_row_with_half_the_terms_is_a_problem(left_out: str) -> None:
    """Nothing is kept on terms that nobody wrote."""
    row = row_of({name: one for name, one in {**DECIDES, **TERMS}.items() if name != left_out})
    assert [(one.column, one.found) for one in row.problems] == [(left_out, "nothing")]


def test_terms_without_a_yes_are_a_problem() -> None:
    """A table that names features and does not say yes is asked what it means."""
    row = row_of({name: one for name, one in {**DECIDES, **TERMS}.items() if name != "keeps_features"})
    assert [(one.column, one.expected) for one in row.problems] == [
        ("keeps_features", "yes where kept_names is filled in; else leave that empty")
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("kept_names", "Age of person"), ("kept_days", "0"), ("kept_days", "4000")]
)
def test_terms_that_cannot_be_are_refused(name: str, value: str) -> None:
    """By the form at once, by the table with row and column."""
    with pytest.raises(InputRejected, match=r"expected (a name as the log|a whole number from 1 up to 3,660)"):
        accepted(ASKED.form, {name: value}, ())
    row = row_of({**DECIDES, **TERMS, name: value})
    assert [one.column for one in row.problems] == [name]


def test_the_template_has_the_columns() -> None:
    """With what they mean, and that such features are personal data."""
    columns = bulk_columns(ASKED)
    assert [name for name in columns if name in TERMS] == list(TERMS)
    assert "personal data" in columns["keeps_features"][0]
