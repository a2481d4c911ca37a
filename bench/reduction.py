"""The whole reduction of ten million decisions against DuckDB's bare scan of the same columns.

Twenty use cases, 24 months, three attributes and a stratum, one Parquet batch per use case. Scan and reduction run in
a process of their own, which also tells its peak memory; each figure is the best of three, taken in turns. The figures
are CPU seconds (user and system, all threads), because wall time on a busy machine measures the neighbours. The scan
reads every column that the reduction reads, each into an aggregate of its own, so that none can be skipped.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psutil

from dashboard.adapters.file_counts import reduce_all
from dashboard.adapters.visible import BatchFile, Visible, visible

USE_CASES = 20
ROWS = 10_000_000
ROUNDS = 3
ATTRIBUTES = ("a_sex", "a_age_band", "a_ethnicity")
DRAW = """
COPY (
  SELECT 'd' || i AS decision_id,
         TIMESTAMP '2024-11-01' + to_seconds(CAST(i * 63072000.0 / $rows AS BIGINT)) AS decided_at,
         CASE WHEN i < $rows / 2 THEN '1.0' ELSE '1.1' END AS model_version,
         CASE WHEN h % 50 = 0 THEN NULL ELSE h % 100 < 60 END AS selected,
         CASE WHEN h // 100 % 5 = 0 THEN NULL ELSE h // 1000 % 2 = 0 END AS label,
         h % 1000 / 1000.0 AS score,
         ['F', 'M', 'X'][1 + h // 7 % 3] AS a_sex,
         ['18-24', '25-34', '35-44', '45-54', '55-64', '65+'][1 + h // 11 % 6] AS a_age_band,
         ['A', 'B', 'C', 'D', 'E'][1 + h // 13 % 5] AS a_ethnicity,
         ['web', 'phone', 'shop'][1 + h // 17 % 3] AS s_channel
  FROM (SELECT i, CAST(hash(i * 20 + $use_case) % 1000003 AS BIGINT) AS h FROM range(CAST($rows AS BIGINT)) t(i))
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
SCAN = """
SELECT count(*), max(decided_at), max(model_version), sum(CAST(selected AS INT)), sum(CAST(label AS INT)),
       max(a_sex), max(a_age_band), max(a_ethnicity), max(s_channel)
FROM read_parquet(?)
"""


def run() -> list[dict[str, Any]]:
    """The two figures of the reduction."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  # this very file
            [sys.executable, "-m", "bench.reduction", folder], capture_output=True, text=True, check=True
        )
    found = json.loads(done.stdout)
    ratio, memory = found["reduction"] / found["scan"], found["peak_mb"]
    return [
        {"name": "reduction of 10 million rows", "figure": ratio, "unit": "× a bare scan (CPU)", "bound": "≤ 5"}
        | {"ok": ratio <= 5},
        {"name": "its peak memory", "figure": memory, "unit": "MB", "bound": "< 1000", "ok": memory < 1000},
    ]


def measure(folder: Path) -> dict[str, float]:
    """CPU seconds of scan and reduction, and the peak memory of the reduction."""
    files = [draw(folder / f"{number}.parquet", number) for number in range(USE_CASES)]
    wanted = {f"use-case-{number}": seen(file) for number, file in enumerate(files)}
    scans, reductions, peak = [], [], 0.0
    for _ in range(ROUNDS):
        scans.append(seconds(lambda: scan(files)))
        with watched() as memory:
            reductions.append(seconds(lambda: reduce_all(wanted)))
        peak = max(peak, memory[0])
    return {"scan": min(scans), "reduction": min(reductions), "peak_mb": peak}


def draw(path: Path, use_case: int) -> Path:
    """A batch of one use case, the same in every run."""
    return draw_rows(path, ROWS // USE_CASES, use_case)


def draw_rows(path: Path, rows: int, use_case: int = 0) -> Path:
    """A batch of this many rows."""
    sql = DRAW.replace("{path}", str(path)).replace("$rows", str(rows)).replace("$use_case", str(use_case))
    with duckdb.connect() as connection:
        connection.execute(sql)
    return path


def seen(file: Path) -> Visible:
    """The batch as the store would give it to the reduction."""
    first, last = date(2024, 11, 1), date(2026, 10, 31)
    batch = BatchFile("b", "decisions", file, "", ATTRIBUTES, ("s_channel",), first, last, replaces=False, order=1)
    found = visible([batch])
    assert found is not None  # noqa: S101  # one batch is visible
    return found


def scan(files: list[Path]) -> None:
    """DuckDB reading the same columns with the same number of threads."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute(SCAN, [[str(file) for file in files]]).fetchall()


def seconds(work: Callable[[], object]) -> float:
    """CPU time of a piece of work, in all threads of this process."""
    start = _cpu()
    work()
    return _cpu() - start


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def watched() -> Iterator[list[float]]:
    """Gives a list that holds the largest resident size of this process, in MB, while the block runs."""
    process, peak, done = psutil.Process(), [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], process.memory_info().rss / 1e6)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))
