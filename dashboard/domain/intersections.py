"""Crossings of attributes: what no attribute shows alone."""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from dashboard.domain.counts import COUNTS, CROSS


def crossings(attributes: Sequence[str], *, intersect: bool) -> list[tuple[str, ...]]:
    """Each attribute alone; with `intersect` also every combination of two or more, in the order given."""
    sizes = range(1, (len(attributes) if intersect else 1) + 1)
    return [combination for size in sizes for combination in combinations(attributes, size)]


def cross(joint: pd.DataFrame, attributes: Sequence[str], *, keep: Sequence[str] = ()) -> pd.DataFrame:
    """Joint counts summed to the groups of one crossing.

    Args:
        joint: one text column per attribute, the columns `keep`, and COUNTS.
        attributes: the crossing, in the order in which names are joined.
        keep: further columns that stay apart, such as the period or the stratum.

    Returns:
        Columns `keep`, attribute, group, COUNTS; one row per combination that occurs, however small.
    """
    keys = [*keep, *attributes]
    summed = joint.groupby(keys, sort=True, dropna=False, observed=True)[list(COUNTS)].sum().reset_index()
    group = summed[attributes[0]].astype(object)
    for name in attributes[1:]:
        group = group + CROSS + summed[name].astype(object)
    result = summed[list(keep)].copy()
    result["attribute"], result["group"] = CROSS.join(attributes), group
    result[list(COUNTS)] = summed[list(COUNTS)]
    return result
