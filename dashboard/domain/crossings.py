"""Joint counts brought down to what a check compares: pairs of attributes, or one attribute within strata."""

from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.domain.counts import COUNTS, CROSS


def crossed_pairs(joint: pd.DataFrame) -> pd.DataFrame:
    """Counts by row, attribute pair (`sex × age_band`) and group pair (`F × 65+`), summed over everything else."""
    parts = [
        marginal(block, [first, second]) for names, block in _blocks(joint) for first, second in combinations(names, 2)
    ]
    return _summed(parts, ["row", "attribute", "group"], joint)


def within_strata(joint: pd.DataFrame) -> pd.DataFrame:
    """Counts by row, single attribute, group and stratum; rows without a stratum are left out."""
    held = joint[joint["stratum"].fillna("") != ""]
    parts: list[pd.DataFrame] = []
    seen: set[str] = set()
    for names, block in _blocks(held):
        parts.extend(marginal(block, [name]) for name in names if name not in seen or len(names) > 2)
        seen.update(names)
    return _summed(parts, ["row", "attribute", "group", "stratum"], held)


def marginal(block: pd.DataFrame, keep: list[str]) -> pd.DataFrame:
    """A block of one joint attribute with its names and groups cut down to `keep` (not yet summed)."""
    names = str(block["attribute"].iloc[0]).split(CROSS)
    places = [names.index(name) for name in keep]
    code, groups = pd.factorize(block["group"])
    cut = np.array([_cut(str(group), places) for group in groups], dtype=object)
    return block.assign(attribute=CROSS.join(keep), group=cut[code])


def _cut(group: str, places: list[int]) -> str:
    parts = group.split(CROSS)
    return CROSS.join(parts[place] for place in places)


def _blocks(joint: pd.DataFrame) -> list[tuple[list[str], pd.DataFrame]]:
    return [(str(name).split(CROSS), block) for name, block in joint.groupby("attribute", observed=True, sort=False)]


def _summed(parts: list[pd.DataFrame], keys: list[str], like: pd.DataFrame) -> pd.DataFrame:
    if not parts:
        return like.iloc[:0][[*keys, *COUNTS]]
    together = pd.concat(parts, ignore_index=True)
    return together.groupby(keys, observed=True, sort=False, as_index=False)[list(COUNTS)].sum()
