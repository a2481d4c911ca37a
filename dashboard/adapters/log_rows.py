"""Which rows of a log are read: the tables they stand in, and the days that a later batch replaced. Ibis only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from dashboard.adapters.log_kinds import DECISIONS, Log


@dataclass(frozen=True, slots=True)
class Part:
    """One table and the days of it that a later batch replaced (both ends included); `cells` where it holds cells."""

    table: str
    columns: tuple[str, ...]
    hidden: tuple[tuple[date, date], ...] = ()
    cells: bool = False


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


def visible_ids(shape: Shape) -> ir.Table:
    """The ids of every visible row: one column, such as `decision_id`."""
    return together([rows_of(part, shape.log).select(shape.log.key) for part in shape.parts])


def rows_of(part: Part, log: Log) -> ir.Table:
    """The rows of a part that no later batch replaced."""
    table = ibis.table(log.schema | dict.fromkeys(part.columns, "string"), name=part.table)
    table = table.mutate(day=table[log.moment].date())
    for first, last in part.hidden:
        table = table.filter((table.day < first) | (table.day > last))
    return table


def together(tables: Sequence[ir.Table]) -> ir.Table:
    """All rows of tables with the same columns."""
    return ibis.union(*tables) if len(tables) > 1 else tables[0]
