"""An empty field is told from a value in every form of Parquet: DuckDB 2.0.0 took all rows for empty in some."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.adapters.duck import locked_connection

VALUES = {
    "one value": ["chat", None],
    "one value, often": ["chat", None, None, "chat"] * 3000,
    "two values": ["chat", None, "voice"],
    "an empty text": ["", None],
    "only nulls": [None, None],
}
IS_EMPTY = ("c IS NULL", "NOT (c IS NOT NULL)", "coalesce(c, '?') = '?'", "c || '' IS NULL", "nullif(c, '#') IS NULL")


@pytest.mark.parametrize("dictionary", [True, False])
@pytest.mark.parametrize("case", VALUES)
def test_empty_and_filled_rows_are_told_apart(tmp_path: Path, case: str, *, dictionary: bool) -> None:
    """However a program asks, those rows are found that hold nothing, and the others by the opposite question."""
    values = VALUES[case]
    table = pa.table({"id": list(range(len(values))), "c": pa.array(values, pa.string())})
    pq.write_table(table, tmp_path / "x.parquet", use_dictionary=dictionary, compression="zstd")
    empty = [at for at, value in enumerate(values) if value is None]
    filled = [at for at, value in enumerate(values) if value is not None]
    with locked_connection([tmp_path]) as connection:
        rows = connection.read_parquet(str(tmp_path / "x.parquet"))
        found = {asked: [at for (at,) in rows.filter(asked).order("id").select("id").fetchall()] for asked in IS_EMPTY}
        others = [at for (at,) in rows.filter("c IS NOT NULL").order("id").select("id").fetchall()]

    assert found == dict.fromkeys(IS_EMPTY, empty)
    assert others == filled
