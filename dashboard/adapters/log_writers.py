"""Which writer makes a batch of which kind of log."""

from pathlib import Path
from typing import cast

from dashboard.adapters.batch_writer import write_batch
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.event_writer import write_consent, write_interactions
from dashboard.adapters.log_kinds import CONSENT, INTERACTIONS, SAMPLES, SNAPSHOTS
from dashboard.adapters.sample_writer import write_samples
from dashboard.adapters.snapshot_writer import write_snapshot
from dashboard.domain.consent_mapping import ConsentMapping
from dashboard.domain.event_mapping import EventMapping, InteractionMapping
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.domain.snapshot_mapping import SnapshotMapping


def write_log(kind: str, path: Path, mapping: LogMapping | EventMapping | None, job: Job) -> Draft:
    """Read a log of this kind whole, or refuse it whole.

    Raises:
        DecisionLogInvalid: The file is refused.
    """
    if kind == INTERACTIONS.kind:
        return write_interactions(path, cast("InteractionMapping | None", mapping), job)
    if kind == SAMPLES.kind:
        return write_samples(path, cast("SampleMapping | None", mapping), job)
    if kind == CONSENT.kind:
        return write_consent(path, cast("ConsentMapping | None", mapping), job)
    if kind == SNAPSHOTS.kind:
        return write_snapshot(path, cast("SnapshotMapping", mapping), job)
    return write_batch(path, cast("LogMapping | None", mapping), job)
