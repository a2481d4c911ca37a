"""From batches to counts: the stored ones of a use case, or one file without any store."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.adapters.batch_writer import write_batch
from dashboard.adapters.counting import Reduced, count_decisions, empty_counts
from dashboard.adapters.draft import Job, last_plausible
from dashboard.adapters.duck import THREADS, locked_connection
from dashboard.adapters.log_mapping import load_mapping
from dashboard.adapters.subject_sums import MonthSums, subject_sums
from dashboard.adapters.visible import BatchFile, Visible, visible
from dashboard.domain.log_mapping import LogMapping


def reduce_batches(batches: Sequence[BatchFile], use_case: str) -> Reduced:
    """Counts of everything that is visible in these batches."""
    seen = visible(batches)
    return empty_counts() if seen is None else reduce_visible(seen, use_case)


def reduce_visible(seen: Visible, use_case: str) -> Reduced:
    """Counts of these tables, on a connection of their own."""
    with locked_connection(seen.folders) as connection:
        return _attached(connection, seen, use_case)


def reduce_all(wanted: Mapping[str, Visible]) -> dict[str, Reduced]:
    """Counts of many use cases; one job, so that each of its threads opens an engine once."""
    shares = [list(wanted.items())[start::THREADS] for start in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        found = dict(chain.from_iterable(pool.map(_reduce_share, shares)))
    return {name: found[name] for name in wanted}


def _reduce_share(share: Sequence[tuple[str, Visible]]) -> list[tuple[str, Reduced]]:
    folders = {folder for _, seen in share for folder in seen.folders}
    with locked_connection(tuple(folders), threads=1) as connection:
        return [(name, _attached(connection, seen, name)) for name, seen in share]


def _attached(connection: duckdb.DuckDBPyConnection, seen: Visible, use_case: str) -> Reduced:
    seen.attach(connection)
    return count_decisions(connection, seen.shape, use_case)


def reduce_file(
    path: Path, mapping: Path | LogMapping | None = None, *, use_case: str = "", latest: datetime | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two levels of counts of one log, as `count_log` gives them."""
    single, joint, _ = count_log(path, mapping, use_case=use_case, latest=latest)
    return single, joint


def count_log(
    path: Path, mapping: Path | LogMapping | None = None, *, use_case: str = "", latest: datetime | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The counts of one log, without a database; rows that do not fit are left out.

    Args:
        path: CSV, Parquet or JSON lines; the caller has checked that it may be read.
        mapping: a mapping or its file; None where the log has our own column names.
        use_case: fills the first column.
        latest: no decision can be later (UTC, without zone); a day from now where it is not given.

    Returns:
        use_case, model_version, day, attribute, group + COUNTS; and use_case, model_version, month, attribute,
        group, stratum + COUNTS; and SUBJECT_KEYS + SUBJECT_SUMS, empty where the log names nobody.

    Raises:
        DecisionLogInvalid: The file cannot be read.
    """
    known = load_mapping(mapping, LogMapping) if isinstance(mapping, Path) else mapping
    with TemporaryDirectory(prefix="dashboard-log-") as work:
        draft = write_batch(path, known, Job(Path(work), latest or last_plausible()))
        columns = (tuple(f"a_{name}" for name in draft.attributes), tuple(f"s_{name}" for name in draft.strata))
        days = (draft.first_day, draft.last_day)
        named = draft.subject
        batch = BatchFile("file", "decisions", draft.path, "", *columns, *days, replaces=False, order=0, subject=named)
        batches = [batch] if draft.rows_stored else []
        reduced = reduce_batches(batches, use_case)
        people = subject_sums(batches, reduced, use_case=use_case) or MonthSums()
    return as_frame(reduced.single), as_frame(reduced.joint), as_frame(people.table)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """pandas, with days as datetime64 and counts as int64."""
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    return frame
