"""Runs the reduction on DuckDB: which groups stay, whether the joint level fits its budget, and the two tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from dashboard.adapters import reduction
from dashboard.adapters.batch_cells import as_cells
from dashboard.adapters.cells import CELLS, visible_cells
from dashboard.adapters.duck import arrow, compile_sql
from dashboard.adapters.log_rows import Shape
from dashboard.adapters.reduction import Codes
from dashboard.domain.counts import COUNTS, CROSS, MAX_GROUPS

CELL_BUDGET = 5_000
MAX_VERSIONS = 1_000
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
    parts = tuple(part if part.cells else as_cells(connection, part, shape.labels) for part in shape.parts)
    shape = replace(shape, parts=parts, labels=())
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {CELLS} AS {_cells_sql(shape)}")
    codes = _codes(connection, shape)
    fits, cells = _fits(connection, shape, codes)
    wanted = reduction.combinations_of(shape.attributes, strata=bool(shape.strata), full=fits)
    sources = _sources(shape, wanted, full=fits)
    levels = _levels(connection, shape, codes, sources)
    single = _single(levels[: len(shape.attributes)], shape, codes)
    joint = _joint(list(zip(sources, levels[len(shape.attributes) :], strict=True)), shape, wanted, codes)
    return Reduced(
        single=_finished(single, use_case, SINGLE),
        joint=_finished(joint, use_case, JOINT),
        intersections="none" if len(shape.attributes) < 2 else "all" if fits else "pairs",
        cells=cells,
        folded={reduction.bare(column): codes[column].others for column in shape.groups if codes[column].others},
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
    return row | {"decisions": int(row["decisions"])}  # a sum of whole numbers is wider than 64 bits in DuckDB


def _codes(connection: DuckDBPyConnection, shape: Shape) -> dict[str, Codes]:
    """Which values of each column stay; every model version does."""
    found = arrow(connection, _values_sql(shape)).to_pylist()
    codes: dict[str, Codes] = {}
    for column in ("model_version", *shape.groups):
        rows = [row for row in found if row["column"] == column]
        others = rows[0]["values"] - len(rows) if rows else 0
        codes[column] = Codes(column, tuple(sorted(row["value"] for row in rows)), others)
    return codes


def _fits(connection: DuckDBPyConnection, shape: Shape, codes: dict[str, Codes]) -> tuple[bool, int | None]:
    """Whether all columns jointly stay within the budget; counted only where it is not certain."""
    bound = prod(len(one.values) + 1 + bool(one.others) for one in codes.values())
    if len(shape.attributes) <= 2 or bound <= CELL_BUDGET:
        return True, None
    largest = (
        arrow(connection, compile_sql(reduction.most_cells(shape, tuple(codes.values()))))["cells"][0].as_py() or 0
    )
    return largest <= CELL_BUDGET, largest


def _levels(
    connection: DuckDBPyConnection, shape: Shape, codes: dict[str, Codes], sources: Sequence[tuple[str, ...]]
) -> list[pa.Table]:
    """One table per attribute, then one per source; still numbers."""
    if not shape.attributes:
        return []
    table = arrow(connection, _levels_sql(shape, tuple(codes.values()), tuple(sources)))
    numbers = range(len(shape.attributes) + len(sources))
    return [table.filter(pc.equal(table["level"], number)) for number in numbers]


def _single(levels: Sequence[pa.Table], shape: Shape, codes: dict[str, Codes]) -> pa.Table:
    parts = [SINGLE.remove(0).empty_table()]
    for column, table in zip(shape.attributes, levels, strict=True):
        named = _named(table, {name: codes[name].names for name in ("model_version", column)})
        named = named.append_column("attribute", pa.repeat(reduction.bare(column), named.num_rows))
        named = named.append_column("day", named["time"]).append_column("group", named[column])
        parts.append(named.select(SINGLE.names[1:]).cast(SINGLE.remove(0)))
    return pa.concat_tables(parts)


def _named(table: pa.Table, names: dict[str, list[str]]) -> pa.Table:
    """The table with texts in place of codes."""
    for column, texts in names.items():
        position = table.schema.get_field_index(column)
        table = table.set_column(position, column, pa.array(texts, pa.string()).take(table[column].combine_chunks()))
    return table


def _joint(
    held: Sequence[tuple[tuple[str, ...], pa.Table]],
    shape: Shape,
    wanted: Sequence[tuple[str, ...]],
    codes: dict[str, Codes],
) -> pa.Table:
    """Every combination is summed from cells."""
    parts = [JOINT.remove(0).empty_table()]
    for attributes in wanted:
        cells = next(table for columns, table in held if set(columns) >= set(attributes))
        parts.append(_long_form(cells.rename_columns({"time": "month"}), attributes, shape.strata, codes))
    return pa.concat_tables(parts)


def _long_form(
    cells: pa.Table, attributes: tuple[str, ...], strata: tuple[str, ...], codes: dict[str, Codes]
) -> pa.Table:
    """Cells as model_version, month, attribute, group, stratum + COUNTS, for this combination of attributes."""
    keys = ["model_version", "month", *attributes, *strata]
    summed = cells.group_by(keys, use_threads=False).aggregate([(name, "sum") for name in COUNTS])
    summed = summed.rename_columns([*keys, *COUNTS])
    summed = _named(summed, {column: codes[column].names for column in keys if column != "month"})
    name = pa.repeat(CROSS.join(map(reduction.bare, attributes)), summed.num_rows)
    joined = {"attribute": name, "group": _crossed(summed, attributes), "stratum": _crossed(summed, strata)}
    for column, values in joined.items():
        summed = summed.append_column(column, values)
    return summed.select(["model_version", "month", *joined, *COUNTS]).cast(JOINT.remove(0))


def _crossed(table: pa.Table, columns: tuple[str, ...]) -> pa.ChunkedArray:
    if not columns:
        return pa.repeat("", table.num_rows)
    return pc.binary_join_element_wise(*[table[column] for column in columns], CROSS)


def _sources(shape: Shape, wanted: Sequence[tuple[str, ...]], *, full: bool) -> list[tuple[str, ...]]:
    """Which columns are counted jointly: all of them, or each pair with the strata where that is too many cells."""
    if not wanted:
        return []
    joint = [shape.attributes] if full else [columns for columns in wanted if len(columns) == 2]
    return [(*columns, *shape.strata) for columns in joint]


def _finished(table: pa.Table, use_case: str, schema: pa.Schema) -> pa.Table:
    """In one order, so that equal counts are equal bytes."""
    name = pa.array([use_case] * table.num_rows, pa.string())
    table = table.add_column(0, "use_case", name).select(schema.names).cast(schema)
    keys = [_ranks(table[key]) for key in schema.names if key not in COUNTS]
    return table.take(pa.array(np.lexsort(keys[::-1])))


def _ranks(column: pa.ChunkedArray) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Numbers that sort as the values do: few values are compared, however many rows there are."""
    coded = column.combine_chunks().dictionary_encode()
    places = np.empty(len(coded.dictionary), dtype=np.int64)
    places[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(len(places))
    ranks: np.ndarray[tuple[int], np.dtype[np.int64]] = places[coded.indices.to_numpy(zero_copy_only=False)]
    return ranks


@lru_cache(maxsize=64)
def _cells_sql(shape: Shape) -> str:
    return compile_sql(visible_cells(shape))


@lru_cache(maxsize=64)
def _extent_sql(shape: Shape) -> str:
    return compile_sql(reduction.extent(shape))


@lru_cache(maxsize=64)
def _values_sql(shape: Shape) -> str:
    limits = {"model_version": MAX_VERSIONS} | dict.fromkeys(shape.groups, MAX_GROUPS)
    return compile_sql(reduction.largest_values(shape, limits))


@lru_cache(maxsize=64)
def _levels_sql(shape: Shape, codes: tuple[Codes, ...], sources: tuple[tuple[str, ...], ...]) -> str:
    return compile_sql(reduction.levels(shape, codes, sources))
