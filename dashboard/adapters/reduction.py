"""The reduction: decisions become counts. Ibis expressions only, so that another engine than DuckDB can run them.

Two levels leave here: each attribute alone by day, and all attributes jointly, with the strata, by month. Groups
beyond the twelve largest of an attribute are one group, `other (k values)`; a missing value is `(not recorded)`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, reduce
from itertools import combinations

import ibis
import ibis.expr.types as ir

from dashboard.adapters.log_kinds import DECISIONS, Log
from dashboard.domain.counts import NOT_RECORDED, other_label

UNKNOWN_OUTCOME = 2  # a decision or label that is not there, in base 3 beside 0 (no) and 1 (yes)


@dataclass(frozen=True, slots=True)
class Part:
    """One table of decisions and the days of it that a later batch replaced (both ends included)."""

    table: str
    columns: tuple[str, ...]
    hidden: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """What is counted: the parts, the tables of late labels (newest last), and the columns of groups.

    `attributes` and `strata` hold column names (`a_sex`, `s_channel`).
    """

    parts: tuple[Part, ...]
    attributes: tuple[str, ...]
    strata: tuple[str, ...]
    labels: tuple[str, ...] = ()
    log: Log = DECISIONS

    @property
    def groups(self) -> tuple[str, ...]:
        """Attributes, then strata."""
        return (*self.attributes, *self.strata)


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


def decisions(shape: Shape) -> ir.Table:
    """Every visible decision: day, model_version, outcome and the columns of groups.

    `outcome` = 3 × decision + label, each 0 (no), 1 (yes) or 2 (unknown).
    """
    rows = _together([_part(part, shape) for part in shape.parts])
    if shape.labels:
        late = _late_labels(shape.labels)
        rows = rows.left_join(late, rows.decision_id == late.late_id)
        rows = rows.mutate(label=ibis.coalesce(rows.late_label, rows.label))
    outcome = rows.selected.cast("int8").fill_null(UNKNOWN_OUTCOME) * 3 + rows.label.cast("int8").fill_null(
        UNKNOWN_OUTCOME
    )
    return rows.select("day", "model_version", *shape.groups, outcome=outcome.cast("int8"))


def visible_ids(shape: Shape) -> ir.Table:
    """The ids of every visible row: one column, such as `decision_id`."""
    return _together([rows_of(part, shape.log).select(shape.log.key) for part in shape.parts])


def _part(part: Part, shape: Shape) -> ir.Table:
    rows = rows_of(part, DECISIONS)
    absent = [column for column in shape.groups if column not in part.columns]
    rows = rows.mutate(**{column: ibis.null("string") for column in absent})
    identity = ["decision_id"] if shape.labels else []
    return rows.select(*identity, "day", "model_version", "selected", "label", *shape.groups)


def rows_of(part: Part, log: Log) -> ir.Table:
    """The rows of a part that no later batch replaced."""
    table = ibis.table(log.schema | dict.fromkeys(part.columns, "string"), name=part.table)
    table = table.mutate(day=table[log.moment].date())
    for first, last in part.hidden:
        table = table.filter((table.day < first) | (table.day > last))
    return table


def _late_labels(tables: Sequence[str]) -> ir.Table:
    """The newest label of each decision that has a late one."""
    schema = {"decision_id": "string", "label": "boolean"}
    numbered = [ibis.table(schema, name=name).mutate(turn=turn) for turn, name in enumerate(tables)]
    rows = reduce(lambda left, right: left.union(right), numbered)
    return rows.group_by(late_id=rows.decision_id).agg(late_label=rows.label.argmax(rows.turn))


def extent(shape: Shape) -> ir.Table:
    """One row: decisions (decided or not), first_day, last_day."""
    rows = decisions(shape)
    return rows.agg(decisions=rows.count(), first_day=rows.day.min(), last_day=rows.day.max())


def largest_values(shape: Shape, limits: Mapping[str, int]) -> ir.Table:
    """The most frequent values of columns: column, value, and `values`, how many different ones there are.

    Args:
        shape: what is counted.
        limits: column -> how many values at most.
    """
    rows = _together([_part(part, replace(shape, labels=())) for part in shape.parts])
    sizes = _together(
        [_sizes(rows, column).mutate(most=ibis.literal(limit, "int64")) for column, limit in limits.items()]
    )
    sizes = sizes.filter(sizes.value.notnull())
    column = ibis.window(group_by="column")
    turn = ibis.row_number().over(ibis.window(group_by="column", order_by=[ibis.desc("rows"), "value"]))
    sizes = sizes.mutate(values=sizes.count().over(column), turn=turn)
    return sizes.filter(sizes.turn < sizes.most).select("column", "value", "values")


def _sizes(rows: ir.Table, column: str) -> ir.Table:
    return rows.group_by(value=rows[column]).agg(rows=rows.count()).mutate(column=ibis.literal(column))


def _together(tables: Sequence[ir.Table]) -> ir.Table:
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def _coded(shape: Shape, codes: Sequence[Codes]) -> ir.Table:
    """Every visible decision as day, month, outcome and one small number per column."""
    rows = decisions(shape)
    month = rows.day.truncate("month").cast("date")
    return rows.select("day", "outcome", month=month, **{one.column: _code(rows[one.column], one) for one in codes})


def _code(column: ir.StringColumn, codes: Codes) -> ir.IntegerColumn:
    known = [(column == value, ibis.literal(code, "int64")) for code, value in enumerate(codes.values, start=1)]
    missing = (column.isnull(), ibis.literal(len(codes.values) + 1, "int64"))
    small = "int8" if len(codes.values) < 126 else "int16"
    return ibis.cases(*known, missing, else_=ibis.literal(0, "int64")).cast(small)


def levels(shape: Shape, codes: Sequence[Codes], by_month: Sequence[Sequence[str]]) -> ir.Table:
    """Every level in one query, which reads and codes the decisions once; still numbers.

    Every level groups the same coded rows, so that the compiler names them once; outcomes become COUNTS at the end,
    for all levels together, because planning that for each would take longer than some of them.

    Returns:
        level, model_version, time, one column per group + COUNTS. First come the attributes, each alone by day, then
        the sets of columns in `by_month`; columns that a level is not about are null there.
    """
    rows, tables = _coded(shape, codes), []
    wanted = [("day", (name,)) for name in shape.attributes] + [("month", tuple(names)) for names in by_month]
    for level, (time, names) in enumerate(wanted):
        table = rows.group_by("model_version", time, *names, "outcome").agg(rows=rows.count())
        absent = {name: ibis.null(rows[name].type()) for name in shape.groups if name not in names}
        table = table.mutate(level=ibis.literal(level, "int16"), **absent)
        tables.append(table.select("level", "model_version", *shape.groups, "outcome", "rows", time=time))
    return _counted(_together(tables), ["level", "model_version", "time", *shape.groups])


def _counted(sizes: ir.Table, keys: Sequence[str]) -> ir.Table:
    """COUNTS by keys, from the number of rows of each outcome."""
    outcome, size = sizes.outcome, sizes.rows
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
    rows = _coded(shape, codes)
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
