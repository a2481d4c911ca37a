"""The documents of one use case: what clauses ask for and what a good one states, what is on file, and what counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters.findings_store import statuses_of
from dashboard.adapters.requests_store import rulings_of, waiting_requests
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.checks import EvidenceCheck
from dashboard.domain.documents import is_kept, subject_of
from dashboard.domain.field_words import plain_words
from dashboard.domain.registry import Evidence
from dashboard.domain.requests import Ruling
from dashboard.domain.statuses import Status
from dashboard.domain.wording import day, listed, named
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A type of document that clauses ask for; `rules` are sentences, `states` the statements a good one makes."""

    type: str
    title: str
    clauses: tuple[str, ...]
    rules: tuple[str, ...]
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document whose file can be downloaded: its words, its hash and the start of the name of its download."""

    sha256: str
    title: str
    name: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The part of a use case's page about documents.

    Attributes:
        asked: types that clauses of this use case ask for, by title.
        others: every other type that the charter knows, type to title.
        table: one row a document, newest first.
        kept: those with a file.
        accepted: how many documents somebody else accepted and that have not expired.
    """

    use_case: str
    revision: int
    asked: tuple[AskedDocument, ...]
    others: Mapping[str, str]
    table: pd.DataFrame
    kept: tuple[KeptDocument, ...]
    accepted: int


def load_evidence(sources: Sources, use_case_id: str) -> EvidencePage | None:
    """The documents of one use case; None where there is no such use case."""
    titles = {user.id: user.title for user in repository.users(sources.database)}
    with sources.database.read() as connection:
        found = repository.use_case_in(connection, use_case_id)
        if found is None:
            return None
        statuses = statuses_of(connection, use_case_id)
        waiting = {one.subject for one in waiting_requests(connection, use_case_id) if one.kind == "evidence"}
        refused = {one.request.subject: one for one in rulings_of(connection, use_case_id)[::-1]
                   if one.request.kind == "evidence" and not one.granted}  # fmt: skip
    use_case, revision = found
    papers = sorted(use_case.evidence, key=lambda one: (one.uploaded_on or date.min, one.effective or date.min))[::-1]
    standing = [_standing(one, waiting, refused, titles, sources.as_of) for one in papers]
    asked = asked_documents(sources.charter, statuses)
    known = {check.evidence for clause in sources.charter.clauses for check in _checks(clause)}
    others = {kind: named(kind) for kind in known - {one.type for one in asked}}
    return EvidencePage(
        use_case_id, revision, asked, dict(sorted(others.items(), key=lambda one: one[1])),
        _table(papers, standing, titles, sources.as_of),
        tuple(_kept(one, use_case_id) for one in papers if is_kept(one)),
        sum(text.startswith("Accepted") for text in standing),
    )  # fmt: skip


def asked_documents(charter: Charter, statuses: Mapping[str, str]) -> tuple[AskedDocument, ...]:
    """The types of document that the clauses which apply ask for; without findings, none."""
    wanted: dict[str, list[tuple[Clause, EvidenceCheck]]] = {}
    for clause in charter.clauses:
        if statuses.get(clause.id, Status.NOT_APPLICABLE) != Status.NOT_APPLICABLE:
            for check in _checks(clause):
                wanted.setdefault(check.evidence, []).append((clause, check))
    asked = [
        AskedDocument(
            kind, named(kind), tuple(dict.fromkeys(f"{clause.id} {clause.title}" for clause, _ in pairs)),
            tuple(dict.fromkeys(_rule(check) for _, check in pairs if _rule(check))),
            {state: plain_words(state) for _, check in pairs for state in check.require},
        )
        for kind, pairs in wanted.items()
    ]  # fmt: skip
    return tuple(sorted(asked, key=lambda one: one.title))


def paper_facts(paper: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody who rules on a document has to know: name to text."""
    told = {
        "holds from": paper.get("effective"), "expires": paper.get("expires"), "signed by": paper.get("signed_by"),
        "file": paper.get("file_name"), "link": paper.get("ref"), "SHA-256": paper.get("sha256"),
    }  # fmt: skip
    stated = {f"states {plain_words(name)}": text for name, text in paper.get("states", {}).items()}
    return {name: text for name, text in {**told, **stated}.items() if text}


def _checks(clause: Clause) -> Iterator[EvidenceCheck]:
    return (check for check in leaves(clause.check) if isinstance(check, EvidenceCheck))


def _rule(check: EvidenceCheck) -> str:
    parts = [
        f"signed by the {plain_words(check.signed_by)}" if check.signed_by else "",
        f"at most {check.max_age.words} old" if check.max_age else "",
        f"newer than the {plain_words(check.newer_than)}" if check.newer_than else "",
        f"dated before the {plain_words(check.before)}" if check.before else "",
    ]
    return listed([part for part in parts if part])


def _standing(
    paper: Evidence, waiting: set[str], refused: Mapping[str, Ruling], titles: Mapping[str, str], as_of: date
) -> str:
    if paper.expires is not None and paper.expires < as_of:
        return f"Lapsed on {day(paper.expires)}"
    if paper.accepted_by is not None and paper.accepted_by != paper.uploaded_by:
        by = titles.get(paper.accepted_by, paper.accepted_by)
        return f"Accepted by {by}" + (f" on {day(paper.accepted_on)}" if paper.accepted_on else "")
    if subject_of(paper) in waiting:
        return "Waits for acceptance"
    ruling = refused.get(subject_of(paper))
    return f"Not accepted: {ruling.reason}" if ruling else "Nobody has accepted it"


def _table(papers: list[Evidence], standing: list[str], titles: Mapping[str, str], as_of: date) -> pd.DataFrame:
    ages = [(as_of - one.effective).days if one.effective else None for one in papers]
    return pd.DataFrame(
        {
            "Document": [named(one.type) for one in papers],
            "Standing": standing,
            "Holds from": [one.effective for one in papers],
            "Age (days)": pd.array(ages, dtype="Int64"),
            "Expires": [one.expires for one in papers],
            "Signed by": [plain_words(one.signed_by) if one.signed_by else "unknown" for one in papers],
            "States": [_stated(one) for one in papers],
            "Filed by": [titles.get(one.uploaded_by or "", one.uploaded_by or "unknown") for one in papers],
            "Filed on": [one.uploaded_on for one in papers],
            "File or link": [one.file_name or one.ref or "unknown" for one in papers],
            "SHA-256": [one.sha256 or "–" for one in papers],
        }
    )


def _stated(paper: Evidence) -> str:
    return "; ".join(f"{plain_words(name)}: {text}" for name, text in paper.states.items())


def _kept(paper: Evidence, use_case: str) -> KeptDocument:
    assert paper.sha256 is not None  # noqa: S101  # it is kept
    dated = f"{paper.effective:%Y-%m-%d}" if paper.effective else "undated"
    title = f"{named(paper.type)} of {day(paper.effective)}: {paper.file_name}"
    return KeptDocument(paper.sha256, title, f"{use_case}-{paper.type}-{dated}-{paper.sha256[:8]}", paper.type)
