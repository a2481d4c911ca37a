"""Decision counts held against a band with certainty: `fairness` checks as columns.

One finding comes from many groups. Per attribute the worst decided group decides; attributes then combine like the
parts of `all_of`, and those that are not collected for a recorded reason drop out.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.attribute_plans import COLLECTED, NOT_ASKED, UNEXPLAINED, Plan, plan_attributes
from dashboard.domain.cells import is_recorded
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.columns import Truth
from dashboard.domain.counts import COUNTS
from dashboard.domain.crossings import crossed_pairs, within_strata
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness_measures import Bands, bands_of, measure
from dashboard.domain.outcomes import (
    COMPLIANT,
    NO_REASON,
    NON_COMPLIANT,
    NOT_APPLICABLE,
    NOT_ASSESSED,
    REASON_CODE,
    WATCH,
    Outcome,
)
from dashboard.domain.statuses import Reason

Grid = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measurements:
    """What a fairness finding was decided from.

    `frame`: one row per comparison (row, attribute, metric, group, reference, value, low, high, n, n_reference,
    denominator, denominator_reference, undefined, too_few, lower, upper, verdict, worst), sorted by row.
    `status` and `reason`: codes of shape (records, attributes); `coverage` and `missing`: shares of that shape.
    """

    check: FairnessCheck
    plan: Plan
    frame: pd.DataFrame
    status: NDArray[np.int8]
    reason: NDArray[np.int8]
    coverage: Grid
    missing: Grid

    def of(self, row: int) -> pd.DataFrame:
        """The comparisons of one record."""
        rows = self.frame["row"].to_numpy()
        return self.frame.iloc[np.searchsorted(rows, row, "left") : np.searchsorted(rows, row, "right")]


def assess_fairness(check: FairnessCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Measurements."""
    bands = bands_of(check, subject)
    counts = _counts(check, subject, terms, bands)
    plan = plan_attributes(check, subject, terms, counts)
    counts = counts.assign(cell=plan.codes(counts["attribute"]))
    counts = counts[counts["cell"] >= 0]
    frame = measure(check, counts, bands, terms)
    found = _per_attribute(check, terms, plan, counts, frame)
    status, reason = _per_record(found, subject, terms, bands)
    found.frame["worst"] = _worst(found.frame, status, reason)
    return Outcome(check, status, reason, found)


def _counts(check: FairnessCheck, subject: Subject, terms: Terms, bands: Bands) -> pd.DataFrame:
    """Windowed counts of the records that are asked about: row, attribute, group (and stratum), COUNTS."""
    days = round(check.window.days)
    nothing = pd.DataFrame(columns=["row", "attribute", "group", "stratum", *COUNTS]).astype(
        dict.fromkeys(COUNTS, "int64")
    )
    singles = subject.decisions.singles.get(days, nothing)
    joint = subject.decisions.joints.get(days, nothing)
    wanted = bands.known if terms.wanted is None else bands.known & terms.wanted
    if check.within is not None:
        return within_strata(_only(joint, wanted))
    return crossed_pairs(_only(joint, wanted)) if check.intersections else _only(singles, wanted)


def _only(frame: pd.DataFrame, wanted: Truth) -> pd.DataFrame:
    return frame[wanted[frame["row"].to_numpy(dtype=np.int64)]] if not wanted.all() else frame


