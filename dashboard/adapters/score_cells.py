"""Scores of a batch become counts, once: how many people of each group have which score. Ibis for the query.

A third level beside cells: month, model version, attribute, group, score, outcome -> rows. Exact while a batch has at
most MOST_VALUES distinct scores; beyond that bins of one width, a power of two on a grid that starts at 0, so that bins
of several batches fall into each other and add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.batch_cells import MEMORY_MB
from dashboard.adapters.batch_file import ROWS_PER_GROUP, write_rows
from dashboard.adapters.cells import alike_rows, labelled_rows
from dashboard.adapters.duck import arrow, batches, compile_sql, locked_connection, parquet_view
from dashboard.adapters.log_kinds import DECISIONS
from dashboard.adapters.log_rows import Part, together
from dashboard.domain.score_histograms import MOST_VALUES, grid_width

SCORED = replace(DECISIONS, columns=(*DECISIONS.columns, ("score", "float64")))
KEYS = ("month", "model_version", "attribute", "group", "score", "width", "outcome")
EVERYBODY = ""  # the attribute under which all people of a batch are counted together
_SCHEMA = {"month": "date", "model_version": "string", "attribute": "string", "group": "string", "score": "float64",
           "width": "float64", "outcome": "int8", "rows": "int64"}  # fmt: skip


_ARROW = {"date": pa.date32(), "string": pa.string(), "float64": pa.float64(), "int8": pa.int8(), "int64": pa.int64()}


def write_scores(rows: Path, groups: Sequence[str], target: Path, *, labels: Sequence[Path] = ()) -> bool:
    """Write the scores of a file of our decisions with late labels, the newest last; False where it has none."""
    folders = {path.parent for path in (rows, *labels)}
    names = tuple(f"labels_{turn}" for turn in range(len(labels)))
    with locked_connection(tuple(folders), memory_mb=MEMORY_MB) as connection:
        parquet_view(connection, "decisions", [rows], SCORED.schema)
        for name, path in zip(names, labels, strict=True):
            parquet_view(connection, name, [path])
        query = scores_sql(connection, Part("decisions", tuple(groups)), names)
        if query is not None:
            write_rows(target, batches(connection, query, ROWS_PER_GROUP))
        return query is not None


def scores_sql(connection: duckdb.DuckDBPyConnection, part: Part, labels: Sequence[str]) -> str | None:
    """The query that counts the scores of a part of this connection; None where it holds none."""
    rows = labelled_rows(part, labels, SCORED)
    width = width_of(arrow(connection, compile_sql(spread_of(rows))).to_pylist()[0])
    return None if width is None else compile_sql(counted_scores(rows, part.columns, width))


def spread_of(rows: ir.Table) -> ir.Table:
    """One row: the lowest and the highest score, and how many values there are."""
    return rows.aggregate(low=rows.score.min(), high=rows.score.max(), values=rows.score.nunique())


def width_of(spread: Mapping[str, Any]) -> float | None:
    """Of the bins that these scores need; 0 where each value is counted, None where there is no score."""
    if not spread["values"]:
        return None
    return 0.0 if spread["values"] <= MOST_VALUES else grid_width(spread["low"], spread["high"])


def counted_scores(rows: ir.Table, columns: Sequence[str], width: float) -> ir.Table:
    """KEYS and `rows`: everybody, and by each attribute among these columns; for every engine that has the rows."""
    rows = rows.filter(rows.score.notnull())
    score = (rows.score / width).floor() * width if width else rows.score
    known = alike_rows(rows.mutate(binned=score), columns, keep=("binned",))
    attributes = [name for name in columns if name.startswith("a_")]
    return together([_level(known, name, width) for name in (None, *attributes)])


def _level(known: ir.Table, column: str | None, width: float) -> ir.Table:
    attribute, group = (EVERYBODY, ibis.literal("")) if column is None else (column.removeprefix("a_"), known[column])
    keyed = known.select(
        "month", "model_version", attribute=ibis.literal(attribute), group=group, score=known.binned.cast("float64"),
        width=ibis.literal(width, "float64"), outcome=known.outcome,
    )  # fmt: skip
    return keyed.group_by(list(KEYS)).agg(rows=keyed.count())


def keep_scores(counted: pa.Table, target: Path) -> Path:
    """Scores that were counted elsewhere as a file; equal scores are equal bytes."""
    fields = [(name, _ARROW[kind]) for name, kind in _SCHEMA.items()]
    typed = counted.select(list(_SCHEMA)).cast(pa.schema(fields)).combine_chunks()
    write_rows(target, iter(typed.sort_by([(name, "ascending") for name in KEYS]).to_batches()))
    return target


def holds_scores(rows: Path) -> bool:
    """Whether a file of our decisions has a score somewhere, from what it says about itself."""
    if not rows.is_file():
        return False
    about = pq.read_metadata(rows)
    groups = [about.row_group(turn) for turn in range(about.num_row_groups)]
    columns = [group.column(turn) for group in groups for turn in range(group.num_columns)]
    return any(
        column.path_in_schema == "score" and (column.statistics is None or bool(column.statistics.num_values))
        for column in columns
    )


def read_scores(files: Sequence[Path]) -> pd.DataFrame:
    """The columns KEYS and `rows` of files of scores, summed."""
    if not files:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in _SCHEMA})
    with locked_connection(tuple({file.parent for file in files})) as connection:
        parquet_view(connection, "scores", files)
        table = ibis.table(_SCHEMA, name="scores")
        summed = table.group_by(list(KEYS)).agg(rows=table.rows.sum().cast("int64"))
        found: pd.DataFrame = arrow(connection, compile_sql(summed)).to_pandas()
    return found
