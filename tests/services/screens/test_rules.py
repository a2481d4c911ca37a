"""Every rule of the shipped charter reads as a sentence, and says the numbers that decide it."""

from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.domain.charter import Charter
from dashboard.services.screens.rules import rule_in_words, scope_in_words


@pytest.fixture(scope="module")
def charter() -> Charter:
    """The shipped charter."""
    return load_charter(Path(__file__).resolve().parents[3] / "charter" / "charter.yaml")


def test_every_clause_reads_as_a_sentence(charter: Charter) -> None:
    """Capital letter, full stop, no identifiers with underscores, no braces."""
    for clause in charter.clauses:
        said = rule_in_words(clause, charter.defaults) + scope_in_words(clause)
        assert said[0].isupper() or said[0] in "“", clause.id
        assert not set("_{}[]") & set(said), said


@pytest.mark.parametrize(
    ("clause", "parts"),
    [
        ("FAI-04", ["between 0.8 and 1.25", "95 % interval", "180 days", "at least 200", "intersections"]),
        ("TRN-08", ["at least 99.5 %", "over 30 days", "1,000 events"]),
        ("CNS-03", ["95 % of cases", "1 hour", "24 hours"]),
        ("PRV-02", ["data protection impact assessment", "365 days", "data protection officer"]),
        ("CNS-02", ["never happens in 90 days", "24 hours of grace"]),
    ],
)
def test_the_rule_names_its_numbers(charter: Charter, clause: str, parts: list[str]) -> None:
    """Limit, window and least number are in the sentence."""
    found = charter.clause(clause)
    assert found is not None
    said = rule_in_words(found, charter.defaults)
    assert [part for part in parts if part not in said] == []
