"""Numeric outcomes, such as a price or a waiting time, compared between groups from sums alone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.cells import is_recorded
from dashboard.domain.references import Rule
from dashboard.domain.student import t_quantile

MEAN_GAP = "mean_gap"


def group_means(sums: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Each row of SUMS with mean, low, high (Student) and variance; NaN where there are too few amounts.

    A mean needs one amount, an interval two that can differ.
    """
    n, total, spread = (sums[name].to_numpy(float) for name in SUMS)
    with np.errstate(all="ignore"):
        mean = total / n
        variance = np.where(n > 1, spread / (n - 1), np.nan)
        half = np.array([t_quantile(confidence, max(int(size) - 1, 1)) for size in n]) * np.sqrt(variance / n)
    return sums.assign(mean=mean, low=mean - half, high=mean + half, variance=variance)


def mean_gaps(sums: pd.DataFrame, *, by: Sequence[str], rule: Rule) -> pd.DataFrame:
    """The mean of each recorded group minus that of the reference, with Welch's interval.

    d ± t · sqrt(s²/n + r²/m), degrees of freedom after Welch and Satterthwaite (Welch 1947): groups may vary
    differently; the whole part of these degrees is used, which is cautious. Ideal 0; which side is worse depends on
    what is counted. Where the named reference is not there, and for `best`, the largest group is the reference.

    Args:
        sums: columns `by`, `group` and SUMS, one row per group.
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
    parts = np.array([float(row["variance"]) / n, float(against["variance"]) / m])
    value, half, undefined = float("nan"), float("nan"), _undefined(row, against, max(rule.min_group, 2))
    if undefined is None:
        freedom = parts.sum() ** 2 / (parts**2 / np.array([n - 1, m - 1])).sum()
        value = float(row["mean"]) - float(against["mean"])
        half = t_quantile(rule.confidence, max(int(freedom), 1)) * float(np.sqrt(parts.sum()))
    sides = {"metric": MEAN_GAP, "group": row["group"], "reference": against["group"]}
    figures = {"value": value, "low": value - half, "high": value + half, "n": int(n), "n_reference": int(m)}
    return {**sides, **figures, "undefined": undefined}


def _undefined(row: "pd.Series[float]", against: "pd.Series[float]", least: int) -> str | None:
    few = min((row, against), key=lambda side: float(side["amount_n"]))
    if few["amount_n"] < least:
        return f"too few: {int(few['amount_n']):,} amounts in group {few['group']}, at least {least:,} needed"
    return None if row["variance"] + against["variance"] > 0 else "no amount differs in either group"
