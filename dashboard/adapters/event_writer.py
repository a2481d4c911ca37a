"""Makes a batch of an interaction log or a consent history, on the road of decision logs."""

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batch_writer import finished, written
from dashboard.adapters.consent_normalising import normalise_consent
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.event_normalising import normalise_interactions
from dashboard.adapters.log_kinds import CONSENT, INTERACTIONS
from dashboard.adapters.log_reader import Source, open_source, refuse_missing
from dashboard.adapters.magic import refuse_disguise
from dashboard.adapters.quarantine import Quarantine
from dashboard.adapters.receipts import receipts_to_parquet
from dashboard.adapters.repeats import without_repeats
from dashboard.adapters.tc_strings import decoded_file
from dashboard.domain.consent_mapping import TC_COLUMNS, ConsentMapping, own_consent_mapping
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
    source = _consent_source(path, mapping, job.work)
    ours = mapping or own_consent_mapping(list(source.columns))
    refuse_missing(source, ours.columns)
    if ours.tc_string is not None:
        table = decoded_file(source.path, source.form, ours.tc_string, job.work)
        source = Source(source.name, "parquet", (*source.columns, *TC_COLUMNS), table)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = written(
            source, ours.columns, lambda types: normalise_consent(types, ours, latest=job.latest), job, quarantine
        )
        draft = without_repeats(draft, job, quarantine, key=CONSENT.key)
    return replace(finished(draft, quarantine, digest), read_as=_read_as(draft))


def _consent_source(path: Path, mapping: ConsentMapping | None, work: Path) -> Source:
    nested = mapping is not None and mapping.json_rows is not None
    if path.suffix.lower() != ".json" and not (nested and path.suffix.lower() in {".jsonl", ".ndjson"}):
        return open_source(path, mapping, work)
    refuse_disguise(path, "jsonl")
    spec, hidden = (None, ()) if mapping is None else (mapping.json_rows, tuple(mapping.never_stored))
    readable = receipts_to_parquet(path, spec, hidden, work)
    return Source(path.name, "json", tuple(pq.read_schema(readable).names), readable)


def _read_as(draft: Draft) -> tuple[tuple[str, str, int], ...]:
    """Their value, our type, rows: of what was kept, the most frequent first."""
    if not draft.rows_stored:
        return ()
    kept = pq.read_table(draft.path, columns=["said", "event_type"])
    sizes = kept.group_by(["said", "event_type"]).aggregate([([], "count_all")]).to_pylist()
    found = [(row["said"] or "(blank)", row["event_type"], row["count_all"]) for row in sizes]
    return tuple(sorted(found, key=lambda one: (-one[2], one)))
