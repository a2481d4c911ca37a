"""A fairness report among the documents: what it states about itself, and its figures held against its own counts."""

from collections.abc import Mapping
from pathlib import Path

from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.fairness_report_file import MOST_BYTES, read_report
from dashboard.domain.fairness_reports import FAIRNESS_REPORT, FairnessReport


def stated_by(kind: str, content: bytes | None, states: Mapping[str, str]) -> Mapping[str, str]:
    """What its filer states, over what the report says itself where it is one that we can read.

    How many figures its counts contradict is always the report's own word, so that whoever accepts it knows.

    Raises:
        InputRejected: it is the report of a known tool, and something in it cannot be.
    """
    report = read_report(content) if kind == FAIRNESS_REPORT and content is not None else None
    if report is None:
        return states
    said = {name: text for name, text in states.items() if text.strip()}
    return {**report.states, **said, "recomputed": report.states["recomputed"]}


def kept_report(files: EvidenceFiles, sha256: str) -> FairnessReport | None:
    """The report of a document on file; None where it is none that we can read.

    Raises:
        NotFound, GovernanceError: the file is missing, or is no longer what was filed.
        InputRejected: it was filed under earlier rules.
    """
    return read_report(files.read(sha256))


def report_of_file(path: Path) -> FairnessReport | None:
    """The report in a file on this machine; None where it is none that we can read; raises InputRejected."""
    with path.open("rb") as file:
        return read_report(file.read(MOST_BYTES + 1))
