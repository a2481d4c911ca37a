"""Which groups are too small to be shown one by one, and which must go with them so that nobody can subtract."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.domain.counts import CROSS
from dashboard.domain.withholding import hidden_beside, hidden_cells, total_gives_away
from dashboard.domain.withholding_crossed import hidden_crossed

Few = frozenset[tuple[str, str]]  # attribute and group
FEW = "few"  # a column: what must be withheld for the sake of another table
_KEYS = ("use_case_id", "clause", "metric", "attribute", "stratum")


def withheld(rows: pd.DataFrame, least: int) -> "pd.Series[bool]":
    """Per row whether its numbers are withheld.

    Groups of fewer than `least` decisions are, and the next smallest ones until no small one follows from the total and
    the others, even for a reader who knows that the small ones are small.

    Args:
        rows: groups with column n; those of the same use case, clause, metric and attribute belong together. A
            reference that has no row of its own counts as a shown group. FEW, where it is there, is withheld too.
        least: smallest number of decisions that is shown.
    """
    hidden: pd.Series[bool] = rows["n"] < least
    if FEW in rows:
        return rows[FEW].astype(bool) | withheld(rows.drop(columns=FEW), least)
    keys = [key for key in _KEYS if key in rows.columns]
    if rows.empty or not hidden.any():
        return hidden
    whole = np.zeros(len(rows), dtype=np.int64)
    for key in keys:
        code, values = pd.factorize(rows[key], use_na_sentinel=False)
        whole = pd.factorize(whole * len(values) + code)[0]
    marks = hidden_beside(rows["n"].to_numpy(dtype=np.int64), whole, least)
    return pd.Series(marks, index=rows.index)


def tells(row: Mapping[str, Any], few: Few) -> bool:
    """Whether a comparison is about a group that is withheld, or a part of one: parts add up to it."""
    parts = str(row.get("attribute")).split(CROSS)
    return any(
        not few.isdisjoint(zip(parts, str(row.get(side)).split(CROSS), strict=False)) for side in ("group", "reference")
    )


def withheld_crossed(rows: pd.DataFrame, least: int) -> "pd.Series[bool]":
    """Per row whether its numbers are withheld where the attributes that are crossed are told beside it.

    Args:
        rows: columns attribute, group and n of crossings over the same days, each combination once; rows of single
            attributes are not looked at.
        least: smallest number of decisions that is shown.
    """
    hidden = pd.Series(data=False, index=rows.index)
    for attribute, part in rows.groupby("attribute", sort=False):
        depth = str(attribute).count(CROSS)
        if depth == 0 or not (part["n"] < least).any():  # a part that is few is made of crossed groups that are
            continue
        values = part["group"].str.split(CROSS, n=depth, expand=True)
        codes = [pd.factorize(values[at], sort=True) for at in values]
        table = np.full([len(names) for _, names in codes], -1, dtype=np.int64)
        places = tuple(code for code, _ in codes)
        table[places] = part["n"]
        hidden[part.index] = hidden_crossed(table, least)[places]
    return hidden


def withheld_months(rows: pd.DataFrame, least: int) -> "pd.Series[bool]":
    """Per row whether its numbers are withheld where the totals of every month and of every group are known too.

    Args:
        rows: columns month, group and n, each combination once; one that is absent had no decisions, as is known.
        least: smallest number of decisions that is shown.
    """
    if rows.empty or not (rows["n"] < least).any():
        return rows["n"] < least
    month, months = pd.factorize(rows["month"])
    group, groups = pd.factorize(rows["group"])
    table = np.full((len(groups), len(months)), -1, dtype=np.int64)
    table[group, month] = rows["n"]
    return pd.Series(hidden_cells(table, least)[group, month], index=rows.index)


def total_withheld(rows: pd.DataFrame, least: int) -> bool:
    """Whether the total over these groups must not be shown either: it is one small group's own number."""
    sizes = rows["n"].to_numpy(dtype=np.int64)[None, :]
    hidden = hidden_cells(sizes, least, column_totals=False)
    return total_gives_away(sizes, hidden, least, column_totals=False)
