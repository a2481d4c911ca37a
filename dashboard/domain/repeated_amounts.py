"""Amounts of people who come again: how much wider the interval of a mean is than of as many people."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.domain.amount_sums import SUMS


def widened_sums(sums: pd.DataFrame, rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """SUMS whose spread is larger by the design effect of each group, so that every interval of its mean is wider.

    The effect is the variance of a mean of people's sums, m/(m-1) · sum over people of (sum of y - mean)² / n², over
    s²/n; it is never below 1, so nothing is narrowed. One person alone tells nothing of a
    spread: the group then has no interval.

    Args:
        sums: `keys` and SUMS of the rows.
        rows: `keys`, amount, and who: whose each row is.
        keys: what makes a group.
    """
    names, held = list(keys), rows.merge(sums, on=list(keys))
    off = held["amount"] - held[SUMS[1]] / held[SUMS[0]]
    each = held.assign(off=off).groupby([*names, "who"], sort=False)["off"].sum()
    by = (each**2).groupby(level=names).agg(["sum", "size"]).reset_index()
    found = sums.merge(by, on=names, how="left")
    n, people, spread = found[SUMS[0]], found["size"], found[SUMS[2]]
    with np.errstate(all="ignore"):
        wide = found["sum"] * people / (people - 1) * (n - 1) / n  # as a spread: over n - 1, over n, it is the variance
    return sums.assign(**{SUMS[2]: np.where(people > 1, np.fmax(wide, spread), np.nan)})
