"""Numeric outcomes, such as a price or a waiting time, compared between groups from sums alone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.domain.cells import is_recorded
from dashboard.domain.references import Rule
from dashboard.domain.student import t_quantile

SUMS = ("amount_n", "amount_sum", "amount_squares")
MEAN_GAP = "mean_gap"


def group_means(sums: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Each row of SUMS with mean, low, high (Student) and variance; NaN where there are too few amounts.

    A mean needs one amount, an interval two that can differ.
    """
    n, total, squares = (sums[name].to_numpy(float) for name in SUMS)
    with np.errstate(all="ignore"):
        mean = total / n
        variance = np.where(n > 1, np.maximum(squares - n * mean**2, 0.0) / (n - 1), np.nan)
        half = np.array([t_quantile(confidence, max(int(size) - 1, 1)) for size in n]) * np.sqrt(variance / n)
    return sums.assign(mean=mean, low=mean - half, high=mean + half, variance=variance)


def mean_gaps(sums: pd.DataFrame, *, by: Sequence[str], rule: Rule) -> pd.DataFrame:
    """The mean of each recorded group minus that of the reference, with Welch's interval.

    d ± t · sqrt(s²/n + r²/m), degrees of freedom after Welch and Satterthwaite (Welch 1947): groups may vary
    differently; the whole part of these degrees is used, which is cautious. Ideal 0; which side is worse depends on
    what is counted. Where the named reference is not there, and for `best`, the largest group is the reference.

    Args:
        sums: columns `by`, `group` and SUMS, one row per group; squares are sums of squared amounts.
        by: the columns that make a cell.
        rule: reference, confidence, and the fewest amounts of a group that is compared.

    Returns:
        Columns `by`, metric, group, reference, value, low, high, n, n_reference, undefined (reason or None).
    """
    known = group_means(sums[[is_recorded(str(name)) for name in sums["group"]]], confidence=rule.confidence)
    rows = []
    for key, cell in known.groupby(list(by), sort=False):
        named = cell[cell["group"] == rule.reference]
        against = (named if len(named) else cell.sort_values("amount_n", ascending=False, kind="stable")).iloc[0]
        others = cell[cell["group"] != against["group"]]
        rows += [{**dict(zip(by, key, strict=True)), **_gap(row, against, rule)} for _, row in others.iterrows()]
    columns = [*by, "metric", "group", "reference", "value", "low", "high", "n", "n_reference", "undefined"]
    return pd.DataFrame(rows, columns=columns)


def _gap(row: "pd.Series[float]", against: "pd.Series[float]", rule: Rule) -> dict[str, object]:
    n, m = float(row["amount_n"]), float(against["amount_n"])
    said = {
        "metric": MEAN_GAP,
        "group": row["group"],
        "reference": against["group"],
        "n": int(n),
        "n_reference": int(m),
    }
    least = max(rule.min_group, 2)
    if min(n, m) < least:
        few = row if n < m else against
        why = f"too few: {int(few['amount_n']):,} amounts in group {few['group']}, at least {least:,} needed"
        return {**said, "value": np.nan, "low": np.nan, "high": np.nan, "undefined": why}
    parts = np.array([float(row["variance"]) / n, float(against["variance"]) / m])
    if not parts.sum():
        return {
            **said,
            "value": np.nan,
            "low": np.nan,
            "high": np.nan,
            "undefined": "no amount differs in either group",
        }
    freedom = parts.sum() ** 2 / (parts**2 / np.array([n - 1, m - 1])).sum()
    value = float(row["mean"]) - float(against["mean"])
    half = t_quantile(rule.confidence, max(int(freedom), 1)) * float(np.sqrt(parts.sum()))
    return {**said, "value": value, "low": value - half, "high": value + half, "undefined": None}
