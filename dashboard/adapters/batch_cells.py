"""Makes the cells of a batch, once: later counts read them and not its rows."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import duckdb

from dashboard.adapters.batch_file import ROWS_PER_GROUP, write_rows
from dashboard.adapters.cells import CELLS, alike, cell_table, levels_of
from dashboard.adapters.duck import batches, locked_connection, parquet_view
from dashboard.adapters.grouping import grouped
from dashboard.adapters.log_kinds import DECISIONS
from dashboard.adapters.log_rows import Part

MEMORY_MB = 512


def write_cells(rows: Path, groups: Sequence[str], target: Path, *, labels: Sequence[Path] = ()) -> None:
    """Write the cells of a file of our decisions, with late labels from other files, the newest last.

    Raises:
        StoreUnusable: more memory than a job may use, or a damaged file.
    """
    folders = {path.parent for path in (rows, *labels)}
    names = tuple(f"labels_{turn}" for turn in range(len(labels)))
    with locked_connection(tuple(folders), memory_mb=MEMORY_MB) as connection:
        parquet_view(connection, "decisions", [rows], DECISIONS.schema)
        for name, path in zip(names, labels, strict=True):
            parquet_view(connection, name, [path])
        query = cells_sql(Part("decisions", tuple(groups)), names)
        write_rows(target, batches(connection, query, ROWS_PER_GROUP))


def as_cells(connection: duckdb.DuckDBPyConnection, part: Part, labels: tuple[str, ...]) -> Part:
    """The same part as a table of cells in this connection, its columns in the order in which Ibis knows them."""
    name = f"{part.table}_{CELLS}"
    made = connection.sql(cells_sql(part, labels))
    ordered = made.project(", ".join(f'"{column}"' for column in cell_table(part.columns).columns))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {ordered.sql_query()}")
    return Part(name, part.columns, cells=True)


@lru_cache(maxsize=64)
def cells_sql(part: Part, labels: tuple[str, ...] = (), dialect: str = "duckdb") -> str:
    """The query that makes cells of the rows of a part."""
    attributes, strata = ([name for name in part.columns if name.startswith(kind)] for kind in ("a_", "s_"))
    return grouped(alike(part, labels), levels_of(attributes, strata), dialect=dialect)
