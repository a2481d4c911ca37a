"""Decisions become cells: how many are alike. Ibis only, so that other engines can run it.

There are cells of a day, by one attribute or by none; and of a month, by all attributes and strata together. Cells of
several batches add up, so whoever has them needs the rows no more. A missing value is the group `(not recorded)`.
"""

from collections.abc import Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir

from dashboard.adapters.log_kinds import DECISIONS, Log
from dashboard.adapters.log_rows import Part, Shape, rows_of, together
from dashboard.domain.counts import NOT_RECORDED

UNKNOWN_OUTCOME = 2  # a decision or label that is not there, in base 3 beside 0 (no) and 1 (yes)
CELLS = "cells"
_TIMES = {"day": "date", "month": "date", "model_version": "string", "outcome": "int8"}


def alike(part: Part, labels: Sequence[str]) -> ir.Table:
    """Every visible decision of a part as what it shares with others: the columns of cells but `rows`.

    `outcome` = 3 × decision + label, each 0 (no), 1 (yes) or 2 (unknown); a missing group is a group.
    """
    return alike_rows(labelled_rows(part, labels), part.columns)


def labelled_rows(part: Part, labels: Sequence[str], log: Log = DECISIONS) -> ir.Table:
    """The visible rows of a part with the newest label that is known."""
    rows = rows_of(part, log)
    if labels:
        late = _late_labels(labels)
        rows = rows.left_join(late, rows.decision_id == late.late_id)
        rows = rows.mutate(label=ibis.coalesce(rows.late_label, rows.label))
    return rows


def alike_rows(rows: ir.Table, groups: Sequence[str], *, keep: Sequence[str] = ()) -> ir.Table:
    """Rows with day, model_version, selected, label and groups -> the columns of cells but `rows`, and those kept."""
    selected, label = (rows[name].cast("int8").fill_null(UNKNOWN_OUTCOME) for name in ("selected", "label"))
    named = {name: rows[name].fill_null(NOT_RECORDED) for name in groups}
    month, outcome = rows.day.truncate("month").cast("date"), (selected * 3 + label).cast("int8")
    return rows.select("day", "model_version", *keep, **named, month=month, outcome=outcome)


def levels_of(attributes: Sequence[str], strata: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The sets of columns by which decisions are alike: by day, by day and each attribute, jointly by month."""
    daily = ("day", "model_version", "outcome")
    return (daily, *((*daily, name) for name in attributes), ("month", *daily[1:], *attributes, *strata))


def cell_table(groups: Sequence[str], name: str = CELLS) -> ir.Table:
    """Cells under a name; `day` is null in those of a month and `month` in others, as are groups they are not about."""
    return ibis.table(_TIMES | dict.fromkeys(groups, "string") | {"rows": "int64"}, name=name)


def visible_cells(shape: Shape) -> ir.Table:
    """The cells of every part, which exist as tables; where a part lacks an attribute, it is missing."""
    return together([cells for part in shape.parts for cells in _whole(part, shape)])


def _whole(part: Part, shape: Shape) -> list[ir.Table]:
    cells = cell_table(part.columns, part.table)
    absent = [name for name in shape.groups if name not in part.columns]
    jointly = cells.month.notnull()
    wanted = ["day", "month", "model_version", "outcome", *shape.groups, "rows"]
    filled = {name: ibis.ifelse(jointly, ibis.literal(NOT_RECORDED), ibis.null("string")) for name in absent}
    nothing = {name: ibis.null("string") for name in shape.groups}
    plain = reduce(lambda found, name: found & cells[name].isnull(), part.columns, ~jointly)
    return [cells.mutate(**filled).select(*wanted)] + [
        cells.filter(plain).mutate(**nothing | {name: ibis.literal(NOT_RECORDED)}).select(*wanted)
        for name in absent if name in shape.attributes
    ]  # fmt: skip


def _late_labels(tables: Sequence[str]) -> ir.Table:
    """The newest label of each decision that has a late one."""
    schema = {"decision_id": "string", "label": "boolean"}
    numbered = [ibis.table(schema, name=name).mutate(turn=turn) for turn, name in enumerate(tables)]
    rows = reduce(lambda left, right: left.union(right), numbered)
    return rows.group_by(late_id=rows.decision_id).agg(late_label=rows.label.argmax(rows.turn))
