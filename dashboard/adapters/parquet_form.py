"""What a Parquet file says about itself, held against its size before anything of it is read.

The footer is only a claim: a few hundred bytes can promise a trillion rows, and a reader that believes them asks for
the memory first. So a file that promises more than its bytes can hold is refused on its footer alone.
"""

from pathlib import Path

import pyarrow.parquet as pq

MAX_CELLS_PER_BYTE = 500  # a column of one single value takes a byte for some hundred rows; decisions have ids


def parquet_columns(path: Path) -> list[str]:
    """The columns that the footer names.

    Raises:
        OSError, pyarrow.ArrowException: The footer cannot be read.
        ValueError: It promises what the file cannot hold; says what.
    """
    with pq.ParquetFile(path) as file:
        metadata, schema = file.metadata, file.schema_arrow
    if wrong := _forged(metadata, path.stat().st_size):
        raise ValueError(wrong)
    return list(schema.names)


def _forged(metadata: pq.FileMetaData, size: int) -> str | None:
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    rows = sum(group.num_rows for group in groups)
    if rows != metadata.num_rows or any(group.num_rows < 0 for group in groups):
        return f"{metadata.num_rows:,} rows declared, and {rows:,} in its parts"
    if rows * max(metadata.num_columns, 1) > MAX_CELLS_PER_BYTE * size:
        return f"{rows:,} rows of {metadata.num_columns:,} columns declared in {size:,} bytes"
    if any(_beyond(group, size) for group in groups):
        return f"parts declared beyond its {size:,} bytes"
    return None


def _beyond(group: pq.RowGroupMetaData, size: int) -> bool:
    """Whether a column of a row group cannot lie inside the file."""
    columns = [group.column(number) for number in range(group.num_columns)]
    return any(not 0 <= column.total_compressed_size <= size for column in columns)
