"""What a page says of papers, measurements and proof: the newest first, in words, nothing twice."""

from datetime import date

import pandas as pd

from dashboard.domain.checks import EvidenceCheck
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.group_plot import measurement_table
from dashboard.services.screens.papers_behind import evidence_behind
from dashboard.services.screens.review_item import proof_in_words
from dashboard.services.screens.words import apart

TODAY = date(2026, 11, 23)
COLUMNS = ["type", "effective", "expires", "accepted_by", "signed_by", "ref", "sha256"]


def a_case(*documents: tuple[date, str | None]) -> CaseFile:
    """A use case with these impact assessments: day and who accepted it."""
    rows = [("dpia", on, None, by, None, None, None) for on, by in documents]
    nothing = pd.DataFrame()
    return CaseFile(
        "a", "a", "A", {}, {"evidence": pd.DataFrame(rows, columns=COLUMNS)}, None,
        *[nothing] * 5, people={"deputy": "Deputy"}, disputes={},
    )  # fmt: skip


def test_one_accepted_document_speaks_for_its_type() -> None:
    """Of three accepted ones the newest is said, and how many more there are."""
    accepted = [(date(2026, month, 1), "deputy") for month in (3, 9, 6)]
    found = evidence_behind(EvidenceCheck(evidence="dpia"), a_case(*accepted), TODAY)

    assert [line[:60] for line in found.said] == [
        "Data protection impact assessment of 1 Sep 2026, 83 days old",
        "2 other documents of that type under “What is behind it”",
    ]  # fmt: skip
    assert found.table is not None
    assert len(found.table) == 3


def test_a_newer_one_that_nobody_accepted_hides_none_that_counts() -> None:
    """The newest and the newest accepted are both said, and nothing is left over."""
    case = a_case((date(2026, 6, 1), "deputy"), (date(2026, 11, 1), None))
    first, second = evidence_behind(EvidenceCheck(evidence="dpia"), case, TODAY).said

    assert "1 Nov 2026" in first
    assert "not accepted by anybody yet" in first
    assert "1 Jun 2026" in second
    assert "accepted by Deputy" in second


def test_measurements_are_said_in_words_and_the_worst_comes_first() -> None:
    """A verdict is the status with its icon, a metric its plain name; the reasons column is there when there is one."""
    row = {"attribute": "age_band", "reference": "35-49", "metric": "selection_rate_ratio", "value": 0.6, "low": 0.5,
           "high": 0.7, "n": 4049, "n_reference": 6338, "undefined": None}  # fmt: skip
    good, bad = row | {"group": "18-24", "verdict": "compliant"}, row | {"group": "65+", "verdict": "non_compliant"}
    table = measurement_table(pd.DataFrame([good, bad]))

    assert table["Group"].tolist() == ["65+", "18-24"]
    assert table["Verdict"].tolist() == ["✕ Charter breach", "✓ Meets charter"]
    assert table["Metric"].tolist() == ["Ratio of favourable decisions"] * 2
    assert "Undefined because" not in table
    without = bad | {"undefined": "nobody was favoured"}
    assert measurement_table(pd.DataFrame([without]))["Undefined because"].tolist() == ["nobody was favoured"]


def test_proof_is_a_sentence() -> None:
    """What put an item right is its day and reason with titles for ids; the task of a case has no such proof."""
    proof = {"as_of": "2025-03-31", "status": "compliant", "reason": "Inside, decided by deputy.", "measured": {"n": 5}}

    assert proof_in_words(proof, {"deputy": "Deputy"}) == "As of 31 Mar 2025: Inside, decided by Deputy."
    assert proof_in_words({"case": "c-1", "step": "answered"}, {}) == ""
    assert proof_in_words(None, {}) == ""


def test_two_reasons_are_told_apart() -> None:
    """What both say is left out; a reason of which nothing would be left is told whole, and so is a lonely one."""
    now, then = (
        "It is 0.98 (n = 20). Inside. Not tested: x (by y).",
        "It is 0.98 (n = 20). Outside. Not tested: x (by y).",
    )

    assert apart(now, then) == ("Inside.", "Outside.")
    assert apart(now, now) == (now, now)
    assert apart("It is old.", "It is old. More.") == ("It is old.", "It is old. More.")
    assert apart("", now) == ("", now)
