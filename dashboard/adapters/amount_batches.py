"""Batches of amounts that only other systems know: as Parquet, and as the histogram that all of them say together.

A file that replaces hides, of the same measure, the days that it holds.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.time_counting import TIMES
from dashboard.adapters.visible import BatchFile
from dashboard.domain.amount_rows import AmountRow
from dashboard.domain.rates import ALL

_ROWS = pa.schema([("measure", pa.string()), ("day", pa.date32()), ("value", pa.float64()), ("n", pa.int64())])
Snapshot = tuple[str, date]


def write_amounts(path: Path, rows: Sequence[AmountRow]) -> None:
    """Store the rows of one use case."""
    columns = {name: [getattr(row, name) for row in rows] for name in _ROWS.names}
    pq.write_table(pa.table(columns, schema=_ROWS), path, compression="zstd", write_page_checksum=True)


def snapshots(files: Iterable[BatchFile]) -> set[Snapshot]:
    """Measure and day of everything that these batches hold."""
    return {(row["measure"], row["day"]) for file in files for row in _read(file)}


def count_amounts(files: Sequence[BatchFile], use_case: str) -> pa.Table:
    """The current histogram of a use case, in the columns of times."""
    held: dict[Snapshot, dict[float | None, int]] = {}
    for file in sorted(files, key=lambda one: one.order):
        rows = _read(file)
        if file.replaces:
            held = {place: counts for place, counts in held.items() if place not in snapshots([file])}
        for row in rows:
            counts = held.setdefault((row["measure"], row["day"]), {})
            counts[row["value"]] = counts.get(row["value"], 0) + row["n"]
    rows = [
        {"use_case": use_case, "day": day, "channel": ALL, "attribute": ALL, "group": ALL, "measure": measure,
         "value": value, "n": n}
        for (measure, day), counts in sorted(held.items())
        for value, n in sorted(counts.items(), key=lambda one: (one[0] is None, one[0] or 0.0))
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=TIMES)


def _read(file: BatchFile) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(file.path).to_pylist()
    return found
