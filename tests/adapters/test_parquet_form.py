"""A Parquet file is believed only as far as its bytes can hold what it declares; times without a zone are counted."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.adapters.batch_writer import write_batch
from dashboard.adapters.draft import Job
from dashboard.errors import DecisionLogInvalid

LATEST = datetime(2026, 11, 24)  # noqa: DTZ001  # UTC by definition
ROWS, MORE = 100_000, 1_000_000


def varint(number: int) -> bytes:
    """A number as the footer writes it (Thrift compact protocol)."""
    number, written = number * 2, bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def forged(path: Path, times: int) -> Path:
    """A file of 100,000 equal rows whose footer declares a million, in so many places."""
    pq.write_table(pa.table({"selected": pa.array([True] * ROWS)}), path, store_schema=False, compression="zstd")
    content = path.read_bytes()
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    path.write_bytes(content[:start] + content[start:].replace(varint(ROWS), varint(MORE), times))
    return path


@pytest.mark.parametrize(
    ("times", "said"),
    [(1, "1,000,000 rows declared, and 100,000 in its parts"), (-1, "1,000,000 rows of 1 columns declared in")],
)
def test_a_forged_row_count_is_refused_on_the_footer(times: int, said: str, tmp_path: Path) -> None:
    """Case 45: more rows than the parts or the bytes can hold are refused before any memory is asked for."""
    path = forged(tmp_path / "a.parquet", times)

    with pytest.raises(DecisionLogInvalid) as refused:
        write_batch(path, None, Job(tmp_path, LATEST))

    assert said in str(refused.value)
    assert not (tmp_path / "batch.parquet").exists()


def test_an_honest_file_of_few_values_is_read(tmp_path: Path) -> None:
    """A long log whose other columns hold one value each compresses well and is no bomb."""
    columns = {"decision_id": [f"d{number}" for number in range(ROWS)], "selected": [True] * ROWS}
    columns |= {"a_sex": ["F"] * ROWS, "decided_at": ["2026-01-01T00:00:00Z"] * ROWS}
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd")

    assert write_batch(path, None, Job(tmp_path, LATEST)).rows_stored == ROWS


@pytest.mark.parametrize(
    ("times", "unzoned"),
    [
        (["2026-01-01T10:00:00", "2026-01-01T10:00:00Z", "2026-01-01", "2026-01-01 10:00+02:00"], 1),
        ([datetime(2026, 1, 1, 10)] * 4, 4),  # noqa: DTZ001  # that is the point
    ],
)
def test_times_without_a_zone_are_counted(times: list[object], unzoned: int, tmp_path: Path) -> None:
    """Case 35: a time of day without a zone is read as UTC, and the report can say how many there were."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"decision_id": list("abcd"), "decided_at": times, "selected": [True] * 4}), path)

    draft = write_batch(path, None, Job(tmp_path, LATEST))

    assert (draft.rows_stored, draft.unzoned) == (4, unzoned)
