"""Each sentence of the charter format about fields, documents, sign-offs, combinations and waivers."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.assessing import AS_OF, verdict
from tests.domain.papers import DPIA, REVIEW, paper, signed


@pytest.mark.parametrize(
    ("check", "fields", "expected"),
    [
        ({"field": "team", "present": True}, {}, "non_compliant"),
        ({"field": "team", "present": True}, {"team": "Care"}, "compliant"),
        ({"field": "risk_tier", "is_not": "prohibited"}, {}, "not_assessed (intake_incomplete)"),
        ({"field": "risk_tier", "is_not": "prohibited"}, {"risk_tier": "prohibited"}, "non_compliant"),
        ({"fields": ["owner", "overseer.name"], "present": True}, {}, "non_compliant"),
        ({"field": "registered_at", "at_most": {"field": "go_live"}}, {}, "compliant"),
        ({"field": "go_live", "before": {"field": "registered_at"}}, {}, "non_compliant"),
        ({"field": "go_live", "before": {"field": "placed_on_market_at"}}, {}, "not_assessed (intake_incomplete)"),
        ({"field": "retention_days", "at_most": 30}, {"retention_days": 31}, "non_compliant"),
        (
            {"field": "purposes.lawful_basis", "includes": "consent"},
            {"purposes": [{"purpose": "a", "lawful_basis": "consent"}, {"purpose": "b"}]},
            "compliant",
        ),
        (
            {"field": "purposes.lawful_basis", "subset_of": ["consent"]},
            {"purposes": [{"purpose": "a", "lawful_basis": "consent"}, {"purpose": "b"}]},
            "not_assessed (intake_incomplete)",
        ),
    ],
)
def test_present_is_decided_and_other_comparisons_with_an_absent_field_are_unknown(
    check: dict[str, Any], fields: dict[str, Any], expected: str
) -> None:
    """`present: true` is not satisfied by an absent field; every other comparison with one is unknown."""
    assert verdict(check, fields) == expected


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ([{"id": "a", "opt_out": {"steps": 1}, "opt_in": {"steps": 2}}], "compliant"),
        ([{"id": "a", "opt_out": {"steps": 3}, "opt_in": {"steps": 2}}, {"id": "b"}], "non_compliant"),
        (
            [{"id": "a", "opt_out": {"steps": 1}, "opt_in": {"steps": 2}}, {"id": "b"}],
            "not_assessed (intake_incomplete)",
        ),
        ([], "not_assessed (intake_incomplete)"),
        (None, "not_assessed (intake_incomplete)"),
    ],
)
def test_each_member_of_a_list_must_pass(channels: list[dict[str, Any]] | None, expected: str) -> None:
    """One failing member is a breach; nothing listed is nothing known, and never reads as compliance."""
    check = {"each": "channels", "check": {"field": "opt_out.steps", "at_most": {"field": "opt_in.steps"}}}
    assert verdict(check, {} if channels is None else {"channels": channels}) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (paper(), "compliant"),
        (paper(accepted_by=None), "non_compliant"),
        (paper(accepted_by="lead"), "non_compliant"),
        (paper(effective=AS_OF + timedelta(days=1)), "non_compliant"),
        (paper(expires=AS_OF - timedelta(days=1)), "non_compliant"),
        (paper(expires=AS_OF), "compliant"),
        ({}, "non_compliant"),
    ],
)
def test_a_document_counts_once_somebody_else_accepted_it(fields: dict[str, Any], expected: str) -> None:
    """A document that nobody accepted, or only its uploader, counts as missing; one that expired has lapsed."""
    assert verdict(DPIA, fields) == expected


@pytest.mark.parametrize(("days", "expected"), [(365, "compliant"), (366, "non_compliant")])
def test_ages_end_at_as_of(days: int, expected: str) -> None:
    """A document as old as `max_age` still counts, a day later it has lapsed."""
    assert verdict({**DPIA, "max_age": "365d"}, paper(effective=AS_OF - timedelta(days=days))) == expected


def test_missing_evidence_is_requested_within_grace() -> None:
    """Missing evidence is asked for until `evidence_grace` after the clause first applied, then a breach."""
    young = {"registered_at": AS_OF - timedelta(days=30), "go_live": AS_OF}
    assert verdict(DPIA, young) == "not_assessed (requested)"
    assert verdict(DPIA, young, as_of=AS_OF + timedelta(days=1)) == "non_compliant"
    assert verdict(DPIA, young, evidence_grace="10d") == "non_compliant"
    assert verdict({**DPIA, "grace": "10d"}, young) == "non_compliant"
    assert verdict({**DPIA, "grace": "60d"}, young, evidence_grace="10d") == "not_assessed (requested)"


def test_a_clause_cannot_apply_before_the_charter_does() -> None:
    """Grace runs from the charter's effective date for use cases that are older."""
    assert verdict(DPIA, as_of=date(2026, 1, 31)) == "not_assessed (requested)"
    assert verdict(DPIA, as_of=date(2026, 2, 1)) == "non_compliant"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_material_change": date(2026, 6, 1)}, "non_compliant"),
        ({"last_material_change": date(2026, 4, 1)}, "compliant"),
        ({}, "compliant"),
        ({"last_material_change": AS_OF - timedelta(days=20)}, "compliant"),
    ],
)
def test_newer_than_a_date(fields: dict[str, Any], expected: str) -> None:
    """A document older than the change has lapsed, after `grace`; an absent date is satisfied."""
    assert verdict({**DPIA, "newer_than": "last_material_change", "grace": "30d"}, {**paper(), **fields}) == expected


