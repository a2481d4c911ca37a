"""Which groups are too small to be shown one by one, and which must go with them so that nobody can subtract."""

import numpy as np
import pandas as pd

_KEYS = ("use_case_id", "clause", "metric", "attribute", "stratum")


def withheld(rows: pd.DataFrame, least: int) -> "pd.Series[bool]":
    """Per row whether its numbers are withheld.

    Groups of fewer than `least` decisions are. Where that hides exactly one group of an attribute, the next smallest
    goes too: with the total known the hidden one could otherwise be worked out.

    Args:
        rows: groups with column n; those of the same use case, clause, metric and attribute belong together. A
            reference that has no row of its own counts as a shown group.
        least: smallest number of decisions that is shown.
    """
    hidden: pd.Series[bool] = rows["n"] < least
    keys = [key for key in _KEYS if key in rows.columns]
    if rows.empty or not hidden.any():
        return hidden
    parts = rows.groupby(keys, sort=False, dropna=False).indices.values() if keys else [range(len(rows))]
    marks, sizes = hidden.to_numpy(copy=True), rows["n"].to_numpy()
    for places in (np.asarray(part, dtype=np.intp) for part in parts):
        shown = places[~marks[places]]
        if marks[places].sum() == 1 and len(shown):
            marks[shown[np.argmin(sizes[shown])]] = True
    return pd.Series(marks, index=rows.index)
