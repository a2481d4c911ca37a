"""Runs the reduction on DuckDB: which groups stay, whether the joint level fits its budget, and the two tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import prod
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from dashboard.adapters import reduction
from dashboard.adapters.duck import arrow, compile_sql
from dashboard.adapters.reduction import Fold, Shape
from dashboard.domain.counts import COUNTS, MAX_GROUPS

CELL_BUDGET = 5_000
_NUMBERS = [(name, pa.int64()) for name in COUNTS]


def _schema(time: str, *texts: str) -> pa.Schema:
    names = [(name, pa.string()) for name in ("attribute", "group", *texts)]
    return pa.schema(
        [("use_case", pa.string()), ("model_version", pa.string()), (time, pa.date32()), *names, *_NUMBERS]
    )


SINGLE = _schema("day")
JOINT = _schema("month", "stratum")


@dataclass(frozen=True, slots=True)
class Reduced:
    """The two levels of one use case, and what the screens must say about them.

    `intersections` is `none`, `all` or `pairs` (the joint of all attributes would have had `cells` cells in its
    fullest month, more than the budget); `folded` is attribute -> number of values in `other (k values)`.
    """

    single: pa.Table
    joint: pa.Table
    intersections: str
    cells: int | None
    folded: dict[str, int]
    attributes: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    decisions: int = 0
    first_day: date | None = None
    last_day: date | None = None


def empty_counts() -> Reduced:
    """What remains when there is no decision."""
    return Reduced(SINGLE.empty_table(), JOINT.empty_table(), "none", None, {})


def count_decisions(connection: DuckDBPyConnection, shape: Shape, use_case: str) -> Reduced:
    """Reduce the tables named by the shape, which exist in the connection."""
    found = _folds(connection, shape) if shape.groups else {}
    folds = tuple(found)
    fits, cells = _fits(connection, shape, folds, bound=prod(found.values()))
    single = _single(connection, shape, folds)
    return Reduced(
        single=_finished(single, use_case, SINGLE),
        joint=_finished(_joint(connection, shape, folds, full=fits), use_case, JOINT),
        intersections="none" if len(shape.attributes) < 2 else "all" if fits else "pairs",
        cells=cells,
        folded={reduction.bare(fold.column): fold.others for fold in folds if fold.kept is not None},
        attributes=tuple(map(reduction.bare, shape.attributes)),
        strata=tuple(map(reduction.bare, shape.strata)),
        **(_extent_of(single) if single.num_rows else _extent(connection, shape)),
    )


def _extent_of(single: pa.Table) -> dict[str, Any]:
    """decisions, first_day, last_day, from the counts of one attribute."""
    one = single.filter(pc.equal(single["attribute"], single["attribute"][0]))
    days = pc.min_max(one["day"]).as_py()
    decisions = int(pc.sum(one["n"]).as_py() + pc.sum(one["undecided"]).as_py())
    return {"decisions": decisions, "first_day": days["min"], "last_day": days["max"]}


def _extent(connection: DuckDBPyConnection, shape: Shape) -> dict[str, Any]:
    row: dict[str, Any] = arrow(connection, _extent_sql(shape)).to_pylist()[0]
    return row


def _folds(connection: DuckDBPyConnection, shape: Shape) -> dict[Fold, int]:
    """Which values of each column stay -> how many groups that makes with `(not recorded)`."""
    found = arrow(connection, _values_sql(shape)).to_pylist()
    folds: dict[Fold, int] = {}
    for column in shape.groups:
        rows = [row for row in found if row["column"] == column]
        different = rows[0]["values"] if rows else 0
        if different <= MAX_GROUPS:
            folds[Fold(column)] = different + 1
        else:
            kept = tuple(sorted(row["value"] for row in rows))
            folds[Fold(column, kept, different - MAX_GROUPS)] = MAX_GROUPS + 2
    return folds


def _fits(
    connection: DuckDBPyConnection, shape: Shape, folds: tuple[Fold, ...], *, bound: int
) -> tuple[bool, int | None]:
    """Whether all columns jointly stay within the budget; counted only where it is not certain."""
    if len(shape.attributes) <= 2 or bound <= CELL_BUDGET:
        return True, None
    largest = arrow(connection, _most_cells_sql(shape, folds))["cells"][0].as_py() or 0
    return largest <= CELL_BUDGET, largest


def _single(connection: DuckDBPyConnection, shape: Shape, folds: tuple[Fold, ...]) -> pa.Table:
    if not shape.attributes:
        return SINGLE.remove(0).empty_table()
    return arrow(connection, _single_sql(shape, folds[: len(shape.attributes)]))


def _joint(connection: DuckDBPyConnection, shape: Shape, folds: tuple[Fold, ...], *, full: bool) -> pa.Table:
    """Cells first, as tables of their own; the long form is summed from them."""
    wanted = reduction.combinations_of(shape.attributes, strata=bool(shape.strata), full=full)
    if not wanted:
        return JOINT.remove(0).empty_table()
    sources = _sources(shape, wanted, full=full)
    for name, columns in sources.items():
        chosen = tuple(fold for fold in folds if fold.column in (*columns, *shape.strata))
        connection.sql(_cells_sql(shape, chosen)).create(name)
    return arrow(connection, _joint_sql(shape, wanted, tuple(sources.items())))


def _sources(shape: Shape, wanted: Sequence[tuple[str, ...]], *, full: bool) -> dict[str, tuple[str, ...]]:
    """Table name -> attributes: all attributes jointly, or one table per pair where that is too many cells."""
    if full:
        return {"cells": shape.attributes}
    pairs = [columns for columns in wanted if len(columns) == 2]
    return {f"cells_{position}": columns for position, columns in enumerate(pairs)}


def _finished(table: pa.Table, use_case: str, schema: pa.Schema) -> pa.Table:
    """In one order, so that equal counts are equal bytes."""
    name = pa.array([use_case] * table.num_rows, pa.string())
    table = table.add_column(0, "use_case", name).select(schema.names).cast(schema)
    return table.sort_by([(key, "ascending") for key in schema.names if key not in COUNTS])


@lru_cache(maxsize=64)
def _extent_sql(shape: Shape) -> str:
    return compile_sql(reduction.extent(shape))


@lru_cache(maxsize=256)
def _values_sql(shape: Shape) -> str:
    return compile_sql(reduction.largest_values(shape, MAX_GROUPS))


@lru_cache(maxsize=64)
def _single_sql(shape: Shape, folds: tuple[Fold, ...]) -> str:
    return compile_sql(reduction.single(shape, folds))


@lru_cache(maxsize=64)
def _cells_sql(shape: Shape, folds: tuple[Fold, ...]) -> str:
    return compile_sql(reduction.cells(shape, folds))


@lru_cache(maxsize=64)
def _most_cells_sql(shape: Shape, folds: tuple[Fold, ...]) -> str:
    return compile_sql(reduction.most_cells(shape, folds))


@lru_cache(maxsize=64)
def _joint_sql(
    shape: Shape, wanted: tuple[tuple[str, ...], ...], sources: tuple[tuple[str, tuple[str, ...]], ...]
) -> str:
    tables = {
        columns: next(_cells_table(name, held, shape) for name, held in sources if set(columns) <= set(held))
        for columns in wanted
    }
    return compile_sql(reduction.joint(tables, wanted, shape))


def _cells_table(name: str, attributes: tuple[str, ...], shape: Shape) -> ir.Table:
    keys = {"model_version": "string", "month": "date"} | dict.fromkeys((*attributes, *shape.strata), "string")
    return ibis.table(keys | dict.fromkeys(COUNTS, "int64"), name=name)
