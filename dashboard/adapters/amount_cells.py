"""Amounts of a batch become sums, once: how many, their sum and their spread by day and group. Ibis for the query.

Beside the cells of a batch: day, model version, attribute, group -> SUMS and how many decisions have no amount. Labels
do not matter, so a batch has one such file for good; a replaced day is left out when it is read.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow.parquet as pq

from dashboard.adapters.batch_cells import MEMORY_MB
from dashboard.adapters.batch_file import ROWS_PER_GROUP, write_rows
from dashboard.adapters.duck import batches, compile_sql, locked_connection, parquet_view
from dashboard.adapters.log_kinds import DECISIONS
from dashboard.adapters.log_rows import Part, rows_of, together
from dashboard.domain.amount_sums import BLANK, SUMS
from dashboard.domain.counts import NOT_RECORDED

KEYS = ("day", "model_version", "attribute", "group")
EVERYBODY = ""  # the attribute under which all decisions of a batch are summed together
_VALUED = replace(DECISIONS, columns=(*DECISIONS.columns, ("amount", "float64")))


def write_amounts(rows: Path, groups: Sequence[str], target: Path) -> int:
    """Write the sums of a file of our decisions that has amounts; returns how many decisions have none."""
    with locked_connection((rows.parent,), memory_mb=MEMORY_MB) as connection:
        parquet_view(connection, "decisions", [rows], _VALUED.schema)
        query = compile_sql(summed_amounts(rows_of(Part("decisions", tuple(groups)), _VALUED), groups))
        write_rows(target, batches(connection, query, ROWS_PER_GROUP))
    table = read_amounts(target)
    return int(table.loc[table["attribute"] == EVERYBODY, BLANK].sum())


def summed_amounts(rows: ir.Table, groups: Sequence[str]) -> ir.Table:
    """KEYS, SUMS and BLANK: everybody, and by each of these attributes."""
    levels = together([_level(rows, name) for name in (None, *groups)])
    return levels.order_by([levels[name] for name in KEYS])


def _level(rows: ir.Table, column: str | None) -> ir.Table:
    everybody = column is None
    keyed = rows.select(
        "day", "model_version", "amount", attribute=ibis.literal((column or EVERYBODY).removeprefix("a_")),
        group=ibis.literal("") if everybody else rows[column].fill_null(NOT_RECORDED),
    )  # fmt: skip
    known = keyed.amount.count()
    spread = (keyed.amount.var(how="pop") * known).fill_null(0.0)  # found in one pass about a running mean
    sums = dict(zip(SUMS, (known, keyed.amount.sum().fill_null(0.0), spread), strict=True))
    return keyed.group_by(list(KEYS)).agg(**sums, **{BLANK: keyed.amount.isnull().sum().cast("int64")})


def read_amounts(file: Path) -> pd.DataFrame:
    """KEYS, SUMS and BLANK of one file."""
    found: pd.DataFrame = pq.read_table(file).to_pandas()
    return found
