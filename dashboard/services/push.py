"""What pipelines send: documents as evidence, by the road of the upload, and counts, by the road of those elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from dashboard.adapters import repository
from dashboard.adapters import tokens_store as store
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.draft import last_plausible
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.pushed_cells import mapping_of_pushed, pushed_batch
from dashboard.domain.documents import subject_of
from dashboard.domain.plain_text import shown
from dashboard.domain.pushed_counts import MOST_SHOWN, PushedCounts, count_problems
from dashboard.domain.registry import Evidence
from dashboard.domain.texts import is_one_line, tidy
from dashboard.errors import Conflict, InputRejected, NotFound, Problem
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.intake import Intake
from dashboard.services.log_commands import FileReport
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.tokens import Holder

_OTHER = "This Idempotency-Key came with something else before. Nothing was stored; send another key."


@dataclass(frozen=True, slots=True)
class PushCounts:
    """Cells of one use case as they came, as JSON."""

    use_case: str
    content: bytes
    key: str = field(default_factory=new_key)


def push_evidence(database: Database, files: EvidenceFiles, command: FileDocument, holder: Holder) -> Saved:
    """File a document for a program; a revision of 0 stands for the one that is stored now.

    Raises:
        Conflict: The key was used for another document.
        NotPermitted, NotFound, ChangedSinceOpened, InputRejected, StoreUnusable: as `file_document`.
    """
    found = repository.use_case_record(database, command.use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(command.use_case, limit=80)}.")
    opened = replace(command, revision=command.revision or found[1], through=holder.token)
    saved = file_document(database, files, opened, holder.actor)
    if saved.replayed:
        with database.read() as connection:
            _refuse_other(store.pushed_under(connection, command.key, command.use_case), opened, files)
    return saved


def _refuse_other(before: Mapping[str, Any] | None, command: FileDocument, files: EvidenceFiles) -> None:
    """What came under the key before must be this."""
    paper = Evidence.model_validate(before["evidence"]) if before else None
    digest = files.keep(command.content).sha256 if command.content is not None else None
    sent = Evidence(type=command.type, sha256=digest, ref=command.link.strip() or None)
    if paper is None or subject_of(paper) != subject_of(sent):
        raise Conflict(_OTHER)


def push_counts(database: Database, decisions: DecisionStore, command: PushCounts, holder: Holder) -> FileReport:
    """Store cells as a batch; the same cells again are `already imported`.

    Raises:
        InputRejected: The cells are not one whole; every problem, twenty at most.
        BatchOverlaps: Days that are stored already.
        Conflict: The key was used for other counts.
        NotPermitted, NotFound, StoreBusy, StoreUnusable: nothing was stored.
    """
    require(holder.actor, Verb.INGEST)
    counts = _counts(command.content)
    source = f"{counts.source} (token {holder.token.id})"
    intake = Intake(database, decisions, command.use_case, mapping_of_pushed(counts))
    intake.take_counted(lambda job: pushed_batch(counts, source, job), "new")
    report = intake.finish(holder.actor, command.key)
    if report.replayed:
        raise Conflict(_OTHER)
    return report.files[0]


def _counts(content: bytes) -> PushedCounts:
    what = "The counts were not stored."
    try:
        counts = PushedCounts.model_validate_json(content)
    except ValidationError as error:
        problems = [Problem(".".join(map(str, one["loc"])) or "body", shown(one["input"], limit=40), one["msg"])
                    for one in error.errors(include_url=False)]  # fmt: skip
        raise InputRejected(what, problems[:MOST_SHOWN]) from None
    json.loads(content, object_pairs_hook=_once)
    counts = PushedCounts.model_validate_json(
        json.dumps(tidy(counts.model_dump(mode="json"), what="The batch of counts"))
    )
    problems = count_problems(counts, last_plausible().date())
    if not is_one_line(counts.source):
        problems.append(Problem("source", shown(counts.source, limit=40), "one line of text"))
    if problems:
        raise InputRejected(what, problems)
    return counts


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if sum(other == name for other, _ in pairs) > 1)
        raise InputRejected(
            "The counts were not stored.", [Problem("body", f"the key {twice!r} twice", "each key once")]
        )
    return found
