"""What a row costs on Spark, from the slope between two sizes: a local Spark of two cores, started for this.

CPU seconds of this process and of Spark's, because wall time measures the neighbours on a busy machine. The slope
leaves out what every run costs once: starting, planning, bringing the cells home.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import psutil

from bench.reduction import draw_rows
from dashboard.adapters.draft import Job, last_plausible
from dashboard.adapters.spark_source import Cluster, count_on_spark, spark

SIZES = (1_000_000, 4_000_000)


def run(sizes: Sequence[int] = SIZES) -> list[dict[str, Any]]:
    """CPU by size, and the slope; nothing where there is no Spark."""
    if find_spec("pyspark") is None or which("java") is None:
        return []
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    found = []
    with tempfile.TemporaryDirectory() as folder, spark(Cluster(master="local[2]")) as session:
        work = Path(folder)
        for size in (sizes[0], *sizes):  # the first run warms up and is not kept
            path, before = draw_rows(work / f"{size}.parquet", size), _cpu()
            count_on_spark(session, str(path), None, Job(work, last_plausible()))
            found.append(_cpu() - before)
    found = found[1:]
    rows = [_row(f"Spark counts {size:,} rows", took, "s (CPU)") for size, took in zip(sizes, found, strict=True)]
    slope = (found[-1] - found[0]) / (sizes[-1] - sizes[0]) * 1e6
    return [*rows, _row("Spark, a million rows more", slope, "s (CPU)")]


def _cpu() -> float:
    """CPU seconds so far of this process and of everything that it started."""
    here = psutil.Process()
    times = [one.cpu_times() for one in (here, *here.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def _row(name: str, figure: float, unit: str) -> dict[str, Any]:
    return {"name": name, "figure": figure, "unit": unit, "bound": "", "ok": True}


if __name__ == "__main__":
    for row in run([int(size) for size in sys.argv[1:]] or SIZES):
        sys.stdout.write(f"{row['figure']:10.2f} {row['unit']:10} {row['name']}\n")
