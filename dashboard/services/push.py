"""What pipelines send: documents as evidence, by the road of the upload, and counts, by the road of those elsewhere."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
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
from dashboard.domain.pushed_counts import MOST_CELLS, MOST_GROUPS, MOST_SHOWN, PushedCounts, count_problems
from dashboard.domain.registry import Evidence
from dashboard.domain.texts import is_one_line, tidy
from dashboard.errors import Conflict, InputRejected, NotFound, Problem
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.intake import Intake
from dashboard.services.log_commands import FileReport
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.tokens import Holder

_NOT_STORED, _MOST_MISTAKES = "The counts were not stored.", 10_000
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
    _refuse_unclear(content)
    try:
        counts = PushedCounts.model_validate_json(content)
    except ValidationError as error:
        raise InputRejected(_NOT_STORED, list(_mistakes(error))) from None
    counts = PushedCounts.model_validate_json(
        json.dumps(tidy(counts.model_dump(mode="json"), what="The batch of counts"))
    )
    problems = count_problems(counts, last_plausible().date())
    if not is_one_line(counts.source):
        problems.append(Problem("source", shown(counts.source, limit=40), "one line of text"))
    if problems:
        raise InputRejected(_NOT_STORED, problems)
    return counts


def _mistakes(error: ValidationError) -> Iterator[Problem]:
    """The first of them; where there are more than anybody listed, how many, for listing them takes a minute."""
    if error.error_count() > _MOST_MISTAKES:
        yield Problem("body", f"{error.error_count():,} mistakes", "cells as /api/openapi.json describes them")
        return
    for one in error.errors(include_url=False)[:MOST_SHOWN]:
        where = shown(".".join(map(str, one["loc"])) or "body", limit=200).strip("`")
        yield Problem(where, shown(one["input"], limit=40), one["msg"])


def _refuse_unclear(content: bytes) -> None:
    """Keys twice, and far more than belongs to any cells, before time is spent on all that is wrong with it."""
    objects = 0

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal objects
        found, objects = dict(pairs), objects + 1
        if len(found) < len(pairs):
            twice = next(name for name, often in Counter(name for name, _ in pairs).items() if often > 1)
            raise InputRejected(_NOT_STORED, [Problem("body", f"the key {twice[:40]!r} twice", "each key once")])
        if len(pairs) > MOST_GROUPS:
            raise InputRejected(
                _NOT_STORED, [Problem("body", f"{len(pairs):,} keys in one place", f"at most {MOST_GROUPS}")]
            )
        if objects > 2 * MOST_CELLS + 1:
            raise InputRejected(_NOT_STORED, [Problem("cells", f"more than {MOST_CELLS:,}", f"at most {MOST_CELLS:,}")])
        return found

    with suppress(ValueError, RecursionError):  # what is no JSON at all is said by whoever reads it next
        json.loads(content, object_pairs_hook=once)
