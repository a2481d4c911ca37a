"""Decisions enter here: a log becomes a batch and counts, late labels join, batches are retracted, counts rebuilt.

Everything slow happens before the transaction. The transaction adds the rows of the batches and flips the pointer to
new count files; where somebody else changed the batches of the use case meanwhile, it saves nothing.
"""

from typing import Any

from dashboard.adapters import batches as rows
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.drift import refuse_drift
from dashboard.adapters.log_kinds import CONSENT, DECISIONS, FAMILIES, INTERACTIONS, SAMPLES, family
from dashboard.domain.actors import Actor
from dashboard.domain.consent_mapping import ConsentMapping
from dashboard.domain.event_mapping import InteractionMapping
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.errors import NotFound
from dashboard.services.intake import Intake
from dashboard.services.log_commands import (
    FileReport,
    IngestConsent,
    IngestDecisions,
    IngestInteractions,
    IngestLabels,
    IngestReport,
    IngestSamples,
    Mode,
    Progress,
    RebuildCounts,
    RebuildReport,
    RetractBatch,
    verb_of,
)
from dashboard.services.log_files import log_path, mapping_of
from dashboard.services.log_progress import rows_progress
from dashboard.services.permissions import Verb, require
from dashboard.services.rebuild import rebuild
from dashboard.services.recount import Change, write_change

__all__ = [
    "FileReport", "IngestConsent", "IngestDecisions", "IngestInteractions", "IngestLabels", "IngestReport",
    "IngestSamples", "Mode", "RebuildCounts", "RebuildReport", "RetractBatch", "ingest_consent", "ingest_decisions",
    "ingest_interactions", "ingest_labels", "ingest_samples", "rebuild_counts", "retract_batch", "stored_batches",
]  # fmt: skip

_Log = IngestDecisions | IngestInteractions | IngestSamples | IngestConsent
_ROADS: dict[type[_Log], tuple[str, type[Any]]] = {
    IngestDecisions: (DECISIONS.kind, LogMapping),
    IngestInteractions: (INTERACTIONS.kind, InteractionMapping),
    IngestSamples: (SAMPLES.kind, SampleMapping),
    IngestConsent: (CONSENT.kind, ConsentMapping),
}
AT_ONCE = 20  # use cases between two steps of the progress bar


def ingest_decisions(
    database: Database, store: DecisionStore, command: IngestDecisions, actor: Actor, progress: Progress | None = None
) -> IngestReport:
    """Store files of decisions as batches and count them; all files or none.

    Raises:
        DecisionLogInvalid, PathRefused: A file or the mapping is refused.
        BatchOverlaps: Days that are stored already, without `replace` or `add`.
        NotFound, NotPermitted, StoreBusy, StoreUnusable.
    """
    return _take_in(database, store, command, actor, progress)


def ingest_interactions(
    database: Database,
    store: DecisionStore,
    command: IngestInteractions,
    actor: Actor,
    progress: Progress | None = None,
) -> IngestReport:
    """The same for interactions with customers."""
    return _take_in(database, store, command, actor, progress)


def ingest_samples(
    database: Database, store: DecisionStore, command: IngestSamples, actor: Actor, progress: Progress | None = None
) -> IngestReport:
    """The same for sampled and reviewed answers."""
    return _take_in(database, store, command, actor, progress)


def ingest_consent(
    database: Database, store: DecisionStore, command: IngestConsent, actor: Actor, progress: Progress | None = None
) -> IngestReport:
    """The same for consent events, whose days may come again; they are joined with the interactions anew."""
    return _take_in(database, store, command, actor, progress)


def _take_in(
    database: Database, store: DecisionStore, command: _Log, actor: Actor, progress: Progress | None
) -> IngestReport:
    """The one road of every log."""
    kind, form = _ROADS[type(command)]
    require(actor, verb_of(command.mode))
    paths = [log_path(file, store) for file in command.files]
    mapping = mapping_of(command.mapping, form, store)
    refuse_drift(paths, mapping)
    intake = Intake(database, store, command.use_case, mapping, rows_progress(progress, paths), kind=kind)
    for path in paths:
        intake.take(path, command.mode)
    return intake.finish(actor, command.key)


def ingest_labels(
    database: Database, store: DecisionStore, command: IngestLabels, actor: Actor, progress: Progress | None = None
) -> IngestReport:
    """Join late labels to stored decisions by their id, and count again.

    Raises:
        DecisionLogInvalid, PathRefused, NotFound, NotPermitted, StoreBusy, StoreUnusable.
    """
    require(actor, Verb.INGEST)
    path = log_path(command.file, store)
    intake = Intake(
        database,
        store,
        command.use_case,
        mapping_of(command.mapping, LogMapping, store),
        rows_progress(progress, [path]),
    )
    intake.take_labels(path)
    return intake.finish(actor, command.key)


def retract_batch(database: Database, store: DecisionStore, command: RetractBatch, actor: Actor) -> IngestReport:
    """Set a tombstone on a batch and count without it; days that it had replaced count again.

    Raises:
        NotFound: No such batch, or it is retracted already.
        NotPermitted, StoreBusy, StoreUnusable.
    """
    require(actor, Verb.RETRACT)
    with database.read() as connection:
        batch = next((batch for batch in rows.stored_batches(connection) if batch.id == command.batch), None)
        if batch is None:
            raise NotFound(f"There is no batch {command.batch!r} that counts; `ingest list` shows them.")
        before = rows.stored_batches(connection, batch.use_case, kinds=family(batch.kind))
    change = Change(batch.use_case, before, retracted=batch, reason=command.reason, kind=batch.kind)
    return write_change(database, store, change, actor, command.key)


def rebuild_counts(
    database: Database, store: DecisionStore, command: RebuildCounts, actor: Actor, progress: Progress | None = None
) -> RebuildReport:
    """Count again from the batches; says for each use case whether the stored counts were equal, and mends them.

    Raises:
        StoreUnusable: A batch is missing or was changed; says which.
        NotFound, NotPermitted, StoreBusy.
    """
    require(actor, Verb.INGEST)
    with database.read() as connection:
        known = rows.use_cases_with_batches(connection, [kind for kinds in FAMILIES for kind in kinds])
    if command.use_case is not None and command.use_case not in known:
        raise NotFound(f"There are no batches of {command.use_case!r}.")
    wanted = [command.use_case] if command.use_case is not None else list(known)
    equal: dict[str, bool] = {}
    for start in range(0, len(wanted), AT_ONCE):
        share = wanted[start : start + AT_ONCE]
        if progress is not None:
            progress(start / len(wanted), share[0])
        equal |= rebuild(database, store, share, actor)
    return RebuildReport(equal)


def stored_batches(database: Database, use_case: str | None = None) -> list[StoredBatch]:
    """Every batch, also retracted ones, in the order they were recorded."""
    with database.read() as connection:
        return rows.stored_batches(connection, use_case, retracted=True)
