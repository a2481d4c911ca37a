"""Makes a batch of an interaction log or a consent history, on the road of decision logs."""

from dataclasses import replace
from pathlib import Path

from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batch_writer import finished, written
from dashboard.adapters.consent_normalising import normalise_consent
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.event_normalising import normalise_interactions
from dashboard.adapters.log_kinds import CONSENT, INTERACTIONS
from dashboard.adapters.log_reader import open_source, refuse_missing
from dashboard.adapters.quarantine import Quarantine
from dashboard.adapters.repeats import without_repeats
from dashboard.domain.consent_mapping import ConsentMapping, own_consent_mapping
from dashboard.domain.event_mapping import InteractionMapping, own_interaction_mapping


def write_interactions(path: Path, mapping: InteractionMapping | None, job: Job) -> Draft:
    """Read a log whole, or refuse it whole; an id that comes again is set apart.

    Raises:
        DecisionLogInvalid: Broken in its form, columns missing, or more than half of its rows do not fit.
        StoreUnusable: More memory than a job may use.
    """
    source = open_source(path, mapping, job.work)
    ours = mapping or own_interaction_mapping(list(source.columns))
    refuse_missing(source, ours.columns)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = written(
            source, ours.columns, lambda types: normalise_interactions(types, ours, latest=job.latest), job, quarantine
        )
        draft = replace(draft, attributes=tuple(ours.attributes))
        draft = without_repeats(draft, job, quarantine, key=INTERACTIONS.key)
    return finished(draft, quarantine, digest)


def write_consent(path: Path, mapping: ConsentMapping | None, job: Job) -> Draft:
    """Read a consent history whole, or refuse it whole; test events and ids that come again are set apart.

    Raises:
        DecisionLogInvalid: Broken in its form, columns missing, or more than half of its rows do not fit.
        StoreUnusable: More memory than a job may use.
    """
    source = open_source(path, mapping, job.work)
    ours = mapping or own_consent_mapping(list(source.columns))
    refuse_missing(source, ours.columns)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = written(
            source, ours.columns, lambda types: normalise_consent(types, ours, latest=job.latest), job, quarantine
        )
        draft = without_repeats(draft, job, quarantine, key=CONSENT.key)
    return finished(draft, quarantine, digest)
