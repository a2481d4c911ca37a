"""Counts by date, sorted once, from which any span of time is cut."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.effort import go_on
from dashboard.domain.record_columns import Days
from dashboard.domain.repeated_subjects import SUBJECT_SUMS, effects_of


class Series:
    """Counts by a date column and keys, sorted by date."""

    def __init__(self, counts: pd.DataFrame, *, on: str, keys: Sequence[str], columns: Sequence[str] = COUNTS) -> None:
        ordered = counts.sort_values(on, kind="stable", ignore_index=True)
        go_on()
        self._dates = ordered[on].to_numpy(dtype="datetime64[D]")
        names = ordered[list(keys)].astype(object).where(ordered[list(keys)].notna(), "")
        code = np.zeros(len(ordered), dtype=np.int64)
        for key in keys:
            go_on()
            part, values = pd.factorize(names[key])
            code, _ = pd.factorize(code * max(len(values), 1) + part)
        go_on()
        first = np.unique(code, return_index=True)[1]
        self._code, self.keys = code, names.iloc[first].reset_index(drop=True)
        self._names, self._values = list(columns), ordered[list(columns)].to_numpy(dtype=float)

    def between(self, since: date, until: date) -> pd.DataFrame:
        """Keys and values of everything from `since` to `until`, both included; keys without any are left out."""
        start = np.searchsorted(self._dates, np.datetime64(since, "D"), "left")
        end = np.searchsorted(self._dates, np.datetime64(until, "D"), "right")
        code, values = self._code[start:end], self._values[start:end]
        held = np.flatnonzero(np.bincount(code, minlength=len(self.keys)))
        sums = [np.bincount(code, weights=column, minlength=len(self.keys))[held] for column in values.T]
        frame = self.keys.iloc[held].reset_index(drop=True)
        whole = np.column_stack(sums).astype(np.int64) if len(held) else np.zeros((0, len(self._names)), int)
        frame[self._names] = whole
        return frame

    def days_of(self, keys: str) -> dict[str, Days]:
        """The sorted dates on which each value of one key has counts."""
        names = self.keys[keys].to_numpy(dtype=object)[self._code]
        frame = pd.DataFrame({"name": names, "day": self._dates}).drop_duplicates()
        return {str(name): group["day"].to_numpy(dtype="datetime64[D]") for name, group in frame.groupby("name")}


class SubjectSeries:
    """Monthly sums over subjects by use case, attribute and group.

    Who is decided about in two months is two people here: months are summed, and people are known within one only.
    """

    def __init__(self, sums: pd.DataFrame) -> None:
        self._sums = Series(sums, on="month", keys=["use_case", "attribute", "group"], columns=SUBJECT_SUMS)

    def between(self, since: date, until: date) -> pd.DataFrame:
        """Of every month that the span touches: keys, decided, unnamed and the design effects."""
        sums = self._sums.between(since.replace(day=1), until)
        return effects_of(sums).assign(decided=sums["decided"])
