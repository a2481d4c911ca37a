"""Documents that a registry file names are held against their files when it is checked."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from dashboard.domain.verdict_rows import FindingRecord
from dashboard.services.check import CheckRequest, check
from dashboard.settings import load_settings
from tests.charter_file import charter_file

CHARTER = charter_file(
    """\
  - {id: E-1, principle: p, title: Assessed, requirement: r, severity: high, remediate_within: 30d,
     threshold_set_by: policy, check: {evidence: dpia}}
""",
    defaults="{evidence_grace: 30d}",
)
CONTENT = b"%PDF-1.4 the assessment"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
REGISTERED = date(2026, 3, 1)


def _finding(folder: Path, as_of: date, **paper: str | int) -> FindingRecord:
    said = "".join(f", {name}: {value}" for name, value in paper.items())
    (folder / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (folder / "registry.yaml").write_text(
        f"""\
format: 1
use_cases:
  - id: u
    title: U
    lifecycle: live
    registered_at: {REGISTERED}
    evidence: [{{type: dpia, effective: 2026-03-01, uploaded_by: lead, accepted_by: legal{said}}}]
""",
        encoding="utf-8",
    )
    [found] = check(CheckRequest(folder / "charter.yaml", folder / "registry.yaml", as_of), load_settings()).findings
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one document, and a file beside it that is none of its business."""
    made = tmp_path / "repository"
    (made / "evidence").mkdir(parents=True)
    (made / "evidence" / "dpia.pdf").write_bytes(CONTENT)
    (tmp_path / "secret.pdf").write_bytes(CONTENT)
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(made))
    return made


@pytest.mark.parametrize("sha256", [SHA256, SHA256.upper(), f"sha256:{SHA256}"])
def test_a_document_with_its_file_counts(folder: Path, sha256: str) -> None:
    """The file is there and has the SHA-256 that the record states, however that is written."""
    found = _finding(folder, date(2026, 6, 1), ref="evidence/dpia.pdf", sha256=f"'{sha256}'")
    assert (found.status, found.reason_code) == ("compliant", None)


ALTERED = "its file `evidence/dpia.pdf` has the SHA-256 "
CASES = [
    ("evidence/dpia.pdf", "0" * 64, f"{ALTERED}{SHA256[:12]}…, and the record states `000000000000`…"),
    ("evidence/gone.pdf", SHA256, "its file `evidence/gone.pdf` is missing or too large to read"),
    ("gone.pdf", SHA256, "its file `gone.pdf` is missing or too large to read"),
    ("../secret.pdf", SHA256, "its file `../secret.pdf` may not be read"),
]


@pytest.mark.parametrize(("ref", "sha256", "fault"), CASES)
def test_a_document_without_its_file_does_not_count(folder: Path, ref: str, sha256: str, fault: str) -> None:
    """Missing, altered or out of reach: a breach after the charter's grace, which says why."""
    found = _finding(folder, date(2026, 6, 1), ref=ref, sha256=f"'{sha256}'")
    assert found.status == "non_compliant"
    assert fault in found.spelled.reason
    assert found.spelled.reason.endswith("(due by 31 Mar 2026).")


def test_within_grace_it_is_asked_for(folder: Path) -> None:
    """While the charter still waits for the document nobody is in breach, and nothing is green."""
    found = _finding(folder, date(2026, 3, 20), ref="evidence/gone.pdf", sha256=f"'{SHA256}'")
    assert (found.status, found.reason_code) == ("not_assessed", "requested")
    assert "its file `evidence/gone.pdf` is missing" in found.spelled.reason


@pytest.mark.parametrize(
    "ref", ["https://papers.example/dpia.pdf", "/srv/papers/dpia.pdf", "DPIA-2025-13", "DPIA 3.1", "evidence"]
)
def test_what_lies_elsewhere_stands_as_recorded(folder: Path, ref: str) -> None:
    """A link, a path from the root and a filing number are not read."""
    assert _finding(folder, date(2026, 6, 1), ref=f"'{ref}'", sha256=f"'{SHA256}'").status == "compliant"


def test_what_a_store_keeps_stands_as_recorded(folder: Path) -> None:
    """An exported registry names files of the evidence folder, which are not beside it."""
    found = _finding(folder, date(2026, 6, 1), ref="gone.pdf", sha256=f"'{SHA256}'", size=10)
    assert found.status == "compliant"
