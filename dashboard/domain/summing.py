"""Counts summed over what nobody asked for, on arrays: the pages do it several times for every change of a picker."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.cells import EFFECTS
from dashboard.domain.counts import COUNTS
from dashboard.domain.rates_of_groups import RANKED

Places = NDArray[np.int64]
_DENSE = 1 << 16  # so many combinations of keys are faster counted than sorted, empty ones included


def summed(counts: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """COUNTS summed over everything but the keys, sorted by them; a row that lacks a key is left out.

    Of EFFECTS, where there are any, the largest of a sum's rows is kept.

    Args:
        counts: the keys and COUNTS, any number of rows; RANKED and SUMS, if any, stand in one row of the keys.
        keys: at least one column.
    """
    codes, values = zip(*(pd.factorize(counts[key], sort=True) for key in keys), strict=True)
    known = np.logical_and.reduce([code >= 0 for code in codes])
    widths = [max(len(value), 1) for value in values]
    present, row = _numbered(np.ravel_multi_index([code[known] for code in codes], widths), widths)
    names = (*COUNTS, *(name for name in (*RANKED, *SUMS) if name in counts))
    sums = [np.bincount(row, weights=counts[name].to_numpy()[known], minlength=len(present)) for name in names]
    found = {
        name: column.astype(np.int64) if name in COUNTS else column for name, column in zip(names, sums, strict=True)
    }
    places = np.unravel_index(present, widths)
    kept = {key: value.take(place) for key, value, place in zip(keys, values, places, strict=True)}
    wide = {name: _largest(counts[name].to_numpy()[known], row, len(present)) for name in EFFECTS if name in counts}
    return pd.DataFrame(kept | found | wide)


def _largest(values: NDArray[np.float64], row: Places, size: int) -> NDArray[np.float64]:
    found = np.ones(size)
    np.maximum.at(found, row, values)
    return found


def _numbered(place: Places, widths: list[int]) -> tuple[Places, Places]:
    """The combinations that there are, in order, and for each row which of them it is."""
    size = int(np.prod(widths, dtype=float))
    if size > _DENSE:
        present, row = np.unique(place, return_inverse=True)
        return present, row
    there = np.bincount(place, minlength=size) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[place]
