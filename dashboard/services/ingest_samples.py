"""Sampled and reviewed answers enter here, on the road of every log."""

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.drift import refuse_drift
from dashboard.adapters.log_kinds import SAMPLES
from dashboard.domain.actors import Actor
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.services.intake import Intake
from dashboard.services.log_commands import IngestReport, IngestSamples, Progress, verb_of
from dashboard.services.log_files import log_path, mapping_of
from dashboard.services.log_progress import rows_progress
from dashboard.services.permissions import require


def ingest_samples(
    database: Database, store: DecisionStore, command: IngestSamples, actor: Actor, progress: Progress | None = None
) -> IngestReport:
    """Store files of reviewed answers as batches and count them; all files or none.

    Raises:
        DecisionLogInvalid, PathRefused: A file or the mapping is refused.
        BatchOverlaps: Days that are stored already, without `replace` or `add`.
        NotFound, NotPermitted, StoreBusy, StoreUnusable.
    """
    require(actor, verb_of(command.mode))
    paths = [log_path(file, store) for file in command.files]
    mapping = mapping_of(command.mapping, SampleMapping, store)
    refuse_drift(paths, mapping)
    told = rows_progress(progress, paths)
    intake = Intake(database, store, command.use_case, mapping, told, kind=SAMPLES.kind)
    for path in paths:
        intake.take(path, command.mode)
    return intake.finish(actor, command.key)
