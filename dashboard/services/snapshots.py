"""Training snapshots enter here: whose records a model was built from, held against the consent history."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.drift import refuse_drift
from dashboard.adapters.log_kinds import SNAPSHOTS
from dashboard.domain.actors import Actor
from dashboard.domain.snapshot_mapping import SnapshotMapping
from dashboard.errors import InputRejected, Problem
from dashboard.services.intake import Intake
from dashboard.services.log_commands import IngestReport, Progress
from dashboard.services.log_files import log_path
from dashboard.services.log_progress import rows_progress
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key


@dataclass(frozen=True, slots=True)
class IngestSnapshot:
    """A file with the subject ids of one training snapshot.

    `taken` is when it was taken, by default at the end of the day; `subject` and `record` are columns of the file, and
    `purpose` is what it trains for.
    """

    use_case: str
    file: str | Path
    taken: datetime
    subject: str = "subject_key"
    record: str | None = None
    purpose: str | None = None
    key: str = field(default_factory=new_key)


def ingest_snapshot(
    database: Database, store: DecisionStore, command: IngestSnapshot, actor: Actor, progress: Progress | None = None
) -> IngestReport:
    """Store whose records a snapshot holds, and find those who had withdrawn their consent before it was taken.

    Raises:
        DecisionLogInvalid, PathRefused: The file is refused.
        InputRejected: A snapshot of tomorrow.
        NotFound, NotPermitted, StoreBusy, StoreUnusable.
    """
    require(actor, Verb.INGEST)
    path = log_path(command.file, store)
    mapping = SnapshotMapping(
        format=1, taken=_taken(command), subject_key=command.subject, record_id=command.record, purpose=command.purpose
    )
    refuse_drift([path], mapping)
    told = rows_progress(progress, [path])
    intake = Intake(database, store, command.use_case, mapping, told, kind=SNAPSHOTS.kind)
    intake.take(path, "add")
    return intake.finish(actor, command.key)


def _taken(command: IngestSnapshot) -> datetime:
    taken = command.taken
    if taken.tzinfo is not None:
        taken = taken.astimezone(UTC).replace(tzinfo=None)
    now = datetime.now(UTC).replace(tzinfo=None)
    if taken > now + timedelta(days=1):
        found = Problem("--taken", f"{taken:%Y-%m-%d}", f"a day up to {now:%Y-%m-%d}")
        raise InputRejected("A snapshot of the future cannot be; nothing was imported.", [found])
    return taken
