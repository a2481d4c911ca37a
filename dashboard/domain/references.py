"""Which group the others are held against."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.cells import Cells, Index
from dashboard.domain.metrics import Rate

LARGEST, BEST = "largest", "best"


class Rule(NamedTuple):
    """How groups are held against each other.

    Attributes:
        reference: `largest` (most decisions), `best` (best rate) or a group's name.
        confidence: of each interval, or of all of a cell together where they are simultaneous.
        min_group: the smallest denominator that is judged.
    """

    reference: str = LARGEST
    confidence: float = 0.95
    min_group: int = 1


def reference_rows(cells: Cells, rule: Rule, rate: Rate, eligible: NDArray[np.bool_]) -> Index:
    """For each cell the row of its reference, or -1; ties go to the first name."""
    k, n = rate.of(cells.counts)
    if rule.reference == LARGEST:
        return first_by(cells, -cells.counts["n"], cells.recorded)
    if rule.reference == BEST:
        with np.errstate(all="ignore"):
            return first_by(cells, k / n if rate.error else -k / n, eligible)
    return first_by(cells, np.zeros(len(k)), cells.recorded & (cells.names == rule.reference))


def first_by(cells: Cells, rank: NDArray[np.float64], among: NDArray[np.bool_]) -> Index:
    """The row of lowest rank in each cell; rows of a cell are neighbours sorted by name, so the first hit wins ties."""
    result = np.full(cells.size, -1, dtype=np.int64)
    if not cells.size:
        return result
    ranked = np.where(among, rank, np.inf)
    starts = np.searchsorted(cells.cell, np.arange(cells.size))
    hits = np.flatnonzero(among & (ranked == np.minimum.reduceat(ranked, starts)[cells.cell]))[::-1]
    result[cells.cell[hits]] = hits
    return result
