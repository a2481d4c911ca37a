"""Sums of amounts such as prices or waiting times: added up over days and batches without losing digits.

A sum of squares loses the variance where amounts are large and near each other. So the squares are taken about the own
mean of each row, and shifted to the common mean where rows are added up (Chan, Golub and LeVeque 1983).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

SUMS = ("amount_n", "amount_sum", "amount_spread")  # spread: sum of squared distances from the mean of the row
BLANK = "amount_blank"
LARGEST = 1e15  # of one amount: its square, and the sum of very many, are still numbers


@dataclass(frozen=True, slots=True, eq=False)
class Valued:
    """Amounts of a use case by day, model version, attribute (empty for everybody) and group: SUMS and BLANK.

    `unit` is empty where there are none.
    """

    sums: pd.DataFrame
    unit: str


def summed(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """`keys`, SUMS and, where the rows have it, BLANK: one row for each combination of keys.

    Any order of rows, and any way of adding up parts first, gives the same but for rounding.
    """
    n, total, spread = (rows[name].to_numpy(float) for name in SUMS)
    by = rows.groupby(list(keys), sort=True, observed=True, dropna=False)
    size, whole = (by[name].transform("sum").to_numpy(float) for name in SUMS[:2])
    with np.errstate(all="ignore"):
        apart = np.where(n > 0, n * (total / n - whole / size) ** 2, 0.0)
    counted = [name for name in (*SUMS, BLANK) if name in rows]
    found = rows.assign(**{SUMS[2]: spread + apart})
    grouped: pd.DataFrame = found.groupby(list(keys), as_index=False, sort=True, observed=True, dropna=False)[
        counted
    ].sum()
    return grouped


def sums_of(amounts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """`keys` and SUMS of the column `amount`, none of it missing."""
    one = pd.DataFrame(dict(zip(SUMS, (1, amounts["amount"], 0.0), strict=True)), index=amounts.index)
    return summed(pd.concat([amounts[list(keys)], one], axis=1), keys)
