"""Which registry fields clauses may ask about, and which they do ask about."""

from datetime import date

import pytest

from dashboard.domain.facts import build_facts
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.registry_fields import DERIVED, ORGANISATION_DERIVED, organisation_fields, use_case_fields


def test_every_field_says_what_it_means() -> None:
    """The reference has no empty cell under meaning."""
    fields = [*use_case_fields().values(), *organisation_fields().values()]

    assert [field.path for field in fields if not field.meaning or not field.type] == []


@pytest.mark.parametrize(
    "path", ["purposes.lawful_basis", "channels.opt_out.steps", "art6_3.claimed", "models.version"]
)
def test_paths_reach_into_records_and_lists(path: str) -> None:
    """A clause may ask about the members of a list and the fields of a record."""
    assert path in use_case_fields()


def test_listed_values_are_known() -> None:
    """A value that a field can never have is recognised."""
    assert use_case_fields()["risk_tier"].choices[:2] == ("prohibited", "high")
    assert use_case_fields()["emotion_recognition.source"].choices == ("none", "text", "biometric")


def test_derived_fields_are_those_that_the_assessment_computes() -> None:
    """What is documented as derived can be read in an assessment."""
    registry = Registry(use_cases=[UseCase(id="a", title="A", lifecycle="live", purposes=[])])
    facts = build_facts(registry, date(2026, 11, 23))

    for path in DERIVED:
        assert len(facts.use_cases.table.column(path).codes) == 1
    assert facts.use_cases.table.value(0, "in_service") is True
    assert facts.organisation.table.value(0, "registered_systems") == ("a",)
    assert set(ORGANISATION_DERIVED) == {"registered_systems"}
