"""The as-of join of interactions with the consent history, and the counting of times, against a bare scan.

A million conversations and a hundred thousand consent events of one use case; `python -m bench.join FOLDER ROWS EVENTS`
measures other sizes once. Scan and join run in a process of their own, which also tells its peak memory; each figure is
the best of three, in CPU seconds for the ratio and in seconds on the wall. The scan reads every column that the join
reads, each into an aggregate of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from bench.reduction import seconds, watched
from dashboard.adapters.contacts import contacts_after_opt_out
from dashboard.adapters.time_counting import count_times
from dashboard.adapters.visible import BatchFile

ROWS, EVENTS, ROUNDS = 1_000_000, 100_000, 3
MOST = {"join": 10.0, "times": 40.0}
TALKS = """
COPY (
  SELECT 't' || i AS interaction_id, 's' || (h % ($rows // 5)) AS subject_key, i AS row,
         TIMESTAMP '2026-01-01' + to_seconds(CAST(i * 31536000.0 / $rows AS BIGINT)) AS started_at,
         ['web', 'app', 'voice'][1 + h // 7 % 3] AS channel, ['auto', 'assist', 'none'][1 + h // 11 % 3] AS ai_involved,
         CASE WHEN h % 8 = 0 THEN started_at + INTERVAL 1 MINUTE END AS handoff_requested_at,
         CASE WHEN h % 8 = 0 THEN started_at + to_seconds(60 + h % 400) END AS human_joined_at,
         started_at + to_seconds(h % 300) AS served_at, true AS served, h % 8 = 0 AS handoff_requested,
         h % 8 = 0 AS human_joined, true AS disclosure_shown, h % 4 > 0 AS resolved, false AS complaint,
         true AS in_opening_hours, ['de', 'en', 'tr'][1 + h // 13 % 3] AS a_language
  FROM (SELECT i, CAST(hash(i) % 1000000007 AS BIGINT) AS h FROM range(CAST($rows AS BIGINT)) t(i))
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
HISTORY = """
COPY (
  SELECT 'e' || i AS event_id, 's' || (h % ($rows // 5)) AS subject_key, NULL::VARCHAR AS purpose_id,
         [NULL, 'web', 'voice'][1 + h // 7 % 3] AS channel,
         ['objected', 'given', 'withdrawn'][1 + h // 11 % 3] AS event_type, 'preference' AS ledger,
         TIMESTAMP '2026-01-01' + to_seconds(h % 31536000) AS event_time, event_time AS recorded_at,
         event_time + to_seconds(h % 5000) AS effective_at
  FROM (SELECT i, CAST(hash(i + 7) % 1000000007 AS BIGINT) AS h FROM range(CAST($events AS BIGINT)) t(i))
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
READ = (
    "interaction_id", "subject_key", "started_at", "channel", "ai_involved", "handoff_requested_at", "human_joined_at",
    "served_at", "a_language",
)  # fmt: skip
SCAN = f"SELECT count(*), {', '.join(f'bit_xor(hash({name}))' for name in READ)} FROM read_parquet(?)"  # noqa: S608


def run() -> list[dict[str, Any]]:
    """The figures of the join and of the counting of times."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  # this very file
            [sys.executable, "-m", "bench.join", folder, str(ROWS), str(EVENTS)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    found = json.loads(done.stdout)
    ratios = {"join of a million interactions with 100,000 events": "join", "counting their times": "times"}
    rows = [_row(name, found[key] / found["scan"], "× a bare scan (CPU)", MOST[key]) for name, key in ratios.items()]
    return [*rows, _row("their peak memory", found["peak_mb"], "MB", 2000)]


def _row(name: str, figure: float, unit: str, bound: float) -> dict[str, Any]:
    return {"name": name, "figure": figure, "unit": unit, "bound": f"< {bound:,}", "ok": figure < bound}


def measure(folder: Path, rows: int, events: int, rounds: int) -> dict[str, float]:
    """CPU seconds of scan, join and counting; seconds on the wall of the two; peak memory and contacts found."""
    talks, history = draw(folder, rows, events)
    found: dict[str, float] = {"scan": min(seconds(lambda: scan(talks.path)) for _ in range(rounds))}
    with watched() as memory:
        for name, job in (("join", contacts_after_opt_out), ("times", count_times)):
            measured = [_timed(lambda: job([talks, history], "u")) for _ in range(rounds)]  # noqa: B023  # called at once
            found |= {name: min(cpu for cpu, _ in measured), f"{name}_wall": min(wall for _, wall in measured)}
    return found | {"peak_mb": memory[0], "contacts": contacts_after_opt_out([talks, history], "u").num_rows}


def _timed(job: Callable[[], object]) -> tuple[float, float]:
    started = time.perf_counter()
    return seconds(job), time.perf_counter() - started


def draw(folder: Path, rows: int, events: int) -> tuple[BatchFile, BatchFile]:
    """Both logs as batches."""
    made = []
    for order, (kind, sql) in enumerate({"interactions": TALKS, "consent": HISTORY}.items()):
        path = folder / f"{kind}.parquet"
        given = {name: value for name, value in {"rows": rows, "events": events}.items() if f"${name}" in sql}
        duckdb.connect().execute(sql.format(path=path), given)
        names = ("a_language",) if kind == "interactions" else ()
        days = date(2026, 1, 1), date(2026, 12, 31)
        made.append(BatchFile(kind, kind, path, "", names, (), *days, replaces=False, order=order))
    return made[0], made[1]


def scan(path: Path) -> object:
    """The same columns without any join."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    return connection.execute(SCAN, [str(path)]).fetchall()


if __name__ == "__main__":
    size = [int(word) for word in sys.argv[2:4]] or [ROWS, EVENTS]
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), *size, rounds=ROUNDS if size[0] <= ROWS else 1)))
