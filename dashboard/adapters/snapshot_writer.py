"""Makes a batch of a training snapshot: of each record its id and whose it is, and nothing else of it."""

from datetime import datetime
from pathlib import Path

import ibis

from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batch_writer import finished, written
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.event_normalising import identity
from dashboard.adapters.field_reader import FOUND, FieldReader, Normalised
from dashboard.adapters.log_kinds import SNAPSHOTS
from dashboard.adapters.log_reader import open_source, refuse_missing
from dashboard.adapters.quarantine import Quarantine
from dashboard.adapters.repeats import without_repeats
from dashboard.domain.snapshot_mapping import SnapshotMapping


def write_snapshot(path: Path, mapping: SnapshotMapping, job: Job) -> Draft:
    """Read a snapshot whole, or refuse it whole; a record id that comes again is set apart.

    Raises:
        DecisionLogInvalid: Broken in its form, columns missing, or more than half of its rows do not fit.
        StoreUnusable: More memory than a job may use.
    """
    source = open_source(path, mapping, job.work)
    refuse_missing(source, mapping.columns)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = written(
            source,
            mapping.columns,
            lambda types: _normalised(types, mapping, path.name, job.latest),
            job,
            quarantine,
        )
        draft = without_repeats(draft, job, quarantine, key=SNAPSHOTS.key)
    return finished(draft, quarantine, digest)


def _normalised(types: dict[str, str], mapping: SnapshotMapping, name: str, latest: datetime) -> Normalised:
    reader = FieldReader(types, missing=mapping.missing, time_zone=mapping.time_zone, latest=latest)
    snapshot = f"{name}, {mapping.taken:%Y-%m-%d}"
    row = (ibis.row_number() + 1).cast("string")
    record = row if mapping.record_id is None else identity(reader, "record_id", mapping.record_id)
    place = "row" if mapping.record_id is None else "record"
    columns = {
        "record_id": ibis.literal(f"{snapshot}, {place} ") + record,
        "subject_key": identity(reader, "subject_key", mapping.subject_key),
        "snapshot": ibis.literal(snapshot),
        "trains_for": ibis.null("string") if mapping.purpose is None else ibis.literal(mapping.purpose),
        "taken_at": ibis.literal(mapping.taken).cast("timestamp"),
    }
    found = {FOUND + field: text for field, text in reader.found.items()}
    return Normalised(reader.raw.select(**columns, **found), reader.expected)
