"""Daily and monthly counts summed to windows, ready for many assessments in a row: sorted once, sliced per date."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.amount_sums import Valued
from dashboard.domain.amounts_decided import AmountsDecided
from dashboard.domain.charter import Charter
from dashboard.domain.checks import AllOf, AnyOf, FairnessCheck, Part
from dashboard.domain.crossings import crossed_pairs, within_strata
from dashboard.domain.dated_counts import Series, SubjectSeries
from dashboard.domain.decision_facts import NOBODY, DecisionFacts
from dashboard.domain.durations import Duration
from dashboard.domain.effort import step
from dashboard.domain.rate_facts import InteractionSeries
from dashboard.domain.record_columns import Days
from dashboard.domain.repeated_subjects import with_effects
from dashboard.domain.score_series import ScoreSeries


class DecisionWindows:
    """All stored counts, from which the facts of any date can be cut.

    Args:
        singles: use_case, day, attribute, group + COUNTS (further keys are summed).
        joints: use_case, month, attribute, group, stratum + COUNTS.
        interactions: what the interaction logs hold; None where they are not read.
        subjects: SUBJECT_KEYS + SUBJECT_SUMS of the use cases whose logs name subjects; None where none does.
        amounts: gives the amounts of a use case; asked as scores are.
        scores: gives the counted scores of a use case; asked only where a charter judges by scores, once for each.
    """

    def __init__(  # noqa: PLR0913  # one value per kind of counts that a log may hold
        self,
        singles: pd.DataFrame,
        joints: pd.DataFrame,
        interactions: InteractionSeries | None = None,
        subjects: pd.DataFrame | None = None,
        *,
        scores: Callable[[str], pd.DataFrame] | None = None,
        amounts: Callable[[str], Valued] | None = None,
    ) -> None:
        self.interactions = interactions
        self._scores, self._amounts = ScoreSeries(scores), AmountsDecided(amounts)
        self._subjects = None if subjects is None or subjects.empty else SubjectSeries(subjects)
        step(0, 3, "kinds of counts put in order")
        self._singles = Series(singles, on="day", keys=["use_case", "attribute", "group"])
        step(1, 3, "kinds of counts put in order")
        self._joints = Series(joints, on="month", keys=["use_case", "attribute", "group", "stratum"])
        step(2, 3, "kinds of counts put in order")
        self._days = self._singles.days_of("use_case")

    def facts(self, charter: Charter, ids: Sequence[str], as_of: date) -> DecisionFacts:
        """Counts in the windows that the charter asks for, for these use cases in this order."""
        rows = {name: row for row, name in enumerate(ids)}
        every = list(fairness_checks(charter))
        ranked, valued = ({check.window for check in every if check.basis == kind} for kind in ("scores", "amounts"))
        checks = [check for check in every if check.basis == "decisions"]
        alone = {check.window for check in checks if not check.intersections and check.within is None}
        crossed = {check.window for check in checks if check.intersections and check.within is None}
        alike = {check.window for check in checks if check.within is not None}
        every_window = alone | crossed | alike | ranked | valued
        people = {round(window.days): self._people(window, rows, as_of) for window in every_window}
        singles = {round(window.days): self._single(window, rows, as_of) for window in alone}
        both = {round(window.days): self._crossed(window, rows, as_of) for window in crossed}
        strata = {round(window.days): within_strata(self._joint(window, rows, as_of)) for window in alike}
        return DecisionFacts(
            singles=_widened(singles, people),
            crossed=_widened(both, people),
            strata=_widened(strata, people),
            people=people,
            scores={round(window.days): self._scores.between(ids, window.before(as_of), as_of) for window in ranked},
            amounts={round(one.days): self._amounts.between(ids, one.before(as_of), as_of) for one in valued},
            units=self._amounts.units(ids) if valued else {},
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

    def _people(self, window: Duration, rows: dict[str, int], as_of: date) -> pd.DataFrame:
        """By row, attribute and group, of every month that the window touches, with the design effects."""
        if self._subjects is None:
            return NOBODY
        return _with_rows(self._subjects.between(window.before(as_of), as_of), rows)

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


def _widened(frames: dict[int, pd.DataFrame], people: dict[int, pd.DataFrame]) -> dict[int, pd.DataFrame]:
    """Each frame of counts with the design effects of its groups, where anybody's log names its subjects."""
    keys = ["row", "attribute", "group"]
    return {
        days: frame if people[days].empty else with_effects(frame, people[days], keys)
        for days, frame in frames.items()
    }  # fmt: skip


def _with_rows(frame: pd.DataFrame, rows: dict[str, int]) -> pd.DataFrame:
    row = frame["use_case"].map(rows)
    held = frame[row.notna()].drop(columns="use_case")
    return held.assign(row=row[row.notna()].astype(np.int64))
