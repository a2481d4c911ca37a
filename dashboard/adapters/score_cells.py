"""Scores of a batch become counts, once: how many people of each group have which score. Ibis for the query.

A third level beside cells: month, model version, attribute, group, score, outcome -> rows. Exact while a batch has at
most MOST_VALUES distinct scores; beyond that bins of one width, a power of two on a grid that starts at 0, so that bins
of several batches fall into each other and add up.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd

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
    rows = rows.filter(rows.score.notnull())
    about = rows.aggregate(low=rows.score.min(), high=rows.score.max(), values=rows.score.nunique())
    found = arrow(connection, compile_sql(about)).to_pylist()[0]
    if not found["values"]:
        return None
    width = 0.0 if found["values"] <= MOST_VALUES else grid_width(found["low"], found["high"])
    return compile_sql(_counted(rows, part.columns, width))


def _counted(rows: ir.Table, columns: Sequence[str], width: float) -> ir.Table:
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
