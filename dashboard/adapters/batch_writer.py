"""Makes a batch of a log: our columns as Parquet with page checksums, and beside it the rows that did not fit."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.adapters.duck import arrow, batches, compile_sql, locked_connection, parquet_view
from dashboard.adapters.log_mapping import FOUND, Normalised, normalise, normalise_labels, unfit_types
from dashboard.adapters.log_reader import (
    Source,
    create_raw,
    open_source,
    refusal,
    refuse_missing,
    refuse_rejects,
    unreadable,
)  # fmt: skip
from dashboard.adapters.quarantine import Quarantine
from dashboard.adapters.repeated import distinct_ids, repeated_rows, stored_rows, unknown_rows
from dashboard.adapters.visible import Visible
from dashboard.domain.log_mapping import LogMapping, own_label_mapping, own_mapping
from dashboard.errors import Problem

MAX_QUARANTINED = 0.5
MAX_VERSIONS = 200
ROWS_PER_GROUP = 122_880
MEMORY_MB = 768
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A batch that is written but not yet stored; `quarantine` is None where every row fitted."""

    source: str
    source_sha256: str
    path: Path
    rows_read: int
    rows_stored: int
    rows_quarantined: int
    quarantine: Path | None
    first_day: date | None
    last_day: date | None
    attributes: tuple[str, ...]
    strata: tuple[str, ...]
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """Where a batch is made and what holds for it.

    `stored` is asked, once the days of the file are known, for the decisions that are stored already; it may refuse.
    `progress` is told the file's name and the rows read so far.
    """

    work: Path
    latest: datetime
    progress: Progress | None = None
    stored: Callable[[date | None, date | None], Visible | None] | None = None


def write_batch(path: Path, mapping: LogMapping | None, job: Job) -> Draft:
    """Read a log whole, or refuse it whole.

    Raises:
        DecisionLogInvalid: Broken in its form, columns missing, or more than half of its rows do not fit.
        StoreUnusable: More memory than a job may use.
    """
    source = open_source(path, mapping, job.work)
    mapping = mapping or own_mapping(list(source.columns))
    refuse_missing(source, mapping.columns)
    digest = file_sha256(path)
    with Quarantine(job.work / "quarantine.csv") as quarantine:
        draft = _written(
            source, mapping.columns, lambda types: normalise(types, mapping, latest=job.latest), job, quarantine
        )
        draft = replace(draft, attributes=tuple(mapping.attributes), strata=tuple(mapping.strata))
        draft = _without_repeats(draft, job, quarantine, derived=mapping.decision_id is None)
    return _finished(draft, quarantine, digest)


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
        draft = _written(source, wanted, lambda types: normalise_labels(types, mapping), job, quarantine)
        draft = _known_once(draft, job, quarantine)
    return _finished(draft, quarantine, digest)


def _finished(draft: Draft, quarantine: Quarantine, digest: str) -> Draft:
    if draft.rows_read and quarantine.rows > MAX_QUARANTINED * draft.rows_read:
        found = Problem("file", f"{quarantine.rows:,} of {draft.rows_read:,} rows do not fit", "at most half of them")
        raise refusal(draft.source, [found, *quarantine.examples])
    return replace(
        draft,
        source_sha256=digest,
        rows_quarantined=quarantine.rows,
        quarantine=quarantine.path if quarantine.rows else None,
    )


