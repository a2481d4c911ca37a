"""Combined checks, applicability, waivers and sentences of findings, on small literal registers."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.assessing import AS_OF, assessed, case, charter, clause, registry, verdict, words
from tests.domain.papers import DPIA, REVIEW, paper, signed

YES: dict[str, Any] = {"field": "owner", "present": True}
NO: dict[str, Any] = {"field": "team", "present": True}
OPEN: dict[str, Any] = {"field": "risk_tier", "is": "high"}
AWAY: dict[str, Any] = {**NO, "applies_to": {"lifecycle": "draft"}}


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"all_of": [YES, OPEN, NO]}, "non_compliant"),
        ({"all_of": [YES, OPEN]}, "not_assessed (intake_incomplete)"),
        ({"all_of": [YES, AWAY]}, "compliant"),
        ({"all_of": [AWAY, AWAY]}, "not_applicable"),
        ({"any_of": [NO, OPEN]}, "not_assessed (intake_incomplete)"),
        ({"any_of": [NO, OPEN, YES]}, "compliant"),
        ({"any_of": [NO, AWAY]}, "non_compliant"),
        ({"any_of": [{"all_of": [YES, NO]}, {"all_of": [YES, YES]}]}, "compliant"),
        ({"all_of": [{**YES, "applies_to": {"risk_tier": "high"}}, NO]}, "non_compliant"),
        ({"all_of": [{**YES, "applies_to": {"risk_tier": "high"}}, YES]}, "not_assessed (intake_incomplete)"),
    ],
)
def test_combinations(check: dict[str, Any], expected: str) -> None:
    """`all_of` takes its worst part, `any_of` its best; parts that do not apply drop out."""
    assert verdict(check) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"lifecycle": "draft"}, "not_applicable"),
        ({"risk_tier": "high"}, "not_assessed (intake_incomplete)"),
        ({"any": [{"risk_tier": "high"}, {"lifecycle": "live"}]}, "non_compliant"),
        ({"lifecycle": "draft", "risk_tier": "high"}, "not_applicable"),
        ({"not": {"risk_tier": "high"}}, "not_assessed (intake_incomplete)"),
        ({"all": [{"risk_tier": "high"}, {"lifecycle": "draft"}]}, "not_applicable"),
        ({"not": {"all": [{"risk_tier": "high"}, {"lifecycle": "draft"}]}}, "non_compliant"),
        ({"registered_at": {"at_least": date(2025, 1, 1), "before": date(2025, 1, 2)}}, "non_compliant"),
        ({"registered_at": {"at_least": date(2025, 1, 1), "before": date(2025, 1, 1)}}, "not_applicable"),
        ({"lifecycle": ["draft", "live"]}, "non_compliant"),
    ],
)
def test_applicability_is_three_valued(when: dict[str, Any], expected: str) -> None:
    """An unknown field makes applicability unknown, unless the other parts already decide it."""
    assert verdict(NO, when=when) == expected


@pytest.mark.parametrize(
    "check",
    [
        {"rate": "disclosure_shown", "at_least": 0.995, "window": "30d"},
        {"quantile": "waiting_time", "p": 0.9, "at_most": "3min", "window": "30d"},
        {"count": "ai_interaction_after_opt_out", "at_most": 0, "window": "90d"},
        {"deadline": "incident", "step": "triaged", "within": "24h"},
        {"coverage": "ai_literacy", "of": "staff", "at_least": 0.95},
    ],
)
def test_kinds_without_data_yet(check: dict[str, Any]) -> None:
    """Rates, quantiles, counts, deadlines and coverage are not assessed for want of data."""
    assert verdict(check) == "not_assessed (no_data)"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [(paper(), "compliant"), (paper(accepted_by="lead"), "not_assessed (no_data)"), ({}, "not_assessed (no_data)")],
)
def test_a_document_stands_in_until_a_log_is_connected(fields: dict[str, Any], expected: str) -> None:
    """An accepted document shows compliance where no log does; its absence is never a breach of what a log decides."""
    check = {"count": "leak", "at_most": 0, "until_measured": DPIA}
    assert verdict(check, fields) == expected
    assert verdict({**check, "applies_to": {"team": "Care"}}, {**fields, "team": "Sales"}) == "not_applicable"


@pytest.mark.parametrize(
    ("waiver", "expected"),
    [
        ({"until": AS_OF}, "watch (waived)"),
        ({"until": AS_OF - timedelta(days=1)}, "non_compliant"),
        ({"until": AS_OF, "approved_by": None}, "non_compliant"),
        ({"until": AS_OF, "clause": "X-02"}, "non_compliant"),
        ({"until": AS_OF + timedelta(days=181)}, "non_compliant"),
        ({"until": AS_OF + timedelta(days=170), "granted": AS_OF - timedelta(days=20)}, "watch (waived)"),
        ({"until": AS_OF + timedelta(days=170), "granted": AS_OF - timedelta(days=181)}, "non_compliant"),
    ],
)
def test_waivers(waiver: dict[str, Any], expected: str) -> None:
    """An approved, unexpired waiver puts a breach on watch, for `max_waiver` from the day it was granted at most."""
    given = {"clause": "X-01", "reason": "a new system comes", "approved_by": "officer", **waiver}
    assert verdict(NO, {"waivers": [given]}) == expected


def test_a_waiver_changes_nothing_but_breaches() -> None:
    """A waiver never makes an unknown finding known, and never hides that a clause is kept."""
    given = {"clause": "X-01", "until": AS_OF, "reason": "r", "approved_by": "officer"}
    assert verdict(OPEN, {"waivers": [given]}) == "not_assessed (intake_incomplete)"
    assert verdict(YES, {"waivers": [given]}) == "compliant"


def test_everything_that_was_found_is_registered() -> None:
    """An organisation clause compares systems found by other means with the ids of the registry."""
    check = {"field": "discovered_systems", "subset_of": {"field": "registered_systems"}}
    promise = charter(clause(check, scope="organisation"))

    def status(found: list[str]) -> str:
        organisation = {"name": "o", "discovered_systems": found}
        return assessed(promise, registry(case(), organisation=organisation))[0].organisation.says(0, 0)[0].value

    assert [status(["u"]), status(["u", "shadow"]), status([])] == ["compliant", "non_compliant", "not_assessed"]


def test_a_use_case_did_not_exist_before_it_was_registered() -> None:
    """An assessment of a day in the past leaves out what was registered later, and counts as served what was live."""
    later = case(id="later", registered_at=AS_OF, go_live=AS_OF)
    early, _ = assessed(charter(clause(YES)), registry(case(), later), as_of=AS_OF - timedelta(days=1))
    planned, _ = assessed(charter(clause(YES)), registry(case(go_live=AS_OF + timedelta(days=1))))
    assert early.use_cases.ids == ("u",)
    assert planned.judged.tolist() == [True]
    assert planned.in_service.tolist() == [False]


@pytest.mark.parametrize(
    ("check", "fields", "said"),
    [
        (NO, {}, "Team is not filled in."),
        (OPEN, {}, "Risk tier is not recorded."),
        (OPEN, {"risk_tier": "limited"}, "Risk tier is limited (expected high)."),
        (DPIA, {}, "No data protection impact assessment (DPIA) is on file (due by 31 Jan 2026)."),
        (DPIA, paper(accepted_by=None), "nobody other than its uploader has accepted it"),
        ({**DPIA, "max_age": "90d"}, paper(), "(DPIA) of 1 May 2026 is 206 days old; at most 90 are allowed."),
        ({**DPIA, "before": "go_live"}, paper(), "(DPIA) was dated on or before the go-live date of 1 Feb 2025."),
        ({**REVIEW, "max_age": "90d"}, signed(), "The newest review sign-off is of 1 Jun 2026, 175 days ago"),
        (
            {"all_of": [YES, NO, {"field": "kind", "present": True}]},
            {},
            "Team is not filled in. Kind is not filled in.",
        ),
        (
            {"count": "ai_interaction_after_opt_out", "at_most": 0},
            {},
            "An interaction log and a consent history are needed",
        ),
    ],
)
def test_every_finding_says_why(check: dict[str, Any], fields: dict[str, Any], said: str) -> None:
    """The reason is a sentence with the value, the date or the document behind it."""
    assert said in words(check, fields).reason


def test_unknown_applicability_names_the_fields() -> None:
    """The sentence says which fields nobody filled in."""
    said = words(NO, when={"risk_tier": "high", "generative": True}).reason
    assert said == "Whether this applies is open: generative and risk tier are not recorded."
