"""The file of a batch: Parquet with page checksums, which find a flipped bit, and a SHA-256, which finds any change."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROWS_PER_GROUP = 122_880


def write_rows(path: Path, rows: Iterator[pa.RecordBatch]) -> int:
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


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