def _per_attribute(
    check: FairnessCheck, terms: Terms, plan: Plan, counts: pd.DataFrame, frame: pd.DataFrame
) -> Measurements:
    shape = plan.state.shape
    recorded = _recorded(counts["group"])
    total, known = _grid(counts, counts["n"], shape), _grid(counts, counts["n"] * recorded, shape)
    missing = _share(total - known, total)
    outside = _grid(frame, (frame["verdict"] == "non_compliant"), shape) > 0
    over = _grid(frame, (frame["verdict"] == "point_over"), shape) > 0
    few = _grid(frame, frame["n"] * (frame["verdict"] == "too_few"), shape)
    undecided = _grid(frame, frame["n"] * (frame["verdict"] == "undecided"), shape)
    coverage = _share(_grid(frame, frame["covered"], shape) + _reference(frame, shape), known)
    enough = check.min_coverage if check.min_coverage is not None else terms.defaults.min_coverage
    proven = (coverage >= enough) & (coverage > 0)
    lack = np.where(few >= undecided, REASON_CODE[Reason.TOO_FEW], REASON_CODE[Reason.UNDECIDED])
    cases = [
        (plan.state == NOT_ASKED, NOT_APPLICABLE, NO_REASON),
        (plan.state == UNEXPLAINED, NOT_ASSESSED, REASON_CODE[Reason.NOT_COLLECTED]),
        (plan.state != COLLECTED, NOT_APPLICABLE, NO_REASON),
        (total <= 0, NOT_ASSESSED, REASON_CODE[Reason.NO_DATA]),
        (missing > terms.defaults.max_not_recorded, NOT_ASSESSED, REASON_CODE[Reason.NOT_RECORDED]),
        (outside, NON_COMPLIANT, NO_REASON),
        (over, WATCH, REASON_CODE[Reason.POINT_OVER]),
        (proven, COMPLIANT, NO_REASON),
    ]
    conditions = [condition for condition, _, _ in cases]
    status = np.select(conditions, [code for _, code, _ in cases], NOT_ASSESSED).astype(np.int8)
    reason = np.select(conditions, [code for _, _, code in cases], lack).astype(np.int8)
    return Measurements(check, plan, frame, status, reason, coverage, missing)


def _per_record(
    found: Measurements, subject: Subject, terms: Terms, bands: Bands
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    rows = np.arange(len(subject))
    if found.status.shape[1]:
        worst = np.argmin(found.status, axis=1)
        status, reason = found.status[rows, worst], found.reason[rows, worst]
    else:
        status = np.full(len(rows), NOT_APPLICABLE, dtype=np.int8)
        reason = np.full(len(rows), NO_REASON, dtype=np.int8)
    nothing_to_cross = (status == NOT_APPLICABLE) & found.check.intersections
    last = subject.decisions.last_day
    oldest = terms.today - np.timedelta64(round(terms.defaults.stale_after.days), "D")
    overrides = [
        (~bands.known, Reason.INTAKE_INCOMPLETE),
        (np.isnat(last), Reason.NO_DATA),
        (last < oldest, Reason.STALE),
        ((status == NOT_APPLICABLE) & ~nothing_to_cross, Reason.NOT_COLLECTED),
    ]
    conditions = [condition for condition, _ in overrides]
    codes = [REASON_CODE[name] for _, name in overrides]
    return (
        np.where(np.any(conditions, axis=0), NOT_ASSESSED, status).astype(np.int8),
        np.select(conditions, codes, reason).astype(np.int8),
    )


def _worst(frame: pd.DataFrame, status: NDArray[np.int8], reason: NDArray[np.int8]) -> Truth:
    """Marks the one comparison of each record that stands for its finding: same verdict, furthest over the line."""
    rows = frame["row"].to_numpy(dtype=np.int64)
    says = np.select(
        [status == NON_COMPLIANT, status == WATCH, status == COMPLIANT, reason == REASON_CODE[Reason.TOO_FEW]],
        ["non_compliant", "point_over", "compliant", "too_few"],
        "undecided",
    )
    other = frame["verdict"].to_numpy(dtype=str) != says[rows].astype(str)
    order = np.lexsort((-frame["beyond"].fillna(-np.inf).to_numpy(), other, rows))
    marked = np.zeros(len(frame), dtype=bool)
    marked[order[np.unique(rows[order], return_index=True)[1]]] = True
    return marked


def _recorded(groups: pd.Series) -> Truth:
    code, names = pd.factorize(groups)
    return np.array([is_recorded(str(name)) for name in names], dtype=bool)[code]


def _grid(frame: pd.DataFrame, values: pd.Series, shape: tuple[int, ...]) -> Grid:
    """Sums by (record, attribute)."""
    where = frame["row"].to_numpy(dtype=np.int64) * shape[1] + frame["cell"].to_numpy(dtype=np.int64)
    weights = values.to_numpy(dtype=float)
    return np.asarray(np.bincount(where, weights=weights, minlength=shape[0] * shape[1]), dtype=float).reshape(shape)


def _reference(frame: pd.DataFrame, shape: tuple[int, ...]) -> Grid:
    """Decisions of the reference group, where any group was proven against it."""
    held = frame[(frame["covered"] > 0) & (frame["reference_n"] > 0)].drop_duplicates(["row", "cell"])
    return _grid(held, held["reference_n"], shape)


def _share(part: Grid, whole: Grid) -> Grid:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
