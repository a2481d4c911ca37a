"""The drawn metrics over many cells at once, against the bare draws that each cell must have and against cell by cell.

A cell's draws are seeded by its own counts, so they cannot be shared; what can be saved is everything after them.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from dashboard.domain.inequality import _INDEX, _overall
from dashboard.domain.intervals import Array
from dashboard.domain.resampled import drawn, measured

CELLS = 5_000


def seconds(job: Callable[[], object]) -> float:
    """Of processor time, the shorter of two runs."""
    took = []
    for _ in range(2):
        start = time.process_time()
        job()
        took.append(time.process_time() - start)
    return min(took)


def times(cells: int) -> dict[str, float]:
    """The draws alone, the Theil index one cell after the other, and all cells together."""
    counts: Array = np.random.default_rng(1).integers(0, 200, (cells, 4)).astype(float)
    theil, effects = _overall(_INDEX["theil_index"]), np.ones(cells)
    return {
        "draws alone": seconds(lambda: [drawn(one) for one in counts]),
        "Theil, cell by cell": seconds(lambda: [measured(theil, one[None], 0.95, effects[:1]) for one in counts]),
        "Theil, together": seconds(lambda: measured(theil, counts, 0.95, effects)),
    }


def run() -> list[dict[str, Any]]:
    """Together against cell by cell, each as a multiple of the bare draws."""
    found = times(CELLS)
    together, apart = (found[f"Theil, {how}"] / found["draws alone"] for how in ("together", "cell by cell"))
    told = {"unit": "× the bare draws", "bound": f"below {apart:.2f}, which is cell by cell"}
    return [{"name": f"Theil index of {CELLS:,} cells together", "figure": together, **told, "ok": together < apart}]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cells", type=int, nargs="?", default=CELLS)
    found = times(parser.parse_args().cells)
    bare = found["draws alone"]
    for name, figure in found.items():
        print(f"{figure:8.2f} s  {figure / bare:5.2f} x the draws  {name}")  # noqa: T201  # a benchmark prints


if __name__ == "__main__":
    main()
