"""The preview is the assessment itself: what it says before registering is what is found afterwards."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.intake_file import load_intake
from dashboard.domain.draft_record import Asked, record_of
from dashboard.domain.facts import build_facts
from dashboard.domain.findings import assess
from dashboard.domain.registry import Registry
from dashboard.domain.similarity import Described, Register
from dashboard.domain.statuses import Status
from dashboard.domain.triage import Answer
from dashboard.services.screens.preview import STANDINGS, preview
from tests.registrations import ASSISTANT, DECIDES

ROOT = Path(__file__).resolve().parents[3]
CHARTER, INTAKE = load_charter(ROOT / "charter" / "charter.yaml"), load_intake(ROOT / "charter" / "intake.yaml")
DAY = date(2026, 11, 28)
ASKED = Asked(INTAKE, CHARTER, "lead", DAY)
NOBODY = Register.of([])


@pytest.mark.parametrize("answers", [ASSISTANT, DECIDES, {}], ids=["assistant", "decides", "nothing yet"])
def test_the_preview_says_what_the_assessment_finds(answers: dict[str, Answer]) -> None:
    """The same clauses apply, the same breach, the same are met: one implementation, not two."""
    found = preview(ASKED, answers, NOBODY)
    record = record_of(ASKED, answers)
    held = assess(CHARTER, build_facts(Registry(use_cases=[record]), DAY), DAY).use_cases
    said = {clause.id: held.says(at, 0)[0] for at, clause in enumerate(held.clauses)}

    assert {one.clause for one in found.clauses} == {
        name for name, status in said.items() if status != "not_applicable"
    }
    for standing, status in (("breach", Status.NON_COMPLIANT), ("meets", Status.COMPLIANT)):
        assert {one.clause for one in found.clauses if one.standing == standing} == {
            name for name, held_status in said.items() if held_status == status
        }
    assert sum(found.count(standing) for standing in STANDINGS) == len(found.clauses)
    assert found.of == len(said)


def test_what_is_missing_says_what_a_good_one_is() -> None:
    """Each document names its clauses and every term of the rule; what only stands in for a log is told apart."""
    papers = {one.type: one for one in preview(ASKED, DECIDES, NOBODY).documents}

    report = papers["fairness_report"]
    assert (report.clauses, report.stands_in) == (("FAI-01",), False)
    assert "not older than 183 days" in report.good
    assert "stating tool, dataset ref" in report.good
    assert "accepted by somebody other than who filed it" in report.good
    assert papers["leakage_sample_report"].stands_in
    assert "fria" not in papers


def test_worst_comes_first() -> None:
    """Breaches lead, then what is not answered, then what to bring; what is met comes last."""
    standings = [one.standing for one in preview(ASKED, DECIDES, NOBODY).clauses]

    assert standings == sorted(standings, key=STANDINGS.index)
    assert standings[0] == "breach"


def test_a_duplicate_is_named() -> None:
    """An existing use case with the same title and purpose is listed with its reasons."""
    known = Register.of([Described("old", "Refund chat assistant", "Answers customers about refunds", "answer")])
    found = preview(ASKED, ASSISTANT, known)

    assert [one.use_case.id for one in found.similar] == ["old"]
    assert "serves the same acceptable use" in found.similar[0].reasons
