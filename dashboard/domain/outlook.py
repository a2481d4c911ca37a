"""How many more decisions would settle a comparison, found by letting its own counts grow and judging them again.

Every count of the cell is multiplied alike, as if more of the same came in; the very interval that will judge says from
which multiple on it is decided. So it holds for every metric, reference and stratum there is, whatever its denominator.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np
import pandas as pd

from dashboard.domain.cells import Cells
from dashboard.domain.columns import CELL
from dashboard.domain.intervals import Array
from dashboard.domain.measuring import measured
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.references import Rule
from dashboard.domain.verdicts import COMPLIANT, NON_COMPLIANT, verdict_codes
from dashboard.domain.wording import day

STEPS, MOST = 48, 1e5


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast decisions come in: a window of `window` days ends at `as_of`, `seen` of its days hold decisions."""

    window: int
    seen: int
    as_of: date

    def when(self, times: float) -> str:
        """About when a window holds that multiple of the present one, in words."""
        if not np.isfinite(times):
            return "no number of decisions like these would, the value sits on the line"
        if times * self.seen <= self.window:
            return f"at the present pace about {day(self.as_of + timedelta(days=ceil((times - 1) * self.seen)))}"
        never = f"at the present pace a window of {self.window:,} days never holds as many"
        return f"{never}, one of {roughly(times * self.seen):,} days would"


def times_needed(
    cells: Cells, metric: str, rule: Rule, band: tuple[float, float], *, group: str | None = None
) -> float:
    """By what multiple the counts of one cell must grow until the comparison is decided.

    Args:
        cells: of a single cell.
        metric: a name in METRICS.
        rule: as it will be judged.
        band: the accepted limits, infinite where there is none.
        group: whose comparison, for metrics against a reference.

    Returns:
        1 where it is decided already, to within a hundredth; inf where a hundred thousand times as many would not do.
    """
    low, high = 1.0, MOST
    for _ in range(2):
        factors = np.geomspace(low, high, STEPS)
        decided = np.flatnonzero(_decided(_grown(cells, factors), metric, rule, (band, group)))
        if not len(decided):
            return float("inf")
        first = int(decided[0])
        low, high = float(factors[max(first - 1, 0)]), float(factors[first])
    return high


def roughly(number: float) -> int:
    """Rounded up to two digits that count: 1,234 is about 1,300."""
    whole = ceil(number)
    step: int = 10 ** max(len(str(whole)) - 2, 0)
    return -(-whole // step) * step


def unit_of(metric: str) -> str:
    """What the denominator of the metric counts."""
    return RATES[METRICS[metric].rate].unit


def _grown(cells: Cells, factors: Array) -> Cells:
    """The one cell at each multiple, side by side."""
    times, rows = len(factors), len(cells.cell)
    strata = cells.strata
    return Cells(
        keys=pd.DataFrame({"key": np.arange(times)}),
        cell=np.repeat(np.arange(times), rows),
        names=np.tile(cells.names, times),
        recorded=np.tile(cells.recorded, times),
        counts={name: np.outer(factors, values).ravel() for name, values in cells.counts.items()},
        effects=None if cells.effects is None else {name: np.tile(one, times) for name, one in cells.effects.items()},
        strata=None if strata is None else np.concatenate([strata * factor for factor in factors]),
    )


def _decided(
    cells: Cells, metric: str, rule: Rule, what: tuple[tuple[float, float], str | None]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each multiple whether the comparison is decided."""
    band, group = what
    columns = measured(cells, METRICS[metric], rule)
    value, low, high = (np.asarray(columns[name], dtype=float) for name in ("value", "low", "high"))
    codes = verdict_codes(value, low, high, *band)
    good = np.isin(codes, (COMPLIANT, NON_COMPLIANT)) & ~columns["too_few"].astype(bool) & np.isfinite(value)
    if METRICS[metric].over == "reference":
        good &= columns["group"] == group
    decided = np.zeros(cells.size, dtype=bool)
    decided[columns[CELL][good].astype(np.int64)] = True
    return decided
