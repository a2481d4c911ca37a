"""Documents are filed by one person and accepted by another; only then do they count."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from pydantic import ValidationError

from dashboard.adapters import approvals_store, repository
from dashboard.adapters.database import Database
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.domain.actors import Actor
from dashboard.domain.documents import as_details, paper_problems, subject_of
from dashboard.domain.plain_text import escaped, shown
from dashboard.domain.registry import Evidence, UseCase
from dashboard.domain.texts import tidy
from dashboard.domain.tokens import Token
from dashboard.errors import Conflict, InputRejected, NotFound, Problem
from dashboard.services.fairness_evidence import stated_by
from dashboard.services.opened import opened
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.rulings import ask

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class FileDocument:
    """A document with its file (`content` and `file_name`) or, instead, the link to it.

    Attributes:
        type: the kind of document, as clauses name it.
        effective: the day from which it holds, whatever day it is filed.
        expires: the last day on which it holds.
        signed_by: role or user id.
        states: what it states, statement to words.
        through: the token by which it came, where a program files it.
    """

    use_case: str
    revision: int
    type: str
    as_of: date
    effective: date | None
    expires: date | None = None
    content: bytes | None = None
    file_name: str = ""
    link: str = ""
    signed_by: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    through: Token | None = None
    key: str = field(default_factory=new_key)


def file_document(database: Database, files: EvidenceFiles, command: FileDocument, actor: Actor) -> Saved:
    """Keep the file, then put the document on record and ask for its acceptance.

    The file is on disk before the record says so; where the record is refused a file without a record stays, which
    harms nobody and `evidence verify` names.

    Raises:
        NotPermitted, NotFound, Conflict, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was recorded.
    """
    require(actor, Verb.FILE)
    draft = _paper(replace(command, states=stated_by(command.type, command.content, command.states)), actor)
    with database.read() as connection:
        if repository.use_case_in(connection, command.use_case) is None:
            raise NotFound(f"There is no use case {shown(command.use_case)}.")
    paper = _with_file(files, draft, command)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, [command.use_case]), replayed=True)
        filed = _added(opened(tx, command.use_case, command.revision), paper)
        if command.through is not None:
            approvals_store.note_push(tx, filed.id, command.through, {"evidence": as_details(paper)["paper"]})
        approvals_store.note_involvement(tx, filed.id, filed.owner)
        saved = repository.save_use_cases(tx, [filed], kind="use_case.document_filed")
        values = {"kind": "evidence", "subject": subject_of(paper), "on": command.as_of, "details": as_details(paper)}
        ask(tx, filed, values)
        return Saved(tx.seq, saved)


def _paper(command: FileDocument, actor: Actor) -> Evidence:
    """The document without its file, well formed."""
    states = {name: text.strip() for name, text in command.states.items()}
    words = {
        "type": command.type, "ref": command.link.strip(), "signed_by": command.signed_by.strip(), "states": states,
    }  # fmt: skip
    record = {name: value for name, value in tidy(words, what="The document").items() if value}
    record |= {"effective": command.effective, "expires": command.expires, "uploaded_on": command.as_of}
    if command.content is not None:  # stands in until the file is kept
        record |= {"sha256": "0" * 64, "size": max(len(command.content), 1), "file_name": _name(command.file_name)}
    try:
        paper = Evidence.model_validate({**record, "uploaded_by": actor.user_id})
    except ValidationError as error:
        problems = [Problem(".".join(map(str, one["loc"])), shown(one["input"]), one["msg"]) for one in error.errors()]
        raise InputRejected("The document was not filed.", problems) from None
    problems = list(paper_problems(paper, as_of=command.as_of))
    if problems:
        raise InputRejected("The document was not filed.", problems)
    return paper


def _with_file(files: EvidenceFiles, paper: Evidence, command: FileDocument) -> Evidence:
    if command.content is None:
        return paper
    kept = files.keep(command.content)
    return paper.model_copy(update={"sha256": kept.sha256, "size": kept.size})


def _name(given: str) -> str:
    """What the file was called: a text to show, never a path."""
    name = PurePosixPath(given.replace("\\", "/")).name.strip()
    return escaped(name)[:_LONGEST_NAME] or "document"


def _added(use_case: UseCase, paper: Evidence) -> UseCase:
    for one in use_case.evidence:
        if one.type == paper.type and (one.sha256, one.ref) == (paper.sha256, paper.ref):
            raise Conflict(f"This document is on file as {one.type} since {one.uploaded_on}. Nothing was filed twice.")
    return use_case.model_copy(update={"evidence": [*use_case.evidence, paper]})
