"""How far reading a log has come, told as a fraction."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.adapters.draft import RowsRead
from dashboard.services.log_commands import Progress

BYTES_PER_ROW = 60  # of a typical log; only the progress bar uses it


def rows_progress(progress: Progress | None, paths: Sequence[Path]) -> RowsRead | None:
    """Rows read so far as a fraction of all, estimated from the sizes of the files."""
    if progress is None:
        return None
    sizes = {path.name: max(path.stat().st_size, 1) for path in paths}
    done = dict.fromkeys(sizes, 0.0)

    def report(name: str, rows: int) -> None:
        done[name] = min(rows * BYTES_PER_ROW, sizes[name] * 0.95)
        progress(sum(done.values()) / sum(sizes.values()), f"{name}: {rows:,} rows")

    return report
