"""Joint counts brought down to what a check compares: pairs of attributes, or one attribute within strata."""

import pandas as pd

from dashboard.domain.counts import COUNTS, CROSS


def crossed_pairs(joint: pd.DataFrame) -> pd.DataFrame:
    """Counts by row, attribute pair (`sex × age_band`) and group pair (`F × 65+`), strata summed."""
    return _summed(joint[_width(joint) == 2], ["row", "attribute", "group"])


def within_strata(joint: pd.DataFrame) -> pd.DataFrame:
    """Counts by row, attribute or pair, group and stratum; decisions without a stratum are left out."""
    held = joint[(_width(joint) <= 2) & (joint["stratum"].astype(object).fillna("") != "")]
    return _summed(held, ["row", "attribute", "group", "stratum"])


def _width(joint: pd.DataFrame) -> pd.Series:
    names = joint["attribute"].astype(object)
    return names.map({name: str(name).count(CROSS) + 1 for name in names.unique()})


def _summed(joint: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return joint.groupby(keys, observed=True, sort=False, as_index=False)[list(COUNTS)].sum()
