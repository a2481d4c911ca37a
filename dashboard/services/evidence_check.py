"""Holds the documents on record against the files in the evidence folder, and hands out a file that is unchanged."""

from collections import defaultdict
from dataclasses import dataclass

from dashboard.adapters.database import Database
from dashboard.adapters.document_kind import document_kind
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import load_registry
from dashboard.domain.documents import is_kept
from dashboard.errors import GovernanceError, InputRejected, NotFound, Problem
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """How many documents have a file, and what is wrong; an orphan is a file that no record names."""

    documents: int
    problems: tuple[Problem, ...]
    orphans: tuple[str, ...]


def evidence_files(settings: Settings) -> EvidenceFiles:
    """The evidence folder that the settings name."""
    return EvidenceFiles(settings.evidence, settings.max_evidence_mb)


def check_evidence(database: Database, files: EvidenceFiles) -> EvidenceCheck:
    """Read every file once: a missing or altered one is a problem, one that nobody names is harmless."""
    named = _named(database)
    problems = [Problem(where, found, "the file as it was filed")
                for sha256, where in named.items() if (found := _wrong(files, sha256))]  # fmt: skip
    orphans = tuple(name for name, _ in files.held() if name not in named)
    return EvidenceCheck(len(named), tuple(problems), orphans)


def suffix_of(files: EvidenceFiles, sha256: str) -> str:
    """How the name of a download ends, by the content of the file.

    Raises:
        NotFound, GovernanceError: the file is missing, or is no longer what was filed.
    """
    data = files.read(sha256)
    try:
        return document_kind(data).suffix
    except InputRejected:  # taken in under earlier rules
        return ".bin"


def _named(database: Database) -> dict[str, str]:
    """SHA-256 to the use cases and types that it is evidence of."""
    found: dict[str, list[str]] = defaultdict(list)
    for use_case in load_registry(database).use_cases:
        for paper in use_case.evidence:
            if is_kept(paper):
                found[str(paper.sha256)].append(f"{use_case.id} {paper.type}")
    return {sha256: f"{', '.join(where)} ({sha256[:12]}…)" for sha256, where in found.items()}


def _wrong(files: EvidenceFiles, sha256: str) -> str | None:
    try:
        files.read(sha256)
    except NotFound:
        return "no file"
    except GovernanceError:
        return "a file that was changed or cannot be read"
    return None