def _written(
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
            tally.stored = _write(path, rows)
        except (duckdb.OutOfMemoryException, duckdb.FatalException, duckdb.InternalException):
            raise
        except (duckdb.Error, pa.ArrowException) as error:
            raise unreadable(source, error) from None
        refuse_rejects(connection, source)
    return Draft(
        source=source.name, source_sha256="", path=path, rows_read=tally.read, rows_stored=tally.stored,
        rows_quarantined=0, quarantine=None, first_day=tally.first, last_day=tally.last, attributes=(), strata=(),
        versions=tuple(sorted(tally.versions)),
    )  # fmt: skip


class _Tally:
    """What passed by while a file was read."""

    def __init__(self, name: str, progress: Progress | None) -> None:
        self.name, self.progress = name, progress
        self.read = self.stored = 0
        self.first: date | None = None
        self.last: date | None = None
        self.versions: set[str] = set()

    def see(self, batch: pa.RecordBatch) -> None:
        """Take note of rows that fitted."""
        if self.progress is not None:
            self.progress(self.name, self.read)
        if "decided_at" not in batch.schema.names:
            return
        self.versions.update(pc.unique(batch["model_version"]).to_pylist())
        if len(self.versions) > MAX_VERSIONS:
            expected = f"at most {MAX_VERSIONS} model versions in a file"
            raise refusal(self.name, [Problem("model_version", f"{len(self.versions):,} values", expected)])
        if batch.num_rows:
            bounds = pc.min_max(batch["decided_at"]).as_py()
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
        tally.read += batch.num_rows
        tally.see(good)
        yield good


def _wrong(
    batch: pa.RecordBatch, wanted: Normalised, numbers: np.ndarray, quarantine: Quarantine
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    fields = {field: batch[FOUND + field] for field in wanted.expected}
    fields = {field: column for field, column in fields.items() if column.null_count < len(column)}
    wrong = np.zeros(batch.num_rows, dtype=bool)
    for column in fields.values():
        wrong |= column.is_valid().to_numpy(zero_copy_only=False)
    for position in np.flatnonzero(wrong):
        for field, column in fields.items():
            if (found := column[int(position)].as_py()) is not None:
                quarantine.add(int(numbers[position]), field, found, wanted.expected[field])
    return wrong


def _write(path: Path, rows: Iterator[pa.RecordBatch]) -> int:
    """Write batches as row groups with page checksums; returns how many rows."""
    writer: pq.ParquetWriter | None = None
    written = 0
    try:
        for batch in rows:
            writer = writer or _parquet_writer(path, batch.schema)
            writer.write_batch(batch, row_group_size=ROWS_PER_GROUP)
            written += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return written


def _parquet_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    repeating = [name for name in schema.names if name.startswith(("a_", "s_", "model_version"))]
    return pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=repeating, write_page_checksum=True)


def _without_repeats(draft: Draft, job: Job, quarantine: Quarantine, *, derived: bool) -> Draft:
    """The same id again is the same decision again: set apart, or told apart by a number where ids are derived."""
    if not draft.rows_stored:
        return draft
    stored = job.stored(draft.first_day, draft.last_day) if job.stored else None
    folders = [job.work, *(stored.folders if stored else ())]
    with locked_connection(folders, memory_mb=MEMORY_MB) as connection:
        parquet_view(connection, "batch", [draft.path])
        again = _found(connection, repeated_rows()) if _repeats(connection) else {}
        taken: dict[int, str] = {}
        if stored is not None:
            stored.attach(connection)
            taken = _found(connection, stored_rows(stored.shape))
    for row, decision_id in sorted({**({} if derived else again), **taken}.items()):
        quarantine.add(row, "decision_id", decision_id, "an id that is not stored already, once in the file")
    return _rewritten(draft, again if derived else {}, {*taken, *(() if derived else again)})


def _repeats(connection: duckdb.DuckDBPyConnection) -> bool:
    sizes = arrow(connection, compile_sql(distinct_ids()))
    return bool(sizes["ids"][0].as_py() < sizes["rows"][0].as_py())


def _found(connection: duckdb.DuckDBPyConnection, expression: ir.Table) -> dict[int, str]:
    """Row -> id; where the expression numbers occurrences, the id with its number."""
    rows = arrow(connection, compile_sql(expression)).to_pylist()
    return {
        row["row"]: f"{row['decision_id']}-{row['occurrence']}" if "occurrence" in row else row["decision_id"]
        for row in rows
    }


def _rewritten(draft: Draft, renamed: dict[int, str], dropped: set[int]) -> Draft:
    """The batch once more, without some rows and with other ids for some."""
    if not renamed and not dropped:
        return draft
    path = draft.path.with_name("batch-again.parquet")
    with pq.ParquetFile(draft.path) as file:
        stored = _write(path, (_changed(batch, renamed, dropped) for batch in file.iter_batches(ROWS_PER_GROUP)))
    path.replace(draft.path)
    return replace(draft, rows_stored=stored)


def _changed(batch: pa.RecordBatch, renamed: dict[int, str], dropped: set[int]) -> pa.RecordBatch:
    rows = batch["row"].to_pylist()
    if renamed:
        ids = [renamed.get(row, old) for row, old in zip(rows, batch["decision_id"].to_pylist(), strict=True)]
        position = batch.schema.get_field_index("decision_id")
        batch = batch.set_column(position, "decision_id", pa.array(ids, pa.string()))
    return batch.filter(pa.array([row not in dropped for row in rows])) if dropped else batch


def _known_once(draft: Draft, job: Job, quarantine: Quarantine) -> Draft:
    """Late labels of decisions that are stored, one for each."""
    if not draft.rows_stored:
        return draft
    stored = job.stored(draft.first_day, draft.last_day) if job.stored else None
    folders = [job.work, *(stored.folders if stored else ())]
    with locked_connection(folders, memory_mb=MEMORY_MB) as connection:
        parquet_view(connection, "batch", [draft.path])
        again = _found(connection, repeated_rows()) if _repeats(connection) else {}
        unknown: dict[int, str] = {}
        if stored is not None:
            stored.attach(connection)
            unknown = _found(connection, unknown_rows(stored.shape))
    for row, decision_id in sorted({**again, **unknown}.items()):
        quarantine.add(row, "decision_id", decision_id, "the id of a stored decision, once in the file")
    return _rewritten(draft, {}, {*again, *unknown})


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