def test_newer_than_the_last_model_version() -> None:
    """`last_model_version` is the newest deployment up to `as_of`; one that is planned does not count yet."""
    check = {**DPIA, "newer_than": "last_model_version"}
    models = [{"name": "m", "version": "1", "deployed_at": date(2026, 4, 1)}]
    planned = {"name": "m", "version": "2", "deployed_at": AS_OF + timedelta(days=5)}
    assert verdict(check, {**paper(), "models": [*models, planned]}) == "compliant"
    assert verdict(check, {**paper(), "models": [{**planned, "deployed_at": date(2026, 9, 1)}]}) == "non_compliant"


@pytest.mark.parametrize(
    ("extra", "fields", "expected"),
    [
        ({"signed_by": "dpo"}, paper(), "non_compliant"),
        ({"signed_by": "dpo"}, paper(signed_by="dpo"), "compliant"),
        ({"require": ["scope"]}, paper(), "non_compliant"),
        ({"require": ["scope"]}, paper(states={"scope": " "}), "non_compliant"),
        ({"require": ["scope"]}, paper(states={"scope": "all"}), "compliant"),
        ({"before": "go_live"}, paper(), "non_compliant"),
        ({"before": "go_live"}, paper(effective=date(2025, 1, 31)), "compliant"),
        ({"before": "go_live"}, {"go_live": AS_OF + timedelta(days=9)}, "not_assessed (requested)"),
        ({"max_age": "365d"}, paper(effective=None), "not_assessed (intake_incomplete)"),
    ],
)
def test_what_a_document_must_be(extra: dict[str, Any], fields: dict[str, Any], expected: str) -> None:
    """Signature, statements and the gate are part of the check; a missed gate is a breach, an open one is not."""
    assert verdict({**DPIA, **extra}, fields) == expected


@pytest.mark.parametrize(
    ("extra", "fields", "expected"),
    [
        ({}, signed(), "compliant"),
        ({}, {}, "non_compliant"),
        ({"max_age": "90d"}, signed(), "non_compliant"),
        ({"max_age": {"high": "180d"}}, {**signed(), "risk_tier": "high"}, "compliant"),
        ({"max_age": {"high": "90d"}}, {**signed(), "risk_tier": "high"}, "non_compliant"),
        ({"max_age": {"high": "90d"}}, {**signed(), "risk_tier": "minimal"}, "not_applicable"),
        ({"max_age": {"high": "90d"}}, signed(), "not_assessed (intake_incomplete)"),
        ({"by_role": ["deputy"]}, signed(), "non_compliant"),
        ({"not_by": "owner"}, signed(by="lead"), "non_compliant"),
        ({"not_by": "owner"}, {**signed(), "owner": None}, "not_assessed (intake_incomplete)"),
        (
            {"newer_than": "last_material_change"},
            {**signed(), "last_material_change": date(2026, 7, 1)},
            "non_compliant",
        ),
        ({"newer_than": "last_material_change"}, signed(), "compliant"),
    ],
)
def test_sign_offs(extra: dict[str, Any], fields: dict[str, Any], expected: str) -> None:
    """The right person, fresh enough for the tier; the wrong person counts as missing; unlisted tiers do not apply."""
    assert verdict({**REVIEW, **extra}, fields) == expected
