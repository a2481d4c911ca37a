"""Makes a batch of sampled, reviewed answers, on the road of decision logs."""

from dataclasses import replace
from pathlib import Path

from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batch_writer import finished, written
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.log_kinds import SAMPLES
from dashboard.adapters.log_reader import open_source, refuse_missing
from dashboard.adapters.quarantine import Quarantine
from dashboard.adapters.repeats import without_repeats
from dashboard.adapters.sample_normalising import normalise_samples
from dashboard.domain.sample_mapping import SampleMapping, own_sample_mapping


def write_samples(path: Path, mapping: SampleMapping | None, job: Job) -> Draft:
    """Read a file of reviewed answers whole, or refuse it whole; an id that comes again is set apart.

    Raises:
        DecisionLogInvalid: Broken in its form, columns missing, or more than half of its rows do not fit.
        StoreUnusable: More memory than a job may use.
    """
    source = open_source(path, mapping, job.work)
    ours = mapping or own_sample_mapping(list(source.columns))
    refuse_missing(source, ours.columns)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = written(
            source, ours.columns, lambda types: normalise_samples(types, ours, latest=job.latest), job, quarantine
        )
        draft = replace(draft, attributes=tuple(ours.attributes))
        draft = without_repeats(draft, job, quarantine, key=SAMPLES.key)
    return finished(draft, quarantine, digest)
