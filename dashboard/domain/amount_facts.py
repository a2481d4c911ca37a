"""Histograms of times and amounts, sorted once, from which any quantile of any window is a look-up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.rates import ALL
from dashboard.domain.record_columns import Days

Numbers = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Slice:
    """One measure of everybody, or of one attribute; sorted by use case and value, the unknown (NaN) last."""

    names: tuple[str, ...]
    use_case: Ints
    days: Days
    values: Numbers
    n: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """Some days of a measure, by row of the use cases: of how many the value is known, and of how many it is not.

    `owner`, `values` and `sizes` are the known values in the order of rows and values: row, value, how many.
    """

    known: Ints
    unknown: Ints
    owner: Ints
    values: Numbers
    sizes: Ints

    @property
    def n(self) -> Ints:
        """All of them."""
        return self.known + self.unknown

    def at(self, ranks: Ints, *, unknown_first: bool) -> Numbers:
        """The value at a rank of each row, from 1; 0 below the first, infinite beyond the last.

        Args:
            ranks: one a row.
            unknown_first: unknown ones are taken for smaller than all others, else for larger.
        """
        wanted = ranks - self.unknown if unknown_first else ranks
        inside = (wanted >= 1) & (wanted <= self.known)
        found = np.where(wanted < 1, 0.0, np.inf)
        before = np.cumsum(self.known) - self.known
        places = np.searchsorted(np.cumsum(self.sizes), (before + wanted)[inside], "left")
        found[inside] = self.values[places]
        return found

    def within(self, lines: Numbers) -> Ints:
        """How many known values do not exceed the line of their row."""
        held = np.where(self.values <= lines[self.owner], self.sizes, 0)
        return np.bincount(self.owner, weights=held, minlength=len(self.known)).astype(np.int64)

    def endless(self) -> Ints:
        """How many never ended."""
        return self.known - self.within(np.full(len(self.known), np.finfo(float).max))

    def of(self, row: int) -> "Window":
        """One row alone."""
        mine = self.owner == row
        one = slice(row, row + 1)
        owner = np.zeros(int(mine.sum()), dtype=np.int64)
        return Window(self.known[one], self.unknown[one], owner, self.values[mine], self.sizes[mine])


@dataclass(frozen=True)
class AmountFacts:
    """The histograms as they concern these use cases in this order; nothing after the day of a window is read."""

    slices: dict[tuple[str, str], _Slice] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def window(self, measure: str, since: date | None, until: date, size: int, attribute: str = ALL) -> Window:
        """The days from since to until, both included; without `since` the newest day of each use case alone."""
        held = self.slices.get((measure, attribute))
        if held is None:
            nothing = np.zeros(0, dtype=np.int64)
            return Window(np.zeros(size, np.int64), np.zeros(size, np.int64), nothing, np.zeros(0), nothing)
        rows = np.array([self.rows.get(name, -1) for name in held.names], dtype=np.int64)[held.use_case]
        inside = (rows >= 0) & (held.days <= np.datetime64(until, "D"))
        if since is None:
            newest = self.last_day(measure, until, size)
            inside &= held.days == newest[rows]
        else:
            inside &= held.days >= np.datetime64(since, "D")
        return window_of(rows[inside], held.values[inside], held.n[inside], size=size)

    def last_day(self, measure: str, until: date, size: int) -> Days:
        """The newest day of a measure by row, NaT where there is none."""
        newest = np.full(size + 1, "NaT", dtype="datetime64[D]")
        held = self.slices.get((measure, ALL))
        if held is not None:
            rows = np.array([self.rows.get(name, size) for name in held.names], dtype=np.int64)[held.use_case]
            seen = held.days <= np.datetime64(until, "D")
            np.fmax.at(newest, rows[seen], held.days[seen])
        return newest[:size]


def window_of(rows: Ints, values: Numbers, n: Ints, *, size: int) -> Window:
    """A window of so many rows from row, value and number, in which the values of each row are sorted."""
    order = np.argsort(rows, kind="stable")  # values of a row stand sorted already
    rows, values, n = rows[order], values[order], n[order]
    blank = np.isnan(values)
    known, unknown = (np.bincount(rows[held], weights=n[held], minlength=size) for held in (~blank, blank))
    return Window(known.astype(np.int64), unknown.astype(np.int64), rows[~blank], values[~blank], n[~blank])


class AmountSeries:
    """All stored histograms; AMOUNT_KEYS and `n` as columns, days as datetime64."""

    def __init__(self, counts: pd.DataFrame) -> None:
        self._slices = {
            (str(measure), str(attribute)): _slice(part)
            for (measure, attribute), part in counts.groupby(["measure", "attribute"], sort=True)
        }

    def facts(self, ids: Sequence[str]) -> AmountFacts:
        """For these use cases in this order."""
        return AmountFacts(self._slices, {name: row for row, name in enumerate(ids)})


def _slice(part: pd.DataFrame) -> _Slice:
    ordered = part.sort_values(["use_case", "value"], kind="stable", na_position="last")
    use_case, names = pd.factorize(ordered["use_case"])
    return _Slice(
        tuple(map(str, names)),
        use_case.astype(np.int64),
        ordered["day"].to_numpy(dtype="datetime64[D]"),
        ordered["value"].to_numpy(dtype=float),
        ordered["n"].to_numpy(dtype=np.int64),
    )
