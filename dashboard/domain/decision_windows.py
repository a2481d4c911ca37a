"""Daily and monthly counts summed to windows, ready for many assessments in a row: sorted once, sliced per date."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.charter import Charter
from dashboard.domain.checks import AllOf, AnyOf, FairnessCheck, Part
from dashboard.domain.counts import COUNTS
from dashboard.domain.crossings import crossed_pairs, within_strata
from dashboard.domain.durations import Duration
from dashboard.domain.facts import DecisionFacts
from dashboard.domain.rate_facts import InteractionSeries
from dashboard.domain.record_columns import Days
from dashboard.domain.score_series import ScoreSeries


class Series:
    """Counts by a date column and keys, sorted by date."""

    def __init__(self, counts: pd.DataFrame, *, on: str, keys: Sequence[str]) -> None:
        ordered = counts.sort_values(on, kind="stable", ignore_index=True)
        self._dates = ordered[on].to_numpy(dtype="datetime64[D]")
        names = ordered[list(keys)].astype(object).where(ordered[list(keys)].notna(), "")
        code = np.zeros(len(ordered), dtype=np.int64)
        for key in keys:
            part, values = pd.factorize(names[key])
            code, _ = pd.factorize(code * max(len(values), 1) + part)
        first = np.unique(code, return_index=True)[1]
        self._code, self.keys = code, names.iloc[first].reset_index(drop=True)
        self._values = ordered[list(COUNTS)].to_numpy(dtype=float)

    def between(self, since: date, until: date) -> pd.DataFrame:
        """Keys and COUNTS of everything from `since` to `until`, both included; keys without any are left out."""
        start = np.searchsorted(self._dates, np.datetime64(since, "D"), "left")
        end = np.searchsorted(self._dates, np.datetime64(until, "D"), "right")
        code, values = self._code[start:end], self._values[start:end]
        held = np.flatnonzero(np.bincount(code, minlength=len(self.keys)))
        sums = [np.bincount(code, weights=column, minlength=len(self.keys))[held] for column in values.T]
        frame = self.keys.iloc[held].reset_index(drop=True)
        frame[list(COUNTS)] = np.column_stack(sums).astype(np.int64) if len(held) else np.zeros((0, len(COUNTS)), int)
        return frame

    def days_of(self, keys: str) -> dict[str, Days]:
        """The sorted dates on which each value of one key has counts."""
        names = self.keys[keys].to_numpy(dtype=object)[self._code]
        frame = pd.DataFrame({"name": names, "day": self._dates}).drop_duplicates()
        return {str(name): group["day"].to_numpy(dtype="datetime64[D]") for name, group in frame.groupby("name")}


class DecisionWindows:
    """All stored counts, from which the facts of any date can be cut.

    Args:
        singles: use_case, day, attribute, group + COUNTS (further keys are summed).
        joints: use_case, month, attribute, group, stratum + COUNTS.
        interactions: what the interaction logs hold; None where they are not read.
        scores: gives the counted scores of a use case; asked only where a charter judges by scores, once for each.
    """

    def __init__(
        self,
        singles: pd.DataFrame,
        joints: pd.DataFrame,
        interactions: InteractionSeries | None = None,
        *,
        scores: Callable[[str], pd.DataFrame] | None = None,
    ) -> None:
        self.interactions = interactions
        self._scores = ScoreSeries(scores)
        self._singles = Series(singles, on="day", keys=["use_case", "attribute", "group"])
        self._joints = Series(joints, on="month", keys=["use_case", "attribute", "group", "stratum"])
        self._days = self._singles.days_of("use_case")

    def facts(self, charter: Charter, ids: Sequence[str], as_of: date) -> DecisionFacts:
        """Counts in the windows that the charter asks for, for these use cases in this order."""
        rows = {name: row for row, name in enumerate(ids)}
        every = list(fairness_checks(charter))
        ranked = {check.window for check in every if check.scores}
        checks = [check for check in every if not check.scores]
        alone = {check.window for check in checks if not check.intersections and check.within is None}
        crossed = {check.window for check in checks if check.intersections and check.within is None}
        alike = {check.window for check in checks if check.within is not None}
        return DecisionFacts(
            singles={round(window.days): self._single(window, rows, as_of) for window in alone},
            crossed={round(window.days): self._crossed(window, rows, as_of) for window in crossed},
            strata={round(window.days): within_strata(self._joint(window, rows, as_of)) for window in alike},
            scores={round(window.days): self._scores.between(ids, window.before(as_of), as_of) for window in ranked},
            first_day=self._edge(ids, as_of, last=False),
            last_day=self._edge(ids, as_of, last=True),
        )

    def _single(self, window: Duration, rows: dict[str, int], as_of: date) -> pd.DataFrame:
        return _with_rows(self._singles.between(window.before(as_of), as_of), rows)

    def _crossed(self, window: Duration, rows: dict[str, int], as_of: date) -> pd.DataFrame:
        parts = [self._single(window, rows, as_of), crossed_pairs(self._joint(window, rows, as_of))]
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)

    def _joint(self, window: Duration, rows: dict[str, int], as_of: date) -> pd.DataFrame:
        """Joint counts exist by month: every month that the window touches is taken whole."""
        return _with_rows(self._joints.between(window.before(as_of).replace(day=1), as_of), rows)

    def _edge(self, ids: Sequence[str], as_of: date, *, last: bool) -> Days:
        limit = np.datetime64(as_of, "D")
        edges: NDArray[np.datetime64] = np.full(len(ids), "NaT", dtype="datetime64[D]")
        for row, name in enumerate(ids):
            days = self._days.get(name)
            seen = 0 if days is None else int(np.searchsorted(days, limit, "right"))
            if days is not None and seen:
                edges[row] = days[seen - 1 if last else 0]
        return edges


def fairness_checks(charter: Charter) -> list[FairnessCheck]:
    """Every fairness check, parts of combinations included."""
    return [leaf for clause in charter.clauses for leaf in _leaves(clause.check) if isinstance(leaf, FairnessCheck)]


def _leaves(check: Part) -> list[Part]:
    parts = check.all_of if isinstance(check, AllOf) else check.any_of if isinstance(check, AnyOf) else None
    return [check] if parts is None else [leaf for part in parts for leaf in _leaves(part)]


def _with_rows(frame: pd.DataFrame, rows: dict[str, int]) -> pd.DataFrame:
    row = frame["use_case"].map(rows)
    held = frame[row.notna()].drop(columns="use_case")
    return held.assign(row=row[row.notna()].astype(np.int64))
