"""The reduction: cells become counts. Ibis only, so that other engines can run it.

Two levels leave here: each attribute alone by day, and all attributes jointly, with the strata, by month. Groups
beyond the twelve largest of an attribute are one group, `other (k values)`; a missing value is `(not recorded)`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import combinations

import ibis
import ibis.expr.types as ir

from dashboard.adapters.cells import cell_table
from dashboard.adapters.log_rows import Shape, together
from dashboard.domain.counts import NOT_RECORDED, other_label


@dataclass(frozen=True, slots=True)
class Codes:
    """The groups of a column as small numbers, which every later step is several times faster on.

    Code 0 is all `others` as one; then come the `values` that stay groups of their own, then the missing value.
    """

    column: str
    values: tuple[str, ...]
    others: int = 0

    @property
    def names(self) -> list[str]:
        """The group of each code."""
        return [other_label(self.others), *self.values, NOT_RECORDED]


def extent(shape: Shape) -> ir.Table:
    """One row: decisions (decided or not), first_day, last_day."""
    cells = cell_table(shape.groups)
    daily = cells.filter(reduce(lambda found, name: found & cells[name].isnull(), shape.groups, cells.day.notnull()))
    decisions = daily["rows"].sum().fill_null(0)
    return daily.agg(decisions=decisions, first_day=daily.day.min(), last_day=daily.day.max())


def largest_values(shape: Shape, limits: Mapping[str, int]) -> ir.Table:
    """The most frequent values of columns: column, value, and `values`, how many different ones there are.

    Args:
        shape: what is counted.
        limits: column -> how many values at most.
    """
    joint = cell_table(shape.groups).filter(ibis._.month.notnull())
    sizes = together(
        [_sizes(joint, column).mutate(most=ibis.literal(limit, "int64")) for column, limit in limits.items()]
    )
    sizes = sizes.filter(sizes.value != NOT_RECORDED)
    column = ibis.window(group_by="column")
    turn = ibis.row_number().over(ibis.window(group_by="column", order_by=[ibis.desc("rows"), "value"]))
    sizes = sizes.mutate(values=sizes.count().over(column), turn=turn)
    return sizes.filter(sizes.turn < sizes.most).select("column", "value", "values")


def _sizes(cells: ir.Table, column: str) -> ir.Table:
    return cells.group_by(value=cells[column]).agg(rows=cells["rows"].sum()).mutate(column=ibis.literal(column))


def _coded(cells: ir.Table, codes: Sequence[Codes]) -> ir.Table:
    """The cells with one small number per column in place of the text."""
    return cells.mutate(**{one.column: _code(cells[one.column], one) for one in codes})


def _code(column: ir.StringColumn, codes: Codes) -> ir.IntegerColumn:
    known = [(column == value, ibis.literal(code, "int64")) for code, value in enumerate(codes.values, start=1)]
    missing = (column == NOT_RECORDED, ibis.literal(len(codes.values) + 1, "int64"))
    small = "int8" if len(codes.values) < 126 else "int16"
    return ibis.cases(*known, missing, else_=ibis.literal(0, "int64")).cast(small)


def levels(shape: Shape, codes: Sequence[Codes], by_month: Sequence[Sequence[str]]) -> ir.Table:
    """Every level in one query; still numbers.

    Outcomes become COUNTS at the end, for all levels together, because planning that for each would take longer than
    some of them.

    Returns:
        level, model_version, time, one column per group + COUNTS. First come the attributes, each alone by day, then
        the sets of columns in `by_month`; columns that a level is not about are null there.
    """
    cells, tables = cell_table(shape.groups), []
    daily = [("day", (name,), cells.filter(cells.day.notnull() & cells[name].notnull())) for name in shape.attributes]
    joint = cells.filter(cells.month.notnull())
    for level, (time, names, part) in enumerate([*daily, *(("month", tuple(names), joint) for names in by_month)]):
        rows = _coded(part, [one for one in codes if one.column in {"model_version", *names}])
        table = rows.group_by("model_version", time, *names, "outcome").agg(rows=rows["rows"].sum())
        kinds = {one.column: _code(cells[one.column], one).type() for one in codes}
        absent = {name: ibis.null(kinds[name]) for name in shape.groups if name not in names}
        table = table.mutate(level=ibis.literal(level, "int16"), **absent)
        tables.append(table.select("level", "model_version", *shape.groups, "outcome", "rows", time=time))
    return _counted(together(tables), ["level", "model_version", "time", *shape.groups])


def _counted(sizes: ir.Table, keys: Sequence[str]) -> ir.Table:
    """COUNTS by keys, from the number of rows of each outcome."""
    outcome, size = sizes.outcome, sizes["rows"]
    wanted = {
        "n": outcome < 6,
        "undecided": outcome >= 6,
        "selected": outcome.isin([3, 4, 5]),
        "labelled": outcome.isin([0, 1, 3, 4]),
        "tp": outcome == 4,
        "fp": outcome == 3,
        "fn": outcome == 1,
        "tn": outcome == 0,
    }
    sums = {name: size.sum(where=condition).fill_null(0).cast("int64") for name, condition in wanted.items()}
    return sizes.group_by(*keys).agg(**sums)


def most_cells(shape: Shape, codes: Sequence[Codes]) -> ir.Table:
    """One row, `cells`: how many cells the fullest month would have."""
    cells = cell_table(shape.groups)
    rows = _coded(cells.filter(cells.month.notnull()), codes)
    distinct = rows.select("month", "model_version", *shape.groups).distinct()
    return distinct.group_by("month").agg(cells=distinct.count()).agg(cells=ibis._.cells.max())


@cache
def combinations_of(attributes: tuple[str, ...], *, strata: bool, full: bool) -> tuple[tuple[str, ...], ...]:
    """Which combinations the joint level holds.

    Every pair; all attributes together where the cell budget allows (`full`); each attribute alone only where there
    are strata, because without them the single level says the same by day.
    """
    alone = [(name,) for name in attributes] if strata else []
    pairs = list(combinations(attributes, 2))
    together = [attributes] if full and len(attributes) > 2 else []
    return (*alone, *pairs, *together)


def bare(column: str) -> str:
    """`a_sex` -> `sex`."""
    return column[2:]
