"""Decisions as an assessment sees them: counts summed to the windows that the charter asks for, laid out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.domain.cells import EFFECTS
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.counted import Counted, counted
from dashboard.domain.counts import COUNTS
from dashboard.domain.record_columns import Days

_NOTHING = pd.DataFrame(columns=["row", "attribute", "group", "stratum", *COUNTS]).astype(
    dict.fromkeys(["row", *COUNTS], "int64")
)
NOBODY = pd.DataFrame(columns=["row", "attribute", "group", "decided", "unnamed", *EFFECTS]).astype({"row": "int64"})


@dataclass(frozen=True)
class DecisionFacts:
    """Counts of decisions, summed to windows; `row` of every frame is the row of the use case.

    Where the logs of any use case name their subjects, each frame has EFFECTS beside its counts.

    Each maps the length of a window in days to counts by row, attribute, group: `singles` of attributes alone,
    `crossed` of attributes alone and of two crossed, `strata` of both by stratum, `scores` of those with one (RANKED),
    `amounts` of those with one (SUMS), whose unit `units` says by row.
    `people` says by row, attribute and group how many decisions name nobody, of how many, and EFFECTS, per window.
    `first_day` and `last_day` are datetime64[D] by row, NaT where no log was ever read.
    """

    singles: Mapping[int, pd.DataFrame] = field(default_factory=dict)
    crossed: Mapping[int, pd.DataFrame] = field(default_factory=dict)
    strata: Mapping[int, pd.DataFrame] = field(default_factory=dict)
    scores: Mapping[int, pd.DataFrame] = field(default_factory=dict)
    amounts: Mapping[int, pd.DataFrame] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, pd.DataFrame] = field(default_factory=dict)
    first_day: Days = field(default_factory=lambda: np.empty(0, dtype="datetime64[D]"))
    last_day: Days = field(default_factory=lambda: np.empty(0, dtype="datetime64[D]"))
    _columns: dict[tuple[str, int], Counted] = field(default_factory=dict, repr=False, compare=False)

    def columns(self, check: FairnessCheck) -> Counted:
        """The counts that a check asks for as sorted columns, laid out once."""
        kind = "strata" if check.within is not None else "crossed" if check.intersections else "singles"
        kind = kind if check.basis == "decisions" else check.basis
        place = kind, round(check.window.days)
        if place not in self._columns:
            held = getattr(self, kind).get(place[1], _NOTHING)
            self._columns[place] = counted(held, stratified=kind == "strata")
        return self._columns[place]
