"""The reduction: decisions become counts. Ibis expressions only, so that another engine than DuckDB can run them.

Two levels leave here: each attribute alone by day, and all attributes jointly, with the strata, by month. Groups
beyond the twelve largest of an attribute are one group, `other (k values)`; a missing value is `(not recorded)`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from itertools import combinations

import ibis
import ibis.expr.types as ir

from dashboard.domain.counts import COUNTS, CROSS, NOT_RECORDED, other_label

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

    @property
    def groups(self) -> tuple[str, ...]:
        """Attributes, then strata."""
        return (*self.attributes, *self.strata)


@dataclass(frozen=True, slots=True)
class Fold:
    """Which values of a column stay; None keeps all. `others` says how many values were folded."""

    column: str
    kept: tuple[str, ...] | None = None
    others: int = 0


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
    """The ids of every visible decision: one column, `decision_id`."""
    return _together([_rows(part).select("decision_id") for part in shape.parts])


def _part(part: Part, shape: Shape) -> ir.Table:
    rows = _rows(part)
    absent = [column for column in shape.groups if column not in part.columns]
    rows = rows.mutate(**{column: ibis.null("string") for column in absent})
    identity = ["decision_id"] if shape.labels else []
    return rows.select(*identity, "day", "model_version", "selected", "label", *shape.groups)


def _rows(part: Part) -> ir.Table:
    """The decisions of a part that no later batch replaced."""
    base = {"decision_id": "string", "decided_at": "timestamp", "model_version": "string"}
    schema = base | {"selected": "boolean", "label": "boolean"} | dict.fromkeys(part.columns, "string")
    table = ibis.table(schema, name=part.table)
    table = table.mutate(day=table.decided_at.date())
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


def largest_values(shape: Shape, limit: int) -> ir.Table:
    """The most frequent values of every column of groups: column, value, and `values`, how many different there are."""
    rows = decisions(shape)
    return _together([_largest(rows, column, limit) for column in shape.groups])


def _largest(rows: ir.Table, column: str, limit: int) -> ir.Table:
    there = rows.filter(rows[column].notnull())
    sizes = there.group_by(value=there[column]).agg(rows=there.count())
    sizes = sizes.mutate(values=sizes.count().over(ibis.window()), column=ibis.literal(column))
    largest = sizes.order_by(ibis.desc("rows"), "value").limit(limit)
    return largest.select("column", "value", "values")


def _together(tables: Sequence[ir.Table]) -> ir.Table:
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def folded(rows: ir.Table, folds: Sequence[Fold]) -> ir.Table:
    """Small groups of a column become one, and missing values a visible one."""
    return rows.mutate(**{fold.column: _folded(rows[fold.column], fold) for fold in folds})


def _folded(column: ir.StringColumn, fold: Fold) -> ir.StringColumn:
    if fold.kept is not None:
        rest = column.notnull() & ~column.isin(fold.kept)
        column = ibis.ifelse(rest, other_label(fold.others), column)
    return column.fill_null(NOT_RECORDED)


def counted(rows: ir.Table, keys: Sequence[str]) -> ir.Table:
    """COUNTS by keys, from rows with an `outcome`."""
    sizes = rows.group_by(*keys, "outcome").agg(rows=rows.count())
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


def single(shape: Shape, folds: Sequence[Fold]) -> ir.Table:
    """model_version, day, attribute, group + COUNTS, one column of groups after the other."""
    rows, tables = decisions(shape), []
    for fold in folds:
        table = counted(folded(rows, [fold]), ["model_version", "day", fold.column])
        table = table.rename(group=fold.column).mutate(attribute=ibis.literal(bare(fold.column)))
        tables.append(table.select("model_version", "day", "attribute", "group", *COUNTS))
    return _together(tables)


def cells(shape: Shape, folds: Sequence[Fold]) -> ir.Table:
    """model_version, month, one column per given fold + COUNTS: all of them jointly."""
    rows = folded(decisions(shape), folds)
    rows = rows.mutate(month=rows.day.truncate("month").cast("date"))
    return counted(rows, ["model_version", "month", *[fold.column for fold in folds]])


def most_cells(shape: Shape, folds: Sequence[Fold]) -> ir.Table:
    """One row, `cells`: how many cells the fullest month would have."""
    rows = folded(decisions(shape), folds)
    rows = rows.mutate(month=rows.day.truncate("month").cast("date"))
    distinct = rows.select("month", "model_version", *[fold.column for fold in folds]).distinct()
    return distinct.group_by("month").agg(cells=distinct.count()).agg(cells=ibis._.cells.max())


def long_form(table: ir.Table, attributes: Sequence[str], strata: Sequence[str]) -> ir.Table:
    """Cells as model_version, month, attribute, group, stratum + COUNTS, for this combination of attributes."""
    group = _joined(table, attributes)
    stratum = _joined(table, strata) if strata else ibis.literal("")
    rows = table.mutate(
        attribute=ibis.literal(CROSS.join(map(bare, attributes))), group=group, stratum=stratum
    )  # fmt: skip
    keys = ["model_version", "month", "attribute", "group", "stratum"]
    return rows.group_by(*keys).agg(**{name: rows[name].sum().cast("int64") for name in COUNTS})


def _joined(table: ir.Table, columns: Sequence[str]) -> ir.StringValue:
    first, *others = [table[column] for column in columns]
    return reduce(lambda text, column: text + CROSS + column, others, first)


def joint(tables: Mapping[tuple[str, ...], ir.Table], wanted: Sequence[tuple[str, ...]], shape: Shape) -> ir.Table:
    """The wanted combinations in long form; `tables` names the cells that each is summed from."""
    return _together([long_form(tables[attributes], attributes, shape.strata) for attributes in wanted])


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
