"""Features in files of their own, row by row as in the batch beside them: they are erased, the batch stays.

A row whose features were erased is there with nothing in it and `kept` false, so that rows still stand side by side.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.adapters.batch_file import ROWS_PER_GROUP, write_rows
from dashboard.adapters.draft import Draft
from dashboard.adapters.log_reader import refusal
from dashboard.domain.kept_features import CATEGORY, MOST_VALUES, NUMBER, Kind
from dashboard.domain.nearest import Flags
from dashboard.errors import Problem

FEATURE = "f_"
KEPT = "kept"
Rows = Callable[[int, int], Flags]


def split_features(draft: Draft, names: Sequence[str]) -> Draft:
    """Take these features out of the batch and into a file beside it.

    Raises:
        DecisionLogInvalid: a category has so many values that it is free text or an id.
    """
    if not names or not draft.rows_stored:
        return draft
    columns, path = [FEATURE + name for name in names], draft.path.with_name("features.parquet")
    values: dict[str, set[str]] = {name: set() for name in columns}
    with pq.ParquetFile(draft.path) as file:
        _write(
            path, (_seen(batch, values, draft.source) for batch in file.iter_batches(ROWS_PER_GROUP, columns=columns))
        )
    rest = draft.path.with_name("batch-alone.parquet")
    with pq.ParquetFile(draft.path) as file:
        left = [name for name in file.schema_arrow.names if name not in columns]
        write_rows(rest, file.iter_batches(ROWS_PER_GROUP, columns=left))
    rest.replace(draft.path)
    return replace(draft, features=path)


def _seen(batch: pa.RecordBatch, values: dict[str, set[str]], source: str) -> pa.RecordBatch:
    for name in batch.schema.names:
        if not pa.types.is_string(batch.schema.field(name).type):
            continue
        values[name] |= {value for value in pc.unique(batch[name]).to_pylist() if value is not None}
        if len(values[name]) > MOST_VALUES:
            hint = "Free text and ids are not kept as features: leave it out of the mapping, or out of the record."
            found, expected = f"more than {MOST_VALUES:,} values", f"a category of at most {MOST_VALUES:,} values"
            raise refusal(source, [Problem(f"feature {name.removeprefix(FEATURE)}", found, expected, suggestion=hint)])
    return batch.append_column(KEPT, pa.array(np.ones(batch.num_rows, dtype=bool)))


def kinds_of(file: Path) -> dict[str, Kind]:
    """Feature -> kind, in the order of the file."""
    schema = pq.read_schema(file)
    return {
        name.removeprefix(FEATURE): CATEGORY if pa.types.is_string(schema.field(name).type) else NUMBER
        for name in schema.names
        if name.startswith(FEATURE)
    }


def erased(file: Path, target: Path, names: Collection[str], gone: Rows) -> int:
    """Write a file of features again with these features only and without the rows that are gone; how many are left.

    Args:
        file: as it is.
        target: as it shall be.
        names: features that stay.
        gone: asked for the rows from one to another; true where features shall go.
    """
    columns = [name for name in pq.read_schema(file).names if name == KEPT or name.removeprefix(FEATURE) in names]
    left = 0

    def emptied() -> Iterator[pa.RecordBatch]:
        nonlocal left
        start = 0
        for batch in whole.iter_batches(ROWS_PER_GROUP, columns=columns):
            stay = batch[KEPT].to_numpy(zero_copy_only=False) & ~gone(start, start + batch.num_rows)
            start, left = start + batch.num_rows, left + int(stay.sum())
            yield _emptied(batch, stay)

    with pq.ParquetFile(file) as whole:
        _write(target, emptied())
    return left


def named_rows(batch: Path, ids: Sequence[str]) -> Flags:
    """The rows of a batch that have one of these ids."""
    found = pq.read_table(batch, columns=["decision_id"]).column(0)
    return _flags(pc.is_in(found, pa.array(ids, pa.string())))


def decided_before(batch: Path, day: date) -> Flags:
    """The rows of a batch that were decided before a day."""
    found = pq.read_table(batch, columns=["decided_at"]).column(0)
    return _flags(pc.less(found, pa.scalar(datetime(day.year, day.month, day.day), found.type)))  # noqa: DTZ001


def _flags(found: pa.ChunkedArray) -> Flags:
    flags: Flags = found.to_numpy(zero_copy_only=False).astype(bool)
    return flags


def _emptied(batch: pa.RecordBatch, stay: np.ndarray) -> pa.RecordBatch:
    kept = pa.array(stay)
    columns = {
        name: kept if name == KEPT else pc.if_else(kept, batch[name], pa.scalar(None, batch[name].type))
        for name in batch.schema.names
    }
    return pa.RecordBatch.from_pydict(columns)


def _write(path: Path, rows: Iterator[pa.RecordBatch]) -> None:
    """As batches are written; categories as numbers into a dictionary, which is how they are read again."""
    writer: pq.ParquetWriter | None = None
    try:
        for batch in rows:
            texts = [field.name for field in batch.schema if pa.types.is_string(field.type)]
            writer = writer or pq.ParquetWriter(
                path, batch.schema, compression="zstd", use_dictionary=texts, write_page_checksum=True
            )
            writer.write_batch(batch, row_group_size=ROWS_PER_GROUP)
    finally:
        if writer is not None:
            writer.close()
