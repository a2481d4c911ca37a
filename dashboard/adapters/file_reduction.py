"""From batches to counts: the stored ones of a use case, or one file without any store."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa

from dashboard.adapters.batch_writer import Job, write_batch
from dashboard.adapters.counting import Reduced, count_decisions, empty_counts
from dashboard.adapters.duck import locked_connection
from dashboard.adapters.visible import BatchFile, Visible, visible
from dashboard.domain.log_mapping import LogMapping


def reduce_batches(batches: Sequence[BatchFile], use_case: str) -> Reduced:
    """Counts of everything that is visible in these batches."""
    seen = visible(batches)
    return empty_counts() if seen is None else reduce_visible(seen, use_case)


def reduce_visible(seen: Visible, use_case: str) -> Reduced:
    """Counts of these tables, on a connection of their own."""
    with locked_connection(seen.folders) as connection:
        seen.attach(connection)
        return count_decisions(connection, seen.shape, use_case)


def reduce_file(
    path: Path, mapping: LogMapping | None, *, latest: datetime, use_case: str = ""
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two levels of counts of one log, without a database; rows that do not fit are left out.

    Args:
        path: CSV, Parquet or JSON lines; the caller has checked that it may be read.
        mapping: None where the file has our own column names.
        latest: no decision can be later (UTC, without zone).
        use_case: fills the first column.

    Returns:
        use_case, model_version, day, attribute, group + COUNTS; and use_case, model_version, month, attribute,
        group, stratum + COUNTS.

    Raises:
        DecisionLogInvalid: The file cannot be read.
    """
    with TemporaryDirectory(prefix="dashboard-log-") as work:
        draft = write_batch(path, mapping, Job(Path(work), latest))
        columns = (tuple(f"a_{name}" for name in draft.attributes), tuple(f"s_{name}" for name in draft.strata))
        batch = BatchFile(
            "file", "decisions", draft.path, "", *columns, draft.first_day, draft.last_day, replaces=False, order=0
        )
        reduced = reduce_batches([batch] if draft.rows_stored else [], use_case)
    return as_frame(reduced.single), as_frame(reduced.joint)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """pandas, with days as datetime64."""
    return table.to_pandas(date_as_object=False)
