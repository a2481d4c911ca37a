"""One file of decisions to its cells, from a million rows to a hundred million: the cost of a row stays what it is.

Scan and cells run in a process of their own each, which also tells its peak memory. CPU seconds of all threads, because
wall time on a busy machine measures the neighbours. `python -m bench.scale ROWS …` measures other sizes; `make bench`
takes one and ten million.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.reduction import ATTRIBUTES, draw_rows, scan
from dashboard.adapters.batch_cells import write_cells

SIZES = (1_000_000, 10_000_000)
STRATA = ("s_channel",)
BOUND, MEMORY_BOUND = 5.0, 512


def run(sizes: Sequence[int] = SIZES) -> list[dict[str, Any]]:
    """Ratio to the scan, cost per row against the smallest size, and memory, by size."""
    rows: list[dict[str, Any]] = []
    first: float | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = draw_rows(Path(folder) / "rows.parquet", size)
            found = {step: _apart(step, path) for step in ("scan", "cells")}
        ratio, each = found["cells"]["cpu"] / found["scan"]["cpu"], found["cells"]["cpu"] / size
        first = first or each
        name = f"cells of {size:,} rows"
        rows += [
            _figure(name, ratio, "× a bare scan (CPU)", f"≤ {BOUND:g}", ok=ratio <= BOUND),
            _figure(f"{name}, peak memory", found["cells"]["mb"], "MB", f"< {MEMORY_BOUND}",
                    ok=found["cells"]["mb"] < MEMORY_BOUND),
            _figure(f"{name}, CPU", found["cells"]["cpu"], "s", "", ok=True),
            _figure(f"{name}, cost of a row", each / first, "× of the first size", "≤ 1.5", ok=each / first <= 1.5),
        ]  # fmt: skip
    return rows


def _figure(name: str, figure: float, unit: str, bound: str, *, ok: bool) -> dict[str, Any]:
    return {"name": name, "figure": figure, "unit": unit, "bound": bound, "ok": ok}


def _apart(step: str, path: Path) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603  # this very file
        [sys.executable, "-m", "bench.scale", step, str(path)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measured(step: str, path: Path) -> dict[str, float]:
    """CPU seconds of the step beyond starting up, and the peak memory of this process in MB."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    if step == "scan":
        scan([path])
    else:
        write_cells(path, (*ATTRIBUTES, *STRATA), path.with_name("cells.parquet"))
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "mb": after.ru_maxrss / 1024}


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in {"scan", "cells"}:
        sys.stdout.write(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]))))
    else:
        for row in run([int(size) for size in sys.argv[1:]] or SIZES):
            sys.stdout.write(f"{row['figure']:10.2f} {row['unit']:24} {row['name']}  {row['bound']}\n")
