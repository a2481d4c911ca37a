"""Counts that were sent become a batch whose rows stay where they are, like those of a cluster."""

import pyarrow as pa

from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.elsewhere import RowsThere, draft_of
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.own_columns import own_mapping
from dashboard.domain.pushed_counts import Cell, PushedCounts

ENGINE = "pushed"


def mapping_of_pushed(counts: PushedCounts) -> LogMapping:
    """The mapping of a log that has our column names and these groups."""
    return own_mapping([*(f"a_{name}" for name in counts.attributes), *(f"s_{name}" for name in counts.strata)])


def pushed_batch(counts: PushedCounts, source: str, job: Job) -> Draft:
    """The batch, in the folder of the job; the same cells in any order are the same bytes.

    Raises:
        DecisionLogInvalid: too many model versions.
    """
    plain = [cell for cell in counts.cells if cell.day is not None and not cell.groups]
    days = [cell.day for cell in plain if cell.day is not None]
    total = sum(cell.rows for cell in plain)
    there = RowsThere(
        source=source, engine=ENGINE, read=total, stored=total, repeated=0, unfit={}, unzoned=0,
        first_day=min(days, default=None), last_day=max(days, default=None),
        versions=tuple(sorted({cell.model_version for cell in plain})),
    )  # fmt: skip
    return draft_of(there, _table(counts), mapping_of_pushed(counts), job.work)


def _table(counts: PushedCounts) -> pa.Table:
    """As `cells.cell_table` has them; null where a cell is not about a column."""
    cells = counts.cells
    columns: dict[str, pa.Array] = {
        "day": pa.array([cell.day for cell in cells], pa.date32()),
        "model_version": pa.array([cell.model_version for cell in cells], pa.string()),
        "outcome": pa.array([cell.outcome for cell in cells], pa.int8()),
        **{f"a_{name}": _groups(cells, name) for name in counts.attributes},
        "month": pa.array([cell.month for cell in cells], pa.date32()),
        **{f"s_{name}": _groups(cells, name) for name in counts.strata},
        "rows": pa.array([cell.rows for cell in cells], pa.int64()),
    }
    return pa.table(columns)


def _groups(cells: list[Cell], name: str) -> pa.Array:
    return pa.array([cell.group(name) if name in cell.groups else None for cell in cells], pa.string())
