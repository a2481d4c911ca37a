"""Makes a batch of a log: our columns as Parquet with page checksums, and beside it the rows that did not fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.adapters.batch_file import ROWS_PER_GROUP, file_sha256, write_rows
from dashboard.adapters.draft import Draft, Job, RowsRead
from dashboard.adapters.duck import batches, compile_sql, locked_connection
from dashboard.adapters.feature_files import split_features
from dashboard.adapters.field_reader import FOUND, HIDDEN, UNZONED, Normalised, unfit_types
from dashboard.adapters.log_kinds import MOMENTS
from dashboard.adapters.log_reader import (
    Source,
    create_raw,
    open_source,
    refusal,
    refuse_missing,
    refuse_rejects,
    unreadable,
)  # fmt: skip
from dashboard.adapters.normalising import normalise, normalise_labels
from dashboard.adapters.quarantine import DROPPED, Quarantine
from dashboard.adapters.repeats import known_once, without_repeats
from dashboard.domain.kept_features import allowed_only
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.own_columns import own_label_mapping, own_mapping
from dashboard.errors import Problem

MAX_QUARANTINED = 0.5
MAX_VERSIONS = 200
MEMORY_MB = 768


def write_batch(path: Path, mapping: LogMapping | None, job: Job) -> Draft:
    """Read a log whole, or refuse it whole.

    Raises:
        DecisionLogInvalid: Broken in its form, columns missing, or more than half of its rows do not fit.
        StoreUnusable: More memory than a job may use.
    """
    source = open_source(path, mapping, job.work)
    asked = mapping or own_mapping(list(source.columns))
    mapping = asked.model_copy(update={"features": allowed_only(asked.features, job.features)})
    refuse_missing(source, mapping.columns)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = written(
            source, mapping.columns, lambda types: normalise(types, mapping, latest=job.latest), job, quarantine
        )
        draft = replace(draft, attributes=tuple(mapping.attributes), strata=tuple(mapping.strata))
        draft = replace(draft, subject=mapping.subject is not None, unit=mapping.amount.unit if mapping.amount else "")
        draft = without_repeats(draft, job, quarantine, derived=mapping.decision_id is None)
        draft = replace(draft, left_out=tuple(sorted(set(asked.features) - set(mapping.features))))
    return split_features(finished(draft, quarantine, digest), list(mapping.features))


def write_labels(path: Path, mapping: LogMapping | None, job: Job) -> Draft:
    """Read a file of late labels: an id and a label in each row; ids that are not stored are set apart.

    Raises:
        DecisionLogInvalid: As for `write_batch`, or the mapping names no id or label.
    """
    source = open_source(path, mapping, job.work)
    mapping = mapping or own_label_mapping()
    if mapping.decision_id is None or mapping.label is None:
        raise refusal(source.name, [Problem("mapping", "no decision_id or no label", "both, for late labels")])
    wanted = [mapping.decision_id, mapping.label.column]
    refuse_missing(source, wanted)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = written(source, wanted, lambda types: normalise_labels(types, mapping), job, quarantine)
        draft = known_once(draft, job, quarantine)
    return finished(draft, quarantine, digest)


def finished(draft: Draft, quarantine: Quarantine, digest: str) -> Draft:
    """The draft with what was set apart; refused where that is more than half.

    Raises:
        DecisionLogInvalid: More than half of the rows do not fit.
    """
    unfit = quarantine.rows - quarantine.dropped
    if draft.rows_read and unfit > MAX_QUARANTINED * draft.rows_read:
        found = Problem("file", f"{unfit:,} of {draft.rows_read:,} rows do not fit", "at most half of them")
        raise refusal(draft.source, [found, *quarantine.examples])
    return replace(
        draft,
        source_sha256=digest,
        rows_quarantined=quarantine.rows,
        dropped=quarantine.dropped,
        repeated=quarantine.repeated,
        quarantine=quarantine.path if quarantine.rows else None,
    )


def written(
    source: Source,
    columns: Sequence[str],
    ours: Callable[[dict[str, str]], Normalised],
    job: Job,
    quarantine: Quarantine,
) -> Draft:
    """The fitting rows of a source as Parquet."""
    tally, path = _Tally(source.name, job.progress), job.work / "batch.parquet"
    with locked_connection([source.path.parent, job.work], memory_mb=MEMORY_MB) as connection:
        try:
            types = create_raw(connection, source)
            if problems := unfit_types(types, columns):
                raise refusal(source.name, problems)
            wanted = ours(types)
            rows = _fitting(batches(connection, compile_sql(wanted.table), ROWS_PER_GROUP), wanted, quarantine, tally)
            tally.stored = write_rows(path, rows)
        except (duckdb.OutOfMemoryException, duckdb.FatalException, duckdb.InternalException):
            raise
        except (duckdb.Error, pa.ArrowException) as error:
            raise unreadable(source, error) from None
        refuse_rejects(connection, source)
    return Draft(
        source=source.name, source_sha256="", path=path, rows_read=tally.read, rows_stored=tally.stored,
        rows_quarantined=0, quarantine=None, first_day=tally.first, last_day=tally.last, attributes=(), strata=(),
        versions=tuple(sorted(tally.versions)), unzoned=tally.unzoned, hidden=tally.hidden,
    )  # fmt: skip


class _Tally:
    """What passed by while a file was read."""

    def __init__(self, name: str, progress: RowsRead | None) -> None:
        self.name, self.progress = name, progress
        self.read = self.stored = self.unzoned = self.hidden = 0
        self.first: date | None = None
        self.last: date | None = None
        self.versions: set[str] = set()

    def see(self, batch: pa.RecordBatch) -> None:
        """Take note of rows that fitted."""
        if self.progress is not None:
            self.progress(self.name, self.read)
        moment = next((name for name in MOMENTS if name in batch.schema.names), None)
        if moment is None:
            return
        if "model_version" in batch.schema.names:
            self.versions.update(pc.unique(batch["model_version"]).to_pylist())
        if len(self.versions) > MAX_VERSIONS:
            expected = f"at most {MAX_VERSIONS} model versions in a file"
            raise refusal(self.name, [Problem("model_version", f"{len(self.versions):,} values", expected)])
        if batch.num_rows:
            bounds = pc.min_max(batch[moment]).as_py()
            self.first = min(filter(None, [self.first, bounds["min"].date()]))
            self.last = max(filter(None, [self.last, bounds["max"].date()]))


def _fitting(
    rows: Iterator[pa.RecordBatch], wanted: Normalised, quarantine: Quarantine, tally: _Tally
) -> Iterator[pa.RecordBatch]:
    """Our columns of the rows that fit, with their row number; the others go to quarantine."""
    for batch in rows:
        numbers = np.arange(tally.read + 1, tally.read + batch.num_rows + 1)
        wrong = _wrong(batch, wanted, numbers, quarantine)
        ours = [name for name in batch.schema.names if not name.startswith(FOUND)]
        good = batch.select(ours).append_column("row", pa.array(numbers, pa.int64()))
        if wrong.any():
            good = good.filter(pa.array(~wrong))
        tally.unzoned += _marked(batch, UNZONED, ~wrong)
        tally.hidden += _marked(batch, HIDDEN, np.ones(len(wrong), dtype=bool))
        tally.read += batch.num_rows
        tally.see(good)
        yield good


def _marked(batch: pa.RecordBatch, column: str, among: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> int:
    if column not in batch.schema.names:
        return 0
    return int(np.count_nonzero(batch[column].to_numpy(zero_copy_only=False) & among))


def _wrong(
    batch: pa.RecordBatch, wanted: Normalised, numbers: np.ndarray, quarantine: Quarantine
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    fields = {field: batch[FOUND + field] for field in wanted.expected}
    fields = {field: column for field, column in fields.items() if column.null_count < len(column)}
    wrong = np.zeros(batch.num_rows, dtype=bool)
    for column in fields.values():
        wrong |= column.is_valid().to_numpy(zero_copy_only=False)
    for position in np.flatnonzero(wrong):
        why = {field: found for field, column in fields.items() if (found := column[int(position)].as_py()) is not None}
        why = {field: found for field, found in why.items() if field in DROPPED} or why
        for field, found in why.items():
            quarantine.add(int(numbers[position]), field, found, wanted.expected[field])
    return wrong
